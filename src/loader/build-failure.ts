/** Explains why esbuild failed: a mistake in a file, or an import that cannot be resolved. */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { BuildFailure, Message } from "esbuild";
import { attempt } from "../attempt.js";
import { type GenError, usageError } from "../errors.js";
import { ancestors, displayPath } from "./paths.js";
import { packageName } from "./importers.js";

/** The error that names the file, the line and the column, and says what is wrong there. */
export function buildError(cause: BuildFailure, directory: string, code: string): GenError {
  const [first, ...others] = cause.errors;
  const { reason, hint } = first === undefined ? notReadable : explain(first, directory);
  const text =
    first === undefined ? "The modules cannot be read." : placed(first, directory, reason);
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return usageError(code, `${text}${more}`, hint, cause);
}

/**
 * Whether esbuild failed, so that no module ran. Other errors have `errors` too: an AggregateError, or
 * the error of a validator.
 */
export function isBuildFailure(error: unknown): error is BuildFailure {
  return (
    error instanceof Error &&
    "warnings" in error &&
    "errors" in error &&
    Array.isArray(error.errors) &&
    error.errors.every((value) =>
      ["text", "location", "notes"].every((key) => key in Object(value)),
    )
  );
}

function placed(
  { text, location }: Message,
  directory: string,
  reason: string | undefined,
): string {
  const message = reason === undefined ? text : `${text}: ${reason}`;
  if (location === null) return message;
  const { file, line, lineText } = location;
  // esbuild counts in bytes.
  const before = Buffer.from(lineText).subarray(0, location.column).toString();
  const place = `${displayPath(resolve(directory, file))}:${line}:${before.length + 1}`;
  return `${place}: ${message}${lineText.trim() === "" ? "" : `\n  ${lineText.trim()}`}`;
}

interface Explanation {
  /** Details of an import that cannot be resolved. */
  readonly reason?: string;
  readonly hint: string;
}

const notReadable: Explanation = { hint: "Fix the file there and try again." };

function explain({ text, location, notes }: Message, directory: string): Explanation {
  const specifier = /^Could not resolve "([^"]+)"/.exec(text)?.[1];
  if (specifier === undefined) return notReadable;
  if (/^[./]/.test(specifier)) {
    return {
      hint: "There is no such file. Check the path and the aliases in tsconfig.json.",
    };
  }
  if (specifier.startsWith("#")) {
    return { hint: "Check `imports` in package.json and the aliases in tsconfig.json." };
  }
  const name = packageName(specifier);
  const above = ancestors(dirname(resolve(directory, location?.file ?? "modules.js")));
  const folder = above
    .map((path) => join(path, "node_modules", name))
    .find((path) => existsSync(join(path, "package.json")));
  if (folder !== undefined) {
    return inPackage(specifier, realpathSync(folder), notes.map((note) => note.text).join("\n"));
  }
  // `@/db`, `~/db` and `src/db` cannot be packages.
  if (!/^(?:@[\w.-]+\/)?[\w.-]+$/.test(name) || isFolderOfProject(name, above)) {
    return {
      hint: "Check the aliases (`paths`, `baseUrl`) in the tsconfig.json of the file.",
    };
  }
  return {
    hint: `Install the package (\`npm install ${name}\`), or check the aliases in tsconfig.json.`,
  };
}

/** The package exists, but not the imported module. */
function inPackage(specifier: string, folder: string, notes: string): Explanation {
  const name = packageName(specifier);
  const manifest = displayPath(join(folder, "package.json"));
  const missing =
    /^The module "(.+?)" was not found on the file system/m.exec(notes)?.[1] ??
    (specifier === name ? missingMain(folder) : undefined);
  if (missing !== undefined) {
    const hint = folder.split(sep).includes("node_modules")
      ? `The package is incomplete: install it again (\`npm install ${name}\`).`
      : `Build the package "${name}" first (in ${displayPath(folder)}, often \`npm run build\`).`;
    return { hint, reason: `${manifest} names ${missing}, which does not exist.` };
  }
  const conditions = /^None of the conditions in the package definition \((.+?)\)/m.exec(
    notes,
  )?.[1];
  if (conditions !== undefined) {
    const [first = ""] = conditions.replaceAll('"', "").split(", ");
    return {
      hint: `Name the condition in \`customConditions\` of tsconfig.json, or in NODE_OPTIONS=--conditions=${first}.`,
      reason: `${manifest} exports it only under ${conditions}.`,
    };
  }
  return /^The path ".+?" is not exported by package/m.test(notes)
    ? { hint: `Check \`exports\` in ${manifest}.`, reason: `${manifest} does not export it.` }
    : {
        hint: `Look into ${displayPath(folder)}.`,
        reason: `The package "${name}" has no such module.`,
      };
}

/** The `main` of a package, if there is no such file. */
function missingMain(folder: string): string | undefined {
  const manifest = attempt((): { readonly main?: unknown } =>
    JSON.parse(readFileSync(join(folder, "package.json"), "utf8")),
  );
  const main = manifest?.main;
  return typeof main === "string" && !existsSync(join(folder, main)) ? main : undefined;
}

/** Whether the first part of a specifier is a folder between a file and the root of its project. */
function isFolderOfProject(name: string, above: readonly string[]): boolean {
  const root = above.findIndex((directory) => existsSync(join(directory, "package.json")));
  return above
    .slice(0, root < 0 ? undefined : root + 1)
    .some((at) => statSync(join(at, name), { throwIfNoEntry: false })?.isDirectory() === true);
}
