/**
 * From a type in PostgreSQL's words to the builder of Drizzle that says it. Only a builder whose
 * own SQL is that type again is chosen; every other type goes through `sqlType`.
 */
import { type Entries, wholeNumber } from "../literals.js";

/** How a literal default of a builder's column is written in TypeScript. */
export type DefaultForm = "string" | "integer" | "float" | "decimal" | "boolean" | "json" | "sql";

export interface Builder {
  /** The function's name in `drizzle-orm/pg-core`. */
  readonly name: string;
  /** Its configuration, in code. */
  readonly config: Entries;
  readonly defaults: DefaultForm;
}

/**
 * The builder of a type that is not an array, if Drizzle 0.45 has one for exactly this type.
 *
 * @param type As `format_type` prints it.
 * @example builderOf("character varying(50)") // { name: "varchar", config: [["length", "50"]], … }
 * @example builderOf("citext") // undefined
 */
export function builderOf(type: string): Builder | undefined {
  const simple = simpleBuilders.get(type);
  if (simple !== undefined) return { name: simple[0], config: [], defaults: simple[1] };
  if (type === "bigint") {
    return { name: "bigint", config: [["mode", '"number"']], defaults: "integer" };
  }
  return parameterized(type) ?? timeOf(type) ?? intervalOf(type);
}

const simpleBuilders: ReadonlyMap<string, readonly [name: string, defaults: DefaultForm]> = new Map(
  [
    ["smallint", ["smallint", "integer"]],
    ["integer", ["integer", "integer"]],
    ["boolean", ["boolean", "boolean"]],
    ["real", ["real", "float"]],
    ["double precision", ["doublePrecision", "float"]],
    ["numeric", ["numeric", "decimal"]],
    ["text", ["text", "string"]],
    ["character varying", ["varchar", "string"]],
    ["date", ["date", "string"]],
    ["uuid", ["uuid", "string"]],
    ["json", ["json", "json"]],
    ["jsonb", ["jsonb", "json"]],
    ["inet", ["inet", "string"]],
    ["cidr", ["cidr", "string"]],
    ["macaddr", ["macaddr", "string"]],
    ["macaddr8", ["macaddr8", "string"]],
    ["point", ["point", "sql"]],
    ["line", ["line", "sql"]],
    ["geometry(point)", ["geometry", "sql"]],
  ],
);

/** Types whose one number is a length or a count of dimensions. */
const lengthBuilders: ReadonlyMap<string, readonly [name: string, key: string, DefaultForm]> =
  new Map([
    ["character varying", ["varchar", "length", "string"]],
    ["character", ["char", "length", "string"]],
    ["bit", ["bit", "dimensions", "string"]],
    ["vector", ["vector", "dimensions", "sql"]],
    ["halfvec", ["halfvec", "dimensions", "sql"]],
    ["sparsevec", ["sparsevec", "dimensions", "sql"]],
  ]);

function parameterized(type: string): Builder | undefined {
  const decimal = /^numeric\((\d+),(-?\d+)\)$/.exec(type);
  if (decimal?.[1] !== undefined && decimal[2] !== undefined) {
    const config: Entries = [
      ["precision", wholeNumber(decimal[1])],
      ["scale", wholeNumber(decimal[2])],
    ];
    return { name: "numeric", config, defaults: "decimal" };
  }
  const sized = /^([a-z ]+)\(([1-9]\d*)\)$/.exec(type);
  const builder = sized?.[1] === undefined ? undefined : lengthBuilders.get(sized[1]);
  if (sized?.[2] === undefined || builder === undefined) return undefined;
  return { name: builder[0], config: [[builder[1], wholeNumber(sized[2])]], defaults: builder[2] };
}

function timeOf(type: string): Builder | undefined {
  const match = /^(timestamp|time)(?:\(([0-6])\))? (with|without) time zone$/.exec(type);
  if (match?.[1] === undefined) return undefined;
  const config: Entries = [
    ["precision", match[2]],
    ["withTimezone", match[3] === "with" ? "true" : undefined],
  ];
  // A timestamp's default is a Date in Drizzle, which would be printed in another spelling.
  return { name: match[1], config, defaults: match[1] === "time" ? "string" : "sql" };
}

const intervalFields: ReadonlySet<string> = new Set(
  [
    ["year", "month", "day", "hour", "minute", "second", "year to month", "day to hour"],
    ["day to minute", "day to second", "hour to minute", "hour to second", "minute to second"],
  ].flat(),
);

function intervalOf(type: string): Builder | undefined {
  // Drizzle leaves a precision of zero out.
  const match = /^interval(?: ([a-z ]+?))?(?:\(([1-6])\))?$/.exec(type);
  if (match === null || (match[1] !== undefined && !intervalFields.has(match[1]))) return undefined;
  const config: Entries = [
    ["fields", match[1] === undefined ? undefined : JSON.stringify(match[1])],
    ["precision", match[2]],
  ];
  return { name: "interval", config, defaults: "string" };
}
