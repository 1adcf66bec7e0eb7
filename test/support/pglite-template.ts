/**
 * Starts the in-memory PGlite databases of this process from the files of one that was initialised
 * before, kept between runs: `initdb` takes seconds of CPU time in every process. Import it for this
 * effect. Databases in directories and those of the command line are initialised as usual.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";

const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
const { version }: { readonly version: string } = JSON.parse(
  readFileSync(join(dirname(entry), "..", "package.json"), "utf8"),
);
const root = join(import.meta.dirname, "..", "..");
const file = join(root, "node_modules", ".cache", "drizzle-gen", `pglite-${version}.tar`);

const original = PGlite.create.bind(PGlite);
const create = async (options: PGliteOptions = {}): Promise<PGlite> => {
  // To initialise a database, PGlite creates another one, which must stay as it asks for it.
  const isEmptyInMemory = !options.dataDir && !("noInitDb" in options);
  return original(isEmptyInMemory ? { ...options, loadDataDir: await template() } : options);
};
Object.assign(PGlite, { create });

async function template(): Promise<Blob> {
  if (!existsSync(file)) await writeTemplate();
  return new Blob([readFileSync(file)]);
}

/** Test files run at the same time, and only one that is complete may have the name. */
async function writeTemplate(): Promise<void> {
  const database = await original();
  const dump = await database.dumpDataDir("none");
  const content = Buffer.from(await dump.arrayBuffer());
  await database.close();
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, file);
}
