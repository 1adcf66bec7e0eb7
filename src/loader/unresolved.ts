import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { ancestors } from "./ancestors.js";
import { attempt } from "../attempt.js";
import { displayPath } from "./display-path.js";
import { packageName } from "./importers.js";

/** Why an import leads nowhere, and what to do. */
export interface Unresolved {
  /** What is known besides that it leads nowhere; may be empty. */
  readonly reason: string;
  readonly hint: string;
}

/** Finds out why an import cannot be resolved. */
export function explainUnresolved(
  specifier: string,
  importer: string,
  notes: readonly string[],
): Unresolved {
  if (/^[./]/.test(specifier)) {
    return because("There is no such file. Look at the path, and at the aliases in tsconfig.json.");
  }
  if (specifier.startsWith("#")) {
    return because("Look at `imports` in package.json, and at the aliases in tsconfig.json.");
  }
  const name = packageName(specifier);
  const folder = installed(name, dirname(importer));
  if (folder !== undefined) return inPackage(specifier, name, folder, notes);
  // `@/db`, `~/db` and `src/db` are no package's names.
  if (!/^(?:@[\w.-]+\/)?[\w.-]+$/.test(name) || isFolder(name, dirname(importer))) {
    return because(
      `Look at the aliases (\`paths\`, \`baseUrl\`) in the tsconfig.json of the file.`,
    );
  }
  return because(
    `Install the package (\`npm install ${name}\`), or look at the aliases in tsconfig.json.`,
  );
}

function because(hint: string, reason = ""): Unresolved {
  return { reason, hint };
}

/** The package is there, and what is imported of it is not. */
function inPackage(
  specifier: string,
  name: string,
  folder: string,
  notes: readonly string[],
): Unresolved {
  const manifest = displayPath(join(folder, "package.json"));
  const find = (pattern: RegExp): string | undefined =>
    notes.map((note) => pattern.exec(note)?.[1]).find((found) => found !== undefined);
  const missing =
    find(/^The module "(.+?)" was not found on the file system/) ??
    (specifier === name ? mainOf(folder) : undefined);
  if (missing !== undefined) {
    const hint = folder.split(sep).includes("node_modules")
      ? `The package is not complete: install it again (\`npm install ${name}\`).`
      : `Build the package "${name}" first (in ${displayPath(folder)}, often \`npm run build\`).`;
    return because(hint, `${manifest} names ${missing}, which does not exist.`);
  }
  const conditions = find(/^None of the conditions in the package definition \((.+?)\)/);
  if (conditions !== undefined) {
    const [first = ""] = conditions.replaceAll('"', "").split(", ");
    return because(
      `Name the condition in \`customConditions\` of tsconfig.json, or in NODE_OPTIONS=--conditions=${first}.`,
      `${manifest} exports it only under ${conditions}.`,
    );
  }
  if (find(/^The path "(.+?)" is not exported by package/) !== undefined) {
    return because(`Look at \`exports\` in ${manifest}.`, `${manifest} does not export it.`);
  }
  return because(`Look into ${displayPath(folder)}.`, `The package "${name}" has no such module.`);
}

/** The real folder of a package, as Node looks for it. */
function installed(name: string, from: string): string | undefined {
  const folders = ancestors(from).map((directory) => join(directory, "node_modules", name));
  const folder = folders.find((path) => existsSync(join(path, "package.json")));
  return folder && realpathSync(folder);
}

/** The `main` of a package that names no file. */
function mainOf(folder: string): string | undefined {
  const manifest = attempt((): { readonly main?: unknown } =>
    JSON.parse(readFileSync(join(folder, "package.json"), "utf8")),
  );
  const main = manifest?.main;
  return typeof main === "string" && !existsSync(join(folder, main)) ? main : undefined;
}

/** Whether the first part of a specifier is a folder of the project's. */
function isFolder(name: string, from: string): boolean {
  const directories = ancestors(from);
  const root = directories.findIndex((directory) => existsSync(join(directory, "package.json")));
  return directories
    .slice(0, root < 0 ? undefined : root + 1)
    .some((at) => statSync(join(at, name), { throwIfNoEntry: false })?.isDirectory() === true);
}
