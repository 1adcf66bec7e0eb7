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
 * The builder of a type that is not an array, if Drizzle 0.45 has one for exactly this type.
 *
 * @param type As `format_type` prints it.
 * @example builderOf("character varying(50)") // { name: "varchar", config: { length: 50 }, … }
 * @example builderOf("citext") // undefined
 */
export function builderOf(type: string): Builder | undefined {
  const simple = simpleBuilders.get(type);
  if (simple !== undefined) {
    const [name, defaults, config = {}] = simple;
    return { name, config, defaults };
  }
  for (const [pattern, build] of patterns) {
    const match = pattern.exec(type);
    if (match !== null) return build(...match.slice(1));
  }
  return undefined;
}

type Simple = readonly [name: string, defaults: DefaultForm, config?: Builder["config"]];

const simpleBuilders: ReadonlyMap<string, Simple> = new Map<string, Simple>([
  ["smallint", ["smallint", "integer"]],
  ["integer", ["integer", "integer"]],
  ["bigint", ["bigint", "integer", { mode: "number" }]],
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
]);

const intervalFields = [
  "year|month|day|hour|minute|second|year to month|day to hour|day to minute|day to second",
  "hour to minute|hour to second|minute to second",
];

type Pattern = readonly [RegExp, (...parts: readonly (string | undefined)[]) => Builder];

const patterns: readonly Pattern[] = [
  [
    /^character varying\(([1-9]\d*)\)$/,
    (length) => ({ name: "varchar", config: { length: number(length) }, defaults: "string" }),
  ],
  [
    /^character\(([1-9]\d*)\)$/,
    (length) => ({ name: "char", config: { length: number(length) }, defaults: "string" }),
  ],
  [
    /^(bit|vector|halfvec|sparsevec)\(([1-9]\d*)\)$/,
    (name = "", dimensions) => ({
      name,
      config: { dimensions: number(dimensions) },
      defaults: name === "bit" ? "string" : "sql",
    }),
  ],
  [
    /^numeric\((\d+),(-?\d+)\)$/,
    (precision, scale) => ({
      name: "numeric",
      config: { precision: number(precision), scale: number(scale) },
      defaults: "decimal",
    }),
  ],
  [
    /^(timestamp|time)(?:\(([0-6])\))? (with|without) time zone$/,
    // A timestamp's default is a Date in Drizzle, which would be printed in another spelling.
    (name = "", precision, zone) => ({
      name,
      config: {
        precision: number(precision),
        withTimezone: zone === "with" ? true : undefined,
      },
      defaults: name === "time" ? "string" : "sql",
    }),
  ],
  [
    // Drizzle leaves a precision of zero out.
    new RegExp(`^interval(?: (${intervalFields.join("|")}))?(?:\\(([1-6])\\))?$`),
    (fields, precision) => ({
      name: "interval",
      config: { fields, precision: number(precision) },
      defaults: "string",
    }),
  ],
];

function number(decimal: string | undefined): number | string | undefined {
  return decimal === undefined ? undefined : numberOrText(decimal);
}
