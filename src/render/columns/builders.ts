/**
 * From a type in PostgreSQL's words to the builder of Drizzle that says it. Only a builder whose
 * own SQL is that type again is chosen; every other type goes through `sqlType`.
 */
import { numberOrText } from "../literals.js";

/** How a literal default of a builder's column is written in TypeScript. */
export type DefaultForm = "string" | "integer" | "float" | "decimal" | "boolean" | "json" | "sql";

export interface Builder {
  /** The function's name in `drizzle-orm/pg-core`. */
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly defaults: DefaultForm;
}

/**
 * The builder that Drizzle 0.45 has for exactly this type: as `format_type` prints it, but not an
 * array, or a kind of serial.
 */
export function builderOf(type: string): Builder | undefined {
  for (const [pattern, name = type, defaults, ...keys] of builders) {
    const match = pattern.exec(type);
    if (match === null) continue;
    const config = keys.map((key, position) => [key, configValue(match[position + 1])] as const);
    const mode = name.startsWith("big") ? "number" : undefined;
    return { name, config: { mode, ...Object.fromEntries(config) }, defaults };
  }
  return undefined;
}

function configValue(text: string | undefined): unknown {
  if (text === "with" || text === "without") return text === "with" ? true : undefined;
  return text === undefined ? undefined : numberOrText(text);
}

const timeOptions = ["precision", "withTimezone"] as const;

const intervalFields = [
  "year|month|day|hour|minute|second|year to month|day to hour|day to minute|day to second",
  "hour to minute|hour to second|minute to second",
].join("|");

// Drizzle leaves a precision of zero out.
const interval = new RegExp(`^interval(?: (${intervalFields}))?(?:\\(([1-6])\\))?$`);

type Row = readonly [
  RegExp,
  name: string | undefined,
  defaults: DefaultForm,
  ...keys: readonly string[],
];

/**
 * What a type matches, its builder (absent where it has the type's name), the form of its defaults,
 * the keys of the builder's options.
 */
const builders: readonly Row[] = [
  [/^(?:smallint|integer|bigint)$/, undefined, "integer"],
  [/^(?:small|big)?serial$/, undefined, "sql"],
  [/^boolean$/, undefined, "boolean"],
  [/^real$/, undefined, "float"],
  [/^double precision$/, "doublePrecision", "float"],
  [/^numeric$/, undefined, "decimal"],
  [/^numeric\((\d+),(-?\d+)\)$/, "numeric", "decimal", "precision", "scale"],
  [/^(?:text|date|uuid|inet|cidr|macaddr8?)$/, undefined, "string"],
  [/^character varying(?:\(([1-9]\d*)\))?$/, "varchar", "string", "length"],
  [/^character\(([1-9]\d*)\)$/, "char", "string", "length"],
  [/^bit\(([1-9]\d*)\)$/, "bit", "string", "dimensions"],
  [/^time(?:\(([0-6])\))? (with|without) time zone$/, "time", "string", ...timeOptions],
  // A timestamp's default is a Date in Drizzle, which would be printed in another spelling.
  [/^timestamp(?:\(([0-6])\))? (with|without) time zone$/, "timestamp", "sql", ...timeOptions],
  [interval, "interval", "string", "fields", "precision"],
  [/^jsonb?$/, undefined, "json"],
  [/^(?:point|line)$/, undefined, "sql"],
  [/^geometry\(point\)$/, "geometry", "sql"],
  [/^vector\(([1-9]\d*)\)$/, "vector", "sql", "dimensions"],
  [/^halfvec\(([1-9]\d*)\)$/, "halfvec", "sql", "dimensions"],
  [/^sparsevec\(([1-9]\d*)\)$/, "sparsevec", "sql", "dimensions"],
];
