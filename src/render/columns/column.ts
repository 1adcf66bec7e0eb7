/** A column as the call of Drizzle's builder that describes it. */
import type { Column, Identity, Sequence } from "../../schema/types.js";
import type { Imports } from "../imports.js";
import { type Entries, optionalObject, sqlTag } from "../literals.js";
import { stringLiteral } from "../literals.js";
import { type Builder, builderOf } from "./builders.js";
import { type ColumnType, defaultCall } from "./defaults.js";
import { sequenceEntries } from "./sequence-options.js";

export interface ColumnOptions {
  /** Whether the builder itself says that the column is the primary key. */
  readonly primaryKey?: boolean;
}

/**
 * The builder of a column, always with the column's name, so that the code does not depend on a
 * casing.
 *
 * @example columnBuilder(column, imports) // varchar("email", { length: 255 }).notNull()
 */
export function columnBuilder(
  column: Column,
  imports: Imports,
  options: ColumnOptions = {},
): string {
  const primaryKey = options.primaryKey === true;
  return [
    constructorCall(column, imports),
    primaryKey ? ".primaryKey()" : "",
    column.notNull && !primaryKey && !impliesNotNull(column) ? ".notNull()" : "",
    column.identity === undefined ? "" : identityCall(column.identity, column.type.sql),
    column.default === undefined ? "" : defaultOf(column, column.default, imports),
    generatedCall(column, imports),
  ].join("");
}

function impliesNotNull(column: Column): boolean {
  return column.serial !== undefined || column.identity !== undefined;
}

const serialBuilders: Readonly<Record<string, string>> = {
  smallint: "smallserial",
  integer: "serial",
  bigint: "bigserial",
};

function constructorCall(column: Column, imports: Imports): string {
  const serial = column.serial === undefined ? undefined : serialBuilders[column.type.sql];
  if (serial !== undefined) {
    const config: Entries = serial === "bigserial" ? [["mode", '"number"']] : [];
    return builderCall(column.name, { name: serial, config, defaults: "sql" }, imports);
  }
  const own = ownTypeCall(column, imports);
  if (own !== undefined) return own;
  const type = typeOf(column);
  if (type.builder === undefined) return sqlTypeCall(column, imports);
  return builderCall(column.name, type.builder, imports) + arrayCalls(column.type.sql);
}

/** The type as the project's `renderType` writes it. */
function ownTypeCall(column: Column, imports: Imports): string | undefined {
  if (!isPlain(column)) return undefined;
  const whole = imports.renderType?.(column.type.sql);
  const { element, isArray } = typeOf(column);
  const own = whole ?? (isArray ? imports.renderType?.(element) : undefined);
  if (own === undefined) return undefined;
  for (const [module, names] of Object.entries(own.imports ?? {}))
    for (const name of [names].flat()) imports.use(module, name);
  const name = stringLiteral(column.name);
  const call = own.source.includes("{name}")
    ? own.source.replaceAll("{name}", () => name)
    : `${own.source}(${name})`;
  return whole === undefined ? call + arrayCalls(column.type.sql) : call;
}

/** What values a type of the project's own takes, nobody here knows. */
function defaultOf(column: Column, expression: string, imports: Imports): string {
  return ownTypeCall(column, imports) === undefined
    ? defaultCall(expression, typeOf(column), imports)
    : `.default(${sqlTag(expression, imports)})`;
}

function builderCall(name: string, { name: builder, config }: Builder, imports: Imports): string {
  const args = [stringLiteral(name), optionalObject(config)].filter((arg) => arg !== undefined);
  return `${imports.use("drizzle-orm/pg-core", builder)}(${args.join(", ")})`;
}

/**
 * What Drizzle has no word for stands in the type, where PostgreSQL's grammar takes it: a
 * collation and a generated column that is not stored.
 */
function sqlTypeCall(column: Column, imports: Imports): string {
  const sqlType = imports.use("drizzle-gen", "sqlType");
  const name = stringLiteral(column.name);
  if (isPlain(column)) {
    const { element } = typeOf(column);
    return `${sqlType}(${stringLiteral(element)})(${name})${arrayCalls(column.type.sql)}`;
  }
  const collation = column.collation === undefined ? "" : ` COLLATE ${column.collation}`;
  const { generated } = column;
  const virtual =
    generated === undefined || generated.stored
      ? ""
      : ` GENERATED ALWAYS AS (${generated.expression}) VIRTUAL`;
  return `${sqlType}(${stringLiteral(column.type.sql + collation + virtual)})(${name})`;
}

/** Whether the type alone says all that stands before the modifiers. */
function isPlain(column: Column): boolean {
  return column.collation === undefined && column.generated?.stored !== false;
}

const arrayType = /^(.*?)((?:\[\d*\])+)$/s;

function typeOf(column: Column): ColumnType {
  const element = arrayType.exec(column.type.sql)?.[1];
  const builder = isPlain(column) ? builderOf(element ?? column.type.sql) : undefined;
  return { element: element ?? column.type.sql, isArray: element !== undefined, builder };
}

/** `.array()` for each pair of brackets. */
function arrayCalls(type: string): string {
  const brackets = arrayType.exec(type)?.[2] ?? "";
  return [...brackets.matchAll(/\[(\d*)\]/g)].map(([, size]) => `.array(${size})`).join("");
}

function generatedCall(column: Column, imports: Imports): string {
  if (column.generated?.stored !== true) return "";
  return `.generatedAlwaysAs(${sqlTag(column.generated.expression, imports)})`;
}

function identityCall(identity: Identity, type: string): string {
  const method =
    identity.generation === "always" ? "generatedAlwaysAsIdentity" : "generatedByDefaultAsIdentity";
  return `.${method}(${identityConfig(identity, type) ?? ""})`;
}

/** What distinguishes an identity from the one that PostgreSQL makes by itself. */
export function identityConfig(identity: Identity, type: string): string | undefined {
  return optionalObject([
    [
      "name",
      identity.sequenceName === undefined ? undefined : stringLiteral(identity.sequenceName),
    ],
    ...sequenceEntries(identity.options, integerType(type)),
  ]);
}

function integerType(type: string): Sequence["type"] {
  return type === "smallint" || type === "bigint" ? type : "integer";
}
