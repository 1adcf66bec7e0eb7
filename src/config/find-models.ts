import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Where Drizzle projects keep their models: folders first, then single files. */
const usualFolders = ["schema", "src/schema", "src/db/schema", "db/schema", "src/lib/db/schema"];
const usualFiles = [
  "src/db/schema.ts",
  "src/schema.ts",
  "db/schema.ts",
  "src/lib/db/schema.ts",
  "lib/db/schema.ts",
  "schema.ts",
];

/**
 * Looks for the models of a project in the places where they usually are.
 *
 * @returns `pattern` is for the configuration's `schema`.
 */
export function findModels(directory: string): {
  readonly pattern: string;
  readonly notes: readonly string[];
} {
  const folders = usualFolders.filter((folder) => holdsTypeScript(join(directory, folder)));
  const files = usualFiles.filter((file) => existsSync(join(directory, file)));
  const found = [
    ...folders.map((folder) => `./${folder}/*.ts`),
    ...files.map((file) => `./${file}`),
  ];
  const [pattern, ...others] = found;
  if (pattern === undefined) {
    return { pattern: "./schema/*.ts", notes: ["No models found: write them into ./schema/*.ts."] };
  }
  const note = `Models may be in ${found.join(" or ")}: gen.config.ts names the first.`;
  return { pattern, notes: others.length === 0 ? [] : [note] };
}

function holdsTypeScript(folder: string): boolean {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder && readdirSync(folder).some((name) => name.endsWith(".ts"));
}
