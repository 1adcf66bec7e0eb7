import { SourceMap } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** A place in a project file, from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** JavaScript whose imports are all absolute or built in. */
export interface GeneratedModule {
  readonly code: string;
  /** A source map, as JSON; its sources are relative to `directory`. */
  readonly sourceMap: string;
  readonly directory: string;
}

interface Loaded {
  readonly module: GeneratedModule;
  /** Parsed only when an error asks. */
  map?: SourceMap;
}

/** By URL and by path. */
const loaded = new Map<string, Loaded>();

/** Remembers where a generated module is, so that errors in it can name the original place. */
export function rememberSourceMap(url: string, module: GeneratedModule): void {
  const entry = { module };
  loaded.set(url, entry);
  // CommonJS and test runners use the path.
  if (url.startsWith("file:")) loaded.set(fileURLToPath(url), entry);
}

/** The place in the project's files where an error arose: the first frame in a loaded module. */
export function originalPosition(error: unknown): SourcePosition | undefined {
  return positionsIn(stackOf(error))[0]?.position;
}

/**
 * The place in the project's files that called the package in which this error arose. `undefined` if
 * another package called it.
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
 * The stack of an error with places in the project's files instead of generated modules, as
 * `node --enable-source-maps` prints it.
 */
export function originalStack(error: unknown): string {
  const original = (line: string): string =>
    positionsIn(line).reduce(
      (text, { generated, position: { file, line: row, column } }) =>
        text.replace(generated, () => `${file}:${row}:${column}`),
      line,
    );
  return stackOf(error).split("\n").map(original).join("\n");
}

function stackOf(error: unknown): string {
  const stack: unknown =
    typeof error === "object" && error !== null ? Reflect.get(error, "stack") : undefined;
  return typeof stack === "string" ? stack : "";
}

interface FoundPosition {
  /** As in the stack: `url:line:column`. */
  readonly generated: string;
  readonly position: SourcePosition;
}

/** A stack names `url:line:column`; the head of a syntax error only `url:line`. */
function positionsIn(stack: string): FoundPosition[] {
  return stack.split("\n").flatMap((line) => {
    const found: FoundPosition[] = [];
    const urls: string[] = [];
    for (const [url, entry] of loaded) {
      const start = line.indexOf(url);
      const [numbers = "", row, column = "1"] =
        /^:(\d+)(?::(\d+))?/.exec(start < 0 ? "" : line.slice(start + url.length)) ?? [];
      // A URL contains its path, and may have been found already.
      if (row === undefined || urls.some((other) => other.includes(url))) continue;
      urls.push(url);
      const position = lookUp(entry, Number(row), Number(column));
      if (position !== undefined) found.push({ generated: url + numbers, position });
    }
    return found;
  });
}

function lookUp(entry: Loaded, line: number, column: number): SourcePosition | undefined {
  entry.map ??= new SourceMap(JSON.parse(entry.module.sourceMap));
  const found = entry.map.findEntry(line - 1, column - 1);
  if (!("originalSource" in found)) return undefined;
  return {
    file: resolve(entry.module.directory, found.originalSource),
    line: found.originalLine + 1,
    column: found.originalColumn + 1,
  };
}
