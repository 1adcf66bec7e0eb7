import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { displayPath } from "../../src/loader/paths.js";

/** A project in a temporary directory of its own, with this repository's packages. */
export function project(files: Readonly<Record<string, string>>): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "gen-project-")));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(join(directory, "node_modules"));
  symlinkSync(
    resolve("node_modules/drizzle-orm"),
    join(directory, "node_modules", "drizzle-orm"),
    "junction",
  );
  writeFiles(directory, files);
  return directory;
}

export function writeFiles(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
}

/** A text in which paths of the project are relative to it, from wherever the tests run. */
export function withoutFolder(text: string, directory: string): string {
  const shown = displayPath(join(directory, "x")).slice(0, -1);
  return text.replaceAll(shown, "").replaceAll(`${directory}/`, "");
}
