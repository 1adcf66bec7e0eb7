import { GenError, usageError } from "../errors.js";
import { buildError, isBuildFailure } from "./build-failure.js";
import { ExitCalled } from "./guarded.js";
import { type Importer, textOf, importerOf, importPlace, packageOf } from "./importers.js";
import { displayPath } from "./paths.js";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { attempt } from "../attempt.js";
import { OWN_NAME, ownFolders } from "./own-entry.js";
import { originalPosition, originalStack } from "./source-positions.js";

export interface LoadPlace {
  /** The project's directory, the base of relative paths. */
  readonly directory: string;
  /** The code of the error if a file cannot be loaded. Default: `model_load`. */
  readonly errorCode?: string;
}

/**
 * Turns an error of esbuild or of a module into one that names file, line, column and reason.
 *
 * @param files Absolute paths of the files to run.
 * @param importer The import of a package that led to the error, if it is known.
 */
export function loadError(
  error: unknown,
  { directory, errorCode = "model_load" }: LoadPlace,
  files: readonly string[] = [],
  importer?: Importer,
): GenError {
  if (error instanceof GenError) return error;
  if (isBuildFailure(error)) return buildError(error, directory, errorCode);
  const remedy =
    error instanceof ExitCalled
      ? "Move the code that ends the process out of it, or into a function."
      : "Fix it there, or move what it needs (a connection, an environment variable) out of it.";
  const hint = `The file is run to read it. ${remedy}`;
  return usageError(errorCode, blame(error, suspect(error, files), importer), hint, error);
}

/** The likely origin if the stack does not tell, as with a refused connection. */
function suspect(error: unknown, files: readonly string[]): string {
  const awaiting = error instanceof Error ? files.flatMap(awaitPlace) : [];
  if (awaiting.length > 0) return awaiting.join(", ");
  const [only, ...others] = files;
  return only === undefined || others.length > 0 ? "A module" : displayPath(only);
}

/** The top-level `await` of a file, found by its text. */
function awaitPlace(file: string): readonly string[] {
  const lines = textOf(file).split("\n");
  const line = lines.findIndex((text) => /^(?:\w.*[^\w.])?await\b/.test(text));
  return line < 0 ? [] : [`${displayPath(file)}:${line + 1}`];
}

/**
 * An error's message with its origin.
 *
 * @param otherwise The origin if nothing is known.
 * @param importer The import that led there, if it is known.
 *
 * @example blame(error, "A module")
 * // 'schema/a.ts:1 imports the package "pg", which failed: boom (node_modules/pg/index.js:7)'
 */
export function blame(error: unknown, otherwise: string, importer?: Importer): string {
  const frames = originalStack(error).split("\n").flatMap(frameOf);
  const [first] = frames;
  const name = first && packageOf(first.file);
  // The project's own code in the stack.
  const place = placeOf(error) ?? (name === undefined ? first?.place : undefined);
  const message = messageOf(error);
  if (place !== undefined) {
    return `${place}: ${message}${name === undefined ? "" : ` (in the package "${name}")`}`;
  }
  // The project's import of the package, or of one that imports it.
  const [imported] = frames.flatMap(({ file }) => importerOf(packageOf(file)) ?? []);
  const subject = subjectOf(name, importer ?? imported) ?? otherwise;
  return `${subject}: ${message}${name === undefined ? "" : ` (${first?.place})`}`;
}

function subjectOf(name: string | undefined, importer: Importer | undefined): string | undefined {
  if (importer === undefined) return name && `The package "${name}" failed`;
  const imports = `${importPlace(importer)} imports the package "${importer.packageName}"`;
  return name === undefined || name === importer.packageName
    ? `${imports}, which failed`
    : `${imports}, and "${name}" inside of it failed`;
}

/** The stack of a package that cannot be imported has no project frame, but its cause has. */
function placeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const position = originalPosition(error) ?? originalPosition(cause);
  return position && `${displayPath(position.file)}:${position.line}:${position.column}`;
}

interface Frame {
  readonly file: string;
  readonly place: string;
}

/** `at f (/a.js:1:2)`, `at file:///a.js:1:2`; the head of a syntax error is `/a.js:1`. */
function frameOf(line: string): Frame[] {
  const text = line.trim();
  const location = /^at .*? \((.*)\)$/.exec(text)?.[1] ?? text.replace(/^at (?:async )?/, "");
  const [, place, row] =
    /^((?:file:|[\\/]|[A-Za-z]:[\\/]).*?):(\d+)(?::\d+)?$/.exec(location) ?? [];
  if (place === undefined || row === undefined) return [];
  const file = place.startsWith("file:") ? attempt(() => fileURLToPath(place)) : place;
  if (file === undefined || packageOf(file) === OWN_NAME) return [];
  if (ownFolders().some((folder) => file.startsWith(folder + sep))) return [];
  return [{ file, place: `${displayPath(file)}:${row}` }];
}

export function messageOf(error: unknown): string {
  if (typeof error === "string") return error;
  if (!(error instanceof Error)) {
    return `${inspect(error, { depth: 1, breakLength: Infinity })} was thrown, which is not an Error`;
  }
  // A refused connection to a host with several addresses has a message for each address only.
  const parts = error instanceof AggregateError ? error.errors.map(messageOf).join("; ") : "";
  const message = error.message === "" ? parts : error.message;
  return error.name === "Error" ? message : `${error.name}: ${message}`;
}
