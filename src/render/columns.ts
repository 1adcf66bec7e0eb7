/** A column as a call of Drizzle's builder. */
import { integerType, intervalFields, serialTypes } from "../schema/data-types.js";
import { unusualOptions } from "../schema/sequences.js";
import type { Column, Identity } from "../schema/types.js";
import type { Imports } from "./imports.js";
import {
  call,
  isExactNumber,
  literal,
  numberOrText,
  options,
  sequenceSettings,
} from "./literals.js";

/** @example varchar("email", { length: 255 }).notNull(), always with the column's name */
export function columnBuilder(column: Column, imports: Imports, isPrimaryKey = false): string {
  const { notNull, serial, identity, generated, default: expression } = column;
  const type = typeOf(column);
  const ownCall = ownTypeCall(column, type, imports);
  const isNotNull = notNull && !isPrimaryKey && serial === undefined && identity === undefined;
  return [
    ownCall ?? typeCall(column, type, imports),
    isPrimaryKey && ".primaryKey()",
    isNotNull && ".notNull()",
    identity && identityCall(identity, column.type.sql),
    // The values of a project's own type are unknown here.
    expression !== undefined &&
      (ownCall === undefined
        ? defaultCall(expression, type, imports)
        : call(".default", imports.sql(expression))),
    generated?.stored === true && call(".generatedAlwaysAs", imports.sql(generated.expression)),
  ]
    .filter(Boolean)
    .join("");
}

/** The type as the project's `renderType` writes it. */
function ownTypeCall(column: Column, type: ColumnType, imports: Imports): string | undefined {
  if (type.isSerial || !isPlain(column)) return undefined;
  const whole = imports.renderType?.(column.type.sql);
  const own = whole ?? (type.isArray ? imports.renderType?.(type.element) : undefined);
  if (own === undefined) return undefined;
  for (const [module, names] of Object.entries(own.imports ?? {})) {
    for (const name of [names].flat()) imports.use(module, name);
  }
  const written = own.source.includes("{name}")
    ? own.source.replaceAll("{name}", () => literal(column.name))
    : call(own.source, column.name);
  return whole === undefined ? written + type.arrayCalls : written;
}

/** A collation or virtual generated column is part of the type, because Drizzle has neither. */
function typeCall(column: Column, type: ColumnType, imports: Imports): string {
  const { name, collation, generated } = column;
  if (type.builder !== undefined) {
    const { name: builder, config } = type.builder;
    return call(imports.pgCore(builder), name, options(config)) + type.arrayCalls;
  }
  const sqlType = imports.use("drizzle-gen", "sqlType");
  if (isPlain(column)) return call(call(sqlType, type.element), name) + type.arrayCalls;
  const collate = collation === undefined ? "" : ` COLLATE ${collation}`;
  const isVirtual = generated?.stored === false;
  const virtual = isVirtual ? ` GENERATED ALWAYS AS (${generated.expression}) VIRTUAL` : "";
  return call(call(sqlType, column.type.sql + collate + virtual), name);
}

/** Whether the type says everything before the modifiers. */
function isPlain(column: Column): boolean {
  return column.collation === undefined && column.generated?.stored !== false;
}

function typeOf(column: Column): ColumnType {
  const { serial, type } = column;
  const integer = serial && integerType(type);
  const sql = integer === undefined ? type.sql : serialTypes[integer];
  const [, element = sql, brackets = ""] = /^(.*?)((?:\[\d*\])+)$/s.exec(sql) ?? [];
  return {
    element,
    isArray: brackets !== "",
    isSerial: sql !== type.sql,
    arrayCalls: brackets.replaceAll("[", ".array(").replaceAll("]", ")"),
    builder: isPlain(column) ? builderOf(element) : undefined,
  };
}

function identityCall(identity: Identity, type: string): string {
  const method = `.generated${identity.generation === "always" ? "Always" : "ByDefault"}AsIdentity`;
  const unusual = unusualOptions(identity.options, integerType({ sql: type }) ?? "integer");
  return call(method, options({ name: identity.sequenceName, ...sequenceSettings(unusual) }));
}

interface ColumnType {
  readonly element: string;
  readonly isArray: boolean;
  readonly isSerial: boolean;
  /** `.array()` for each pair of brackets. */
  readonly arrayCalls: string;
  /** Absent if `sqlType` builds the column. */
  readonly builder: Builder | undefined;
}

/**
 * The call that sets the default of a column, such as `.defaultNow()`. Keeps the SQL unless a
 * JavaScript value is certainly the same expression in PostgreSQL.
 */
function defaultCall(expression: string, type: ColumnType, imports: Imports): string {
  const builder = type.isArray ? undefined : type.builder?.name;
  if (expression === "now()" && hasDefaultNow.has(builder)) return ".defaultNow()";
  if (expression === "gen_random_uuid()" && builder === "uuid") return ".defaultRandom()";
  return call(".default", valueOf(expression, type) ?? imports.sql(expression));
}

