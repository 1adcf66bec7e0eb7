import { SourceMap } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** A place in a file of the project's, as an editor counts: from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What was loaded, by URL and by path. */
const loaded = new Map<string, GeneratedModule>();

/** Remembers where a generated module is, so that errors in it can name the original place. */
export function rememberSourceMap(url: string, generated: GeneratedModule): void {
  // CommonJS and test runners name a module by its path.
  if (url.startsWith("file:")) loaded.set(fileURLToPath(url), generated);
  loaded.set(url, generated);
}

/**
 * The place in the project's own files where an error arose: the first frame of its stack that
 * lies in a loaded module. `undefined` if none does.
 */
export function originalPosition(error: unknown): SourcePosition | undefined {
  return positionsIn(stackOf(error))[0]?.position;
}

/**
 * The place in the project's own files that called a package, which made this error while it was
 * called. `undefined` if it was another package that called it.
 */
export function callPosition(error: Error, name: string): SourcePosition | undefined {
  const frames = stackOf(error).split("\n").slice(1);
  const isInside = (frame: string): boolean =>
    frame.includes(`/${name}/`) || frame.includes(`\\${name}\\`);
  const isNative = (frame: string): boolean => /\(<anonymous>\)|\(native\)/.test(frame);
  const entered = frames.findIndex(isInside);
  if (entered < 0) return undefined;
  const caller = frames.slice(entered).find((frame) => !isInside(frame) && !isNative(frame));
  return positionsIn(caller ?? "")[0]?.position;
}

/**
 * The stack of an error with the places in generated modules replaced by those in the project's
 * own files, as `node --enable-source-maps` would print it.
 */
export function originalStack(error: unknown): string {
  return positionsIn(stackOf(error)).reduce(
    (stack, { generated, position: { file, line, column } }) =>
      stack.replace(generated, () => `${file}:${line}:${column}`),
    stackOf(error),
  );
}

function stackOf(error: unknown): string {
  const stack: unknown =
    typeof error === "object" && error !== null ? Reflect.get(error, "stack") : undefined;
  return typeof stack === "string" ? stack : "";
}

interface FoundPosition {
  /** As it stands in the stack: `url:line:column`. */
  readonly generated: string;
  readonly position: SourcePosition;
}

/** A stack names `url:line:column`; the head of a syntax error only `url:line`. */
function positionsIn(stack: string): FoundPosition[] {
  return stack.split("\n").flatMap((line) => {
    const found: FoundPosition[] = [];
    const urls: string[] = [];
    for (const [url, mapped] of [...loaded].toReversed()) {
      const start = line.indexOf(url);
      const [numbers = "", row, column = "1"] =
        /^:(\d+)(?::(\d+))?/.exec(start < 0 ? "" : line.slice(start + url.length)) ?? [];
      // A path also stands inside of its URL, which has been found then.
      if (row === undefined || urls.some((other) => other.includes(url))) continue;
      urls.push(url);
      const position = lookUp(mapped, Number(row), Number(column));
      if (position !== undefined) found.push({ generated: url + numbers, position });
    }
    return found;
  });
}

function lookUp(generated: GeneratedModule, line: number, column: number) {
  const map = new SourceMap(JSON.parse(generated.sourceMap));
  const entry = map.findEntry(line - 1, column - 1);
  if (!("originalSource" in entry)) return undefined;
  return {
    file: resolve(generated.directory, entry.originalSource),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}
