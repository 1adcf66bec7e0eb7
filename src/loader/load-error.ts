import { GenError, usageError } from "../errors.js";
import { buildError, isBuildFailure } from "./build-failure.js";
import { blame } from "./culprit.js";
import { ExitCalled } from "./guard-exit.js";
import { type Importer, textOf } from "./importers.js";
import { displayPath } from "./paths.js";

export interface LoadPlace {
  /** The project's directory: what relative paths are relative to. */
  readonly directory: string;
  /** The code of the error if a file cannot be loaded. Default: `model_load`. */
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

/** Who it may have been where the stack does not tell, as of a connection that was refused. */
function suspect(error: unknown, files: readonly string[]): string {
  const awaiting = error instanceof Error ? files.flatMap(awaitPlace) : [];
  if (awaiting.length > 0) return awaiting.join(", ");
  const [only, ...others] = files;
  return only === undefined || others.length > 0 ? "A module" : displayPath(only);
}

/** Where a file waits at its top level, as far as its text tells. */
function awaitPlace(file: string): readonly string[] {
  const lines = textOf(file).split("\n");
  const line = lines.findIndex((text) => /^(?:\w.*[^\w.])?await\b/.test(text));
  return line < 0 ? [] : [`${displayPath(file)}:${line + 1}`];
}
