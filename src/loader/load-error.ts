import { resolve } from "node:path";
import type { BuildFailure, Message } from "esbuild";
import { ExitStatus, GenError } from "../errors.js";
import { blame } from "./culprit.js";
import { displayPath } from "./display-path.js";
import { ExitCalled } from "./guard-exit.js";
import { textOf, type Importer } from "./importers.js";
import { explainUnresolved, type Unresolved } from "./unresolved.js";

/** What kind of file failed to load, for the error's code and its words. */
export interface FileKind {
  /** Default: `model_load`. */
  readonly errorCode?: string;
}

/**
 * Turns what esbuild or a module threw into an error that names the file, the line and the
 * column, and says what was wrong there.
 *
 * @param files Absolute paths of the files that were to be run.
 * @param importer The import of a package that led to the error, if it is known.
 */
export function loadError(
  error: unknown,
  directory: string,
  { errorCode: code = "model_load" }: FileKind,
  files: readonly string[] = [],
  importer?: Importer,
): GenError {
  if (error instanceof GenError) return error;
  if (isBuildFailure(error)) return syntaxError(error, directory, code);
  return new GenError(code, blame(error, suspect(error, files), importer), {
    hint: `The file is run to read it. ${
      error instanceof ExitCalled
        ? "Move what ends the process out of it, or into a function."
        : "Fix it there, or move what it needs (a connection, an environment variable) out of it."
    }`,
    status: ExitStatus.usage,
    cause: error,
  });
}

/** Who it may have been where the stack does not tell, as of a connection that was refused. */
function suspect(error: unknown, files: readonly string[]): string {
  const awaiting = error instanceof Error ? awaitPlaces(files) : [];
  if (awaiting.length > 0) return awaiting.join(", ");
  const [only, ...others] = files;
  return only === undefined || others.length > 0 ? "A module" : displayPath(only);
}

/** Where the project's files wait at their top level, as far as their text tells. */
function awaitPlaces(files: readonly string[]): readonly string[] {
  return files.flatMap((file) => {
    const line = textOf(file)
      .split("\n")
      .findIndex((text) => /^(?:\w.*[^\w.])?await\b/.test(text));
    return line < 0 ? [] : [`${displayPath(file)}:${line + 1}`];
  });
}

function syntaxError(cause: BuildFailure, directory: string, code: string): GenError {
  const [first, ...others] = cause.errors;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  const unresolved = first && unresolvedIn(first, directory);
  const text = first && buildMessageText(first, directory, unresolved?.reason ?? "");
  return new GenError(code, `${text ?? "The modules cannot be read."}${more}`, {
    hint: unresolved?.hint ?? "Fix the file there and try again.",
    status: ExitStatus.usage,
    cause,
  });
}

function buildMessageText({ text, location }: Message, directory: string, reason: string): string {
  const message = reason === "" ? text : `${text}: ${reason}`;
  if (location === null) return message;
  const { file, line, lineText } = location;
  // esbuild counts in bytes.
  const before = Buffer.from(lineText).subarray(0, location.column).toString();
  const place = `${displayPath(resolve(directory, file))}:${line}:${before.length + 1}`;
  return `${place}: ${message}${lineText.trim() === "" ? "" : `\n  ${lineText.trim()}`}`;
}

function unresolvedIn(
  { text, location, notes }: Message,
  directory: string,
): Unresolved | undefined {
  const specifier = /^Could not resolve "([^"]+)"/.exec(text)?.[1];
  if (specifier === undefined) return undefined;
  const importer = resolve(directory, location?.file ?? "modules.js");
  const texts = notes.map((note) => note.text);
  return explainUnresolved(specifier, importer, texts);
}

/**
 * Whether a module was not run at all: it is no TypeScript, or imports what is not there. Others'
 * errors have `errors` too: an AggregateError, or what a validator throws.
 */
export function isBuildFailure(error: unknown): error is BuildFailure {
  return (
    error instanceof Error &&
    "warnings" in error &&
    "errors" in error &&
    Array.isArray(error.errors) &&
    error.errors.every(isBuildMessage)
  );
}

function isBuildMessage(value: unknown): value is Message {
  if (typeof value !== "object" || value === null) return false;
  return "text" in value && "location" in value && "notes" in value;
}

/** The error of a path that names no readable file. */
export function unreadable(file: string, cause: unknown, kind: FileKind): GenError {
  return new GenError(kind.errorCode ?? "model_load", `${displayPath(file)} cannot be read.`, {
    hint: "Look at the path and at the file's permissions.",
    status: ExitStatus.usage,
    cause,
  });
}
