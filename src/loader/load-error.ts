import { resolve } from "node:path";
import { ExitStatus, GenError } from "../errors.js";
import { displayPath } from "./display-path.js";
import { originalPosition, type SourcePosition } from "./source-positions.js";

/** What kind of file failed to load, for the error's code and its words. */
export interface FileKind {
  /** Default: `model_load`. */
  readonly errorCode?: string;
}

/** esbuild's message, as far as it is used here. */
interface BuildMessage {
  readonly text: string;
  readonly location: BuildLocation | null;
}

interface BuildLocation {
  readonly file: string;
  readonly line: number;
  /** From 0, in bytes. */
  readonly column: number;
  readonly lineText: string;
}

/**
 * Turns what esbuild or a module threw into an error that names the file, the line and the
 * column, and says what was wrong there.
 */
export function loadError(error: unknown, directory: string, kind: FileKind): GenError {
  if (error instanceof GenError) return error;
  const code = kind.errorCode ?? "model_load";
  if (isBuildFailure(error)) return syntaxError(error, error.errors, directory, code);
  const position = originalPosition(error) ?? importOf(error);
  const place = position === undefined ? "A module" : placeText(position);
  return new GenError(code, `${place}: ${messageOf(error)}`, {
    hint: "The file was run to read it, and threw this. Mend it there, or keep what it needs (a connection, an environment variable) out of the file.",
    status: ExitStatus.usage,
    cause: error,
  });
}

function syntaxError(
  cause: unknown,
  messages: readonly BuildMessage[],
  directory: string,
  code: string,
): GenError {
  const [first, ...others] = messages.map((message) => buildMessageText(message, directory));
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return new GenError(code, `${first ?? "The modules cannot be read."}${more}`, {
    hint: buildHint(messages[0]),
    status: ExitStatus.usage,
    cause,
  });
}

function buildMessageText({ text, location }: BuildMessage, directory: string): string {
  if (location === null) return text;
  const { file, line, lineText } = location;
  const before = Buffer.from(lineText).subarray(0, location.column).toString();
  const place = placeText({ file: resolve(directory, file), line, column: before.length + 1 });
  return `${place}: ${text}${lineText.trim() === "" ? "" : `\n  ${lineText.trim()}`}`;
}

function buildHint(message: BuildMessage | undefined): string {
  const missing = /^Could not resolve "([^"]+)"/.exec(message?.text ?? "")?.[1];
  if (missing === undefined) return "Mend the file there and try again.";
  return /^[./]/.test(missing)
    ? `There is no such file. Look at the path, and at the aliases in tsconfig.json.`
    : `Install the package (\`npm install ${missing}\`), or look at the aliases in tsconfig.json.`;
}

function isBuildFailure(
  error: unknown,
): error is Error & { readonly errors: readonly BuildMessage[] } {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

/** A package that cannot be imported has no frame of the project's in its stack. */
function importOf(error: unknown): SourcePosition | undefined {
  return error instanceof Error && "cause" in error ? originalPosition(error.cause) : undefined;
}

function placeText({ file, line, column }: SourcePosition): string {
  return `${displayPath(file)}:${line}:${column}`;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
}

/** The error of a path that names no readable file. */
export function unreadable(file: string, cause: unknown, kind: FileKind): GenError {
  return new GenError(kind.errorCode ?? "model_load", `${displayPath(file)} cannot be read.`, {
    hint: "Look at the path and at the file's permissions.",
    status: ExitStatus.usage,
    cause,
  });
}
