import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { displayPath } from "./display-path.js";
import { type Importer, importerOf, importPlace, packageOf } from "./importers.js";
import { OWN_NAME, ownFolders } from "./own-entry.js";
import { originalPosition, originalStack } from "./source-positions.js";

/** Who made an error, as far as its stack tells. */
interface Culprit {
  /** `schema/a.ts:3:7`: the project's own code that was at work. */
  readonly place?: string;
  /** The package in which it arose, if it was one. */
  readonly packageName?: string;
  /** Where in it. */
  readonly packagePlace?: string;
  /** The project's import of that package, or of one that leads there. */
  readonly importer?: Importer;
}

/**
 * An error's message with who made it.
 *
 * @param otherwise Who it was said to be if nothing is known.
 * @param importer The import that led there, if it is known.
 *
 * @example blame(error, "A module")
 * // 'schema/a.ts:1 imports the package "pg", which failed: boom (node_modules/pg/index.js:7)'
 */
export function blame(error: unknown, otherwise: string, importer?: Importer): string {
  const culprit = culpritOf(error, importer);
  const { place, packageName, packagePlace } = culprit;
  const message = messageOf(error);
  if (place !== undefined) {
    return packageName === undefined
      ? `${place}: ${message}`
      : `${place}: ${message} (in the package "${packageName}")`;
  }
  const where = packagePlace === undefined ? "" : ` (${packagePlace})`;
  return `${subject(culprit) ?? otherwise}: ${message}${where}`;
}

function subject({ packageName, importer }: Culprit): string | undefined {
  if (importer === undefined) {
    return packageName === undefined ? undefined : `The package "${packageName}" failed`;
  }
  const imports = `${importPlace(importer)} imports the package "${importer.packageName}"`;
  return packageName === undefined || packageName === importer.packageName
    ? `${imports}, which failed`
    : `${imports}, and "${packageName}" inside of it failed`;
}

function culpritOf(error: unknown, known: Importer | undefined): Culprit {
  const frames = (originalStack(error) ?? "").split("\n").flatMap(frameOf);
  const [first] = frames;
  const name = first && packageOf(first.file);
  const importer =
    known ??
    frames
      .map(({ file }) => packageOf(file))
      .map((above) => (above === undefined ? undefined : importerOf(above)))
      .find((found) => found !== undefined);
  const place = placeOf(error) ?? (name === undefined ? first?.place : undefined);
  return {
    ...(place !== undefined && { place }),
    ...(name !== undefined && { packageName: name }),
    ...(name !== undefined && { packagePlace: first?.place ?? "" }),
    ...(importer !== undefined && { importer }),
  };
}

/** A package that cannot be imported has no frame of the project's in its stack, but its cause has. */
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
  const file = pathOf(place);
  if (file === undefined || packageOf(file) === OWN_NAME) return [];
  if (ownFolders().some((folder) => file.startsWith(folder + sep))) return [];
  return [{ file, place: `${displayPath(file)}:${row}` }];
}

function pathOf(place: string): string | undefined {
  try {
    return place.startsWith("file:") ? fileURLToPath(place) : place;
  } catch {
    return undefined;
  }
}

export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return thrownText(error);
  const message = error.message === "" ? partsOf(error) : error.message;
  return error.name === "Error" ? message : `${error.name}: ${message}`;
}

/** A refused connection to a host with several addresses has a message for each, and none itself. */
function partsOf(error: Error): string {
  return error instanceof AggregateError ? error.errors.map(messageOf).join("; ") : "";
}

function thrownText(value: unknown): string {
  if (typeof value === "string") return value;
  return `${inspect(value, { depth: 1, breakLength: Infinity })} was thrown, which is no Error`;
}
