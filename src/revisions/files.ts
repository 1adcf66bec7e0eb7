import { closeSync, openSync, readdirSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GenError, usageError } from "../errors.js";
import { type Header, readHeader, rewriteParents } from "./header.js";
import type { Rebase } from "./rebase.js";
import type { RevisionFile } from "./revision.js";

/** Nearly every header is shorter than this many bytes. A longer one needs a second read. */
const BEGINNING = 4096;

/**
 * Reads the revision files of the directories, sorted by name within each directory. Reads only
 * their headers and runs nothing.
 *
 * Every `*.ts`, `*.mts`, `*.js` and `*.mjs` is a revision, except declarations (`.d.ts`) and names
 * that begin with `.` or `_`. A directory that does not exist has none.
 *
 * @param directories absolute, or relative to the working directory
 * @param options.recursive also reads subfolders, except those whose names begin with `.` or `_`;
 * files are sorted by path
 */
export function readRevisionFiles(
  directories: readonly string[],
  { recursive = false }: { readonly recursive?: boolean } = {},
): readonly RevisionFile[] {
  const buffer = Buffer.allocUnsafe(BEGINNING);
  const paths = directories.flatMap((directory) => filesIn(directory, recursive));
  return [...new Set(paths)].map((path) => ({ ...readFile(path, buffer), path }));
}

function filesIn(directory: string, recursive: boolean): readonly string[] {
  const files: string[] = [];
  const folders = [directory];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entries(folder)) {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) {
        if (isRevisionFile.test(entry.name) && !isDeclaration.test(entry.name)) files.push(path);
      } else if (recursive && isFolderOfRevisions.test(entry.name)) folders.push(path);
    }
  }
  return files.sort();
}

const isRevisionFile = /^[^._].*\.m?[jt]s$/;
const isDeclaration = /\.d\.m?ts$/;
const isFolderOfRevisions = /^(?!node_modules$)[^._]/;

function entries(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw usageError(
      "revisions_unreadable",
      `The directory ${directory} cannot be read.`,
      "Check `migrations` in the configuration, and the directory's permissions.",
      error,
    );
  }
}

function readFile(path: string, buffer: Buffer): Header {
  try {
    const length = readBeginning(path, buffer);
    const beginning = buffer.toString("utf8", 0, length);
    return (
      readHeader(beginning, path, length < BEGINNING) ??
      readHeader(readFileSync(path, "utf8"), path)
    );
  } catch (error) {
    if (error instanceof GenError) throw error;
    const message = `The file ${path} cannot be read.`;
    throw usageError("revisions_unreadable", message, "Check its permissions.", error);
  }
}

function readBeginning(path: string, buffer: Buffer): number {
  const file = openSync(path, "r");
  try {
    return readSync(file, buffer, 0, BEGINNING, 0);
  } finally {
    closeSync(file);
  }
}

/** Changes the header of the revision's file, and nothing else in it. */
export function writeRebase({ revision: { path }, downRevision }: Rebase): void {
  writeFileSync(path, rewriteParents(readFileSync(path, "utf8"), downRevision, path));
}
