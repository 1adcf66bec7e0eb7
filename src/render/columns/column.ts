/** A column as the call of Drizzle's builder that describes it. */
import { integerType, serialTypes } from "../../schema/data-types.js";
import { unusualOptions } from "../../schema/sequences.js";
import type { Column, Identity } from "../../schema/types.js";
import type { Imports } from "../imports.js";
import { call, literal, options } from "../literals.js";
import { sequenceSettings } from "../operations/sequences.js";
import { builderOf } from "./builders.js";
import { type ColumnType, defaultCall } from "./defaults.js";

/**
 * `varchar("email", { length: 255 }).notNull()`: always with the column's name, so that the code
 * does not depend on a casing.
 *
 * @param isPrimaryKey whether the builder itself says that the column is the primary key
 */
export function columnBuilder(column: Column, imports: Imports, isPrimaryKey = false): string {
  const { notNull, serial, identity, generated, default: expression } = column;
  const type = typeOf(column);
  const ownCall = ownTypeCall(column, type, imports);
  return [
    ownCall ?? typeCall(column, type, imports),
    isPrimaryKey ? ".primaryKey()" : "",
    notNull && !isPrimaryKey && serial === undefined && identity === undefined ? ".notNull()" : "",
    identity === undefined ? "" : identityCall(identity, column.type.sql),
    expression === undefined
      ? ""
      : ownCall === undefined
        ? defaultCall(expression, type, imports)
        : // The values that a type of the project's own takes are unknown here.
          call(".default", imports.sql(expression)),
    generated?.stored === true ? call(".generatedAlwaysAs", imports.sql(generated.expression)) : "",
  ].join("");
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

/**
 * What Drizzle has no word for stands in the type, where PostgreSQL's grammar takes it: a
 * collation and a generated column that is not stored.
 */
function typeCall(column: Column, type: ColumnType, imports: Imports): string {
  const { name, collation, generated } = column;
  if (type.builder !== undefined) {
    const { name: builder, config } = type.builder;
    return call(imports.pgCore(builder), name, options(config)) + type.arrayCalls;
  }
  const sqlType = imports.use("drizzle-gen", "sqlType");
  if (isPlain(column)) return call(call(sqlType, type.element), name) + type.arrayCalls;
  const collate = collation === undefined ? "" : ` COLLATE ${collation}`;
  const virtual =
    generated === undefined || generated.stored
      ? ""
      : ` GENERATED ALWAYS AS (${generated.expression}) VIRTUAL`;
  return call(call(sqlType, column.type.sql + collate + virtual), name);
}

/** Whether the type alone says all that stands before the modifiers. */
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

/** Says what distinguishes an identity from the one that PostgreSQL makes by itself. */
function identityCall(identity: Identity, type: string): string {
  const method =
    identity.generation === "always" ? "generatedAlwaysAsIdentity" : "generatedByDefaultAsIdentity";
  const sequenceType = type === "smallint" || type === "bigint" ? type : "integer";
  return call(
    `.${method}`,
    options({
      name: identity.sequenceName,
      ...sequenceSettings(unusualOptions(identity.options, sequenceType)),
    }),
  );
}
