/**
 * Prints, as one JSON array, the statements with which drizzle-kit makes what modules of models
 * export; for a module that it cannot render, the reason. A process of its own: drizzle-kit ends
 * the one it runs in when it dislikes a model.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";

const write = process.stdout.write.bind(process.stdout);
const said = [];
// What it has to say goes to stdout, and then it exits.
console.log = (...words) => said.push(words.join(" "));
process.exit = () => {
  throw new Error(said.join("\n"));
};

const results = [];
for (const file of JSON.parse(readFileSync(0, "utf8"))) {
  said.length = 0;
  try {
    const models = await import(pathToFileURL(file).href);
    const wanted = generateDrizzleJson({ ...models });
    results.push({ statements: await generateMigration(generateDrizzleJson({}), wanted) });
  } catch (error) {
    results.push({ reason: String(error) });
  }
}
write(JSON.stringify(results));