const hasDefaultNow = new Set<string | undefined>(["timestamp", "time", "date"]);

function valueOf(expression: string, type: ColumnType): unknown {
  // `'{}'::text[]`. Other arrays can be written in too many ways.
  if (type.isArray) return constantOf(expression, type) === "{}" ? [] : undefined;
  return values[type.builder?.defaults ?? "string"](expression, type);
}

const values: Readonly<Record<DefaultForm, (expression: string, type: ColumnType) => unknown>> = {
  string: constantOf,
  integer: (expression) => {
    const value = numberOf(expression);
    return Number.isInteger(value) ? value : undefined;
  },
  float: numberOf,
  // PostgreSQL prints a numeric constant with a decimal point without quotes.
  decimal: (expression, type) =>
    /^-?\d+\.\d+$/.test(expression) ? expression : constantOf(expression, type),
  boolean: (expression) =>
    expression === "true" || expression === "false" ? expression === "true" : undefined,
  json: jsonOf,
  sql: () => undefined,
};

/**
 * PostgreSQL reads a number as a constant of integer, bigint or numeric, whichever is the
 * narrowest, and prints it in quotes if it is negative or not an integer: `'-5'::integer`. A quoted
 * number with another of these types is a different expression.
 */
function numberOf(expression: string): number | undefined {
  const [, quoted, cast] = /^'(-?\d+(?:\.\d+)?)'::(integer|bigint|numeric)$/.exec(expression) ?? [];
  const digits = quoted ?? expression;
  if (!isExactNumber(digits)) return undefined;
  return cast === undefined || cast === typeOfNumber(digits) ? Number(digits) : undefined;
}

function typeOfNumber(digits: string): string {
  if (digits.includes(".")) return "numeric";
  return Math.abs(Number(digits)) < 2 ** 31 ? "integer" : "bigint";
}

/** JSON that JavaScript writes back identically. `jsonb` does not keep whitespace. */
function jsonOf(expression: string, type: ColumnType): unknown {
  const text = constantOf(expression, type);
  if (text === undefined || !/^\s*[[{]/.test(text)) return undefined;
  const blanks = /("(?:[^"\\]|\\.)*")|\s+/g;
  const compact = type.element === "jsonb" ? text.replace(blanks, "$1") : text;
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === compact ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The text of a quoted constant, without a cast or cast to the column's own type. */
function constantOf(expression: string, type: ColumnType): string | undefined {
  const match = /^(E?)'((?:[^'\\]|''|\\\\)*)'(?:::(.+))?$/s.exec(expression);
  if (match?.[2] === undefined) return undefined;
  const [, escaped, body, cast] = match;
  // Without the E prefix, a setting of the server decides what a backslash means.
  if (escaped === "" && body.includes("\\")) return undefined;
  if (cast !== undefined && cast !== castName(type)) return undefined;
  return body.replaceAll("''", "'").replaceAll("\\\\", "\\");
}

/** The type as PostgreSQL prints it in the cast of a constant: without length or precision. */
function castName({ element, isArray }: ColumnType): string | undefined {
  // The text of an interval is parsed differently if the type has fields.
  if (/^interval./.test(element)) return undefined;
  const bare = element.replace(/ ?\([\d, -]*\)/, "");
  return `${bare === "character" ? "bpchar" : bare}${isArray ? "[]" : ""}`;
}

/** How a literal default of a builder's column is written in TypeScript. */
type DefaultForm = "string" | "integer" | "float" | "decimal" | "boolean" | "json" | "sql";

interface Builder {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly defaults: DefaultForm;
}

/** The Drizzle builder (0.45) whose SQL is exactly this type, or a serial. */
function builderOf(type: string): Builder | undefined {
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

// Drizzle omits a precision of zero.
const interval = new RegExp(`^interval(?: (${intervalFields}))?(?:\\(([1-6])\\))?$`);

type Row = readonly [
  RegExp,
  name: string | undefined,
  defaults: DefaultForm,
  ...keys: readonly string[],
];

/** A type, its builder (or the type's name), the form of its defaults, and its options. */
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
  // Drizzle's default of a timestamp is a Date, which would be printed in another spelling.
  [/^timestamp(?:\(([0-6])\))? (with|without) time zone$/, "timestamp", "sql", ...timeOptions],
  [interval, "interval", "string", "fields", "precision"],
  [/^jsonb?$/, undefined, "json"],
  [/^(?:point|line)$/, undefined, "sql"],
  [/^geometry\(point\)$/, "geometry", "sql"],
  [/^vector\(([1-9]\d*)\)$/, "vector", "sql", "dimensions"],
  [/^halfvec\(([1-9]\d*)\)$/, "halfvec", "sql", "dimensions"],
  [/^sparsevec\(([1-9]\d*)\)$/, "sparsevec", "sql", "dimensions"],
];
