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

export interface FoundModels {
  /** For the configuration's `schema`. */
  readonly pattern: string;
  readonly notes: readonly string[];
}

/** Looks for the models of a project in the places where they usually are. */
export function findModels(directory: string): FoundModels {
  const found = [
    ...usualFolders
      .filter((folder) => holdsTypeScript(join(directory, folder)))
      .map((folder) => `./${folder}/*.ts`),
    ...usualFiles.filter((file) => existsSync(join(directory, file))).map((file) => `./${file}`),
  ];
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return { pattern: only, notes: [] };
  if (only === undefined) {
    return { pattern: "./schema/*.ts", notes: ["No models found: write them into ./schema/*.ts."] };
  }
  return {
    pattern: only,
    notes: [`Models may be in ${found.join(" or ")}: gen.config.ts names the first.`],
  };
}

function holdsTypeScript(folder: string): boolean {
  return (
    existsSync(folder) &&
    statSync(folder).isDirectory() &&
    readdirSync(folder).some((name) => name.endsWith(".ts"))
  );
}
