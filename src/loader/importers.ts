import { existsSync, readFileSync } from "node:fs";
import { attempt } from "../attempt.js";
import { displayPath } from "./paths.js";

/** A project file that imports a package. */
export interface Importer {
  readonly file: string;
  /** As it is written: `@scope/pkg/sub`. */
  readonly specifier: string;
  readonly packageName: string;
}

/** By file and package. */
const importers = new Map<string, Importer>();

/** @param path of the module in the package, or its URL */
export function rememberImporter(file: string, specifier: string, path: string): void {
  const name = packageOf(path);
  if (name === undefined || packageOf(file) !== undefined) return;
  importers.set(`${file}\0${name}`, { file, specifier, packageName: name });
}

/** The first by path, for an error to name. */
export function importerOf(name: string | undefined): Importer | undefined {
  return [...importers.values()]
    .filter(({ packageName: imported, file }) => imported === name && existsSync(file))
    .sort((a, b) => (a.file < b.file ? -1 : 1))[0];
}

/** `file:line` of the import, for people. */
export function importPlace({ file, specifier }: Importer): string {
  const spellings = [`"${specifier}"`, `'${specifier}'`];
  const lines = textOf(file).split("\n");
  const line = lines.findIndex((text) => spellings.some((spelling) => text.includes(spelling)));
  return line < 0 ? displayPath(file) : `${displayPath(file)}:${line + 1}`;
}

/**
 * The package to which a path or URL belongs.
 *
 * @example packageOf("/app/node_modules/@scope/pkg/index.js") // "@scope/pkg"
 */
export function packageOf(path: string): string | undefined {
  const [, rest] = /.*[\\/]node_modules[\\/](.+)$/s.exec(path) ?? [];
  return rest === undefined ? undefined : packageName(rest.replaceAll("\\", "/"));
}

/**
 * The package that a specifier names, without the module in it.
 *
 * @example packageName("@scope/pkg/sub") // "@scope/pkg"
 */
export function packageName(specifier: string): string {
  const [first = "", second] = specifier.split("/");
  return first.startsWith("@") && second !== undefined ? `${first}/${second}` : first;
}

/** A file's text; empty if it cannot be read. */
export function textOf(file: string): string {
  return attempt(() => readFileSync(file, "utf8")) ?? "";
}
