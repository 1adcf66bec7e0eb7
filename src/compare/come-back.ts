/** How a dropped NOT NULL column comes back to a table that has rows by then. */
import { defined } from "../defined.js";
import { attributeStatements, columnOf } from "../operations/attributes.js";
import { dollarQuoted } from "../operations/statement.js";
import { parseType } from "../operations/data-types.js";
import type { Operation } from "../operations/types.js";
import { withoutAttributes } from "../schema/attributes.js";
import { nameKey, quoteIdentifier, quoteName } from "../schema/identifiers.js";
import { mentions } from "../schema/mentions.js";
import { completeSequenceOptions } from "../schema/sequences.js";
import type { Column, EnumType, Schema, Table } from "../schema/types.js";
import { integerType } from "./kinds/column-sequences.js";
import { zeroValue } from "./zero-values.js";

/**
 * The column as it was, with a value for the rows that are there: a default that is dropped right
 * afterwards, numbers for a key, or NULL where no value can be chosen; it is then NOT NULL only if
 * there are none. A primary key for whose type nothing can be computed comes back as it was.
 *
 * @param table As it was.
 * @param enums Of which the first label is a value.
 */
export function comeBack(
  table: Table,
  column: Column,
  enums: ReadonlyMap<string, EnumType>,
): readonly Operation[] {
  const name = { schema: table.schema, name: table.name };
  const add = (as: Column, backfill?: string | null): Operation => ({
    kind: "addColumn",
    table: name,
    column: as,
    ...defined({ backfill }),
  });
  const alter = { kind: "alterColumn", table: name, column: column.name } as const;
  const sources = [column.default, column.serial, column.identity, column.generated];
  if (!column.notNull || sources.some((source) => source !== undefined)) return [add(column)];
  const value = valueFor(table, column, enums);
  switch (value.kind) {
    case "constant":
      return [
        add({ ...column, default: value.sql }, value.sql),
        { ...alter, changes: { default: null }, previous: { default: value.sql } },
      ];
    case "numbers": {
      const options = completeSequenceOptions({}, value.type);
      const identity = { generation: "byDefault", options } as const;
      return [
        add({ ...column, identity }, "1, 2, 3, …"),
        { ...alter, changes: { identity: null }, previous: { identity } },
      ];
    }
    case "null":
      return [add(nullable(column), null), requireIfEmpty(table, column)];
    case "none":
      return [add(column)];
  }
}

/** Enums with the labels that they have all the while: others come and go on the way. */
export function enumsOnBothSides(actual: Schema, desired: Schema): ReadonlyMap<string, EnumType> {
  const later = new Map(desired.enums.map((one) => [nameKey(one), one.values]));
  return new Map(
    actual.enums.map((one) => {
      const kept = later.get(nameKey(one)) ?? one.values;
      return [nameKey(one), { ...one, values: one.values.filter((label) => kept.includes(label)) }];
    }),
  );
}

type Value =
  | { readonly kind: "constant"; readonly sql: string }
  | { readonly kind: "numbers"; readonly type: "smallint" | "integer" | "bigint" }
  | { readonly kind: "null" }
  | { readonly kind: "none" };

function valueFor(table: Table, column: Column, enums: ReadonlyMap<string, EnumType>): Value {
  const isPrimary = table.primaryKey?.columns.includes(column.name) === true;
  const unknown: Value = { kind: isPrimary ? "none" : "null" };
  // A value that refers to no row, or that a check does not let pass, would stop all rows.
  if (isChecked(table, column.name)) return unknown;
  if (isPrimary || isUnique(table, column.name)) return distinctValue(column) ?? unknown;
  const values = column.type.enum && enums.get(nameKey(column.type.enum))?.values;
  const sql = zeroValue(column.type.sql, values);
  return sql === undefined ? unknown : { kind: "constant", sql };
}

function isChecked({ foreignKeys, checks, extras = [] }: Table, column: string): boolean {
  return (
    foreignKeys.some(({ columns }) => columns.includes(column)) ||
    checks.some(({ expression }) => mentions(expression, column)) ||
    extras.some(
      ({ kind, create }) =>
        kind === "exclusionConstraint" && create.some((sql) => mentions(sql, column)),
    )
  );
}

function isUnique({ uniqueConstraints, indexes }: Table, name: string): boolean {
  return (
    uniqueConstraints.some(({ columns }) => columns.includes(name)) ||
    indexes.some(
      ({ unique, keys }) =>
        unique &&
        keys.some(
          ({ column, expression }) =>
            column === name || (expression !== undefined && mentions(expression, name)),
        ),
    )
  );
}

/** A value of its own for each row; a default that is not constant is computed row by row. */
function distinctValue({ type }: Column): Value | undefined {
  const integer = integerType(type);
  if (integer !== undefined) return { kind: "numbers", type: integer };
  const { base, array, modifiers } = parseType(type.sql);
  if (array) return undefined;
  if (base === "uuid") return { kind: "constant", sql: "gen_random_uuid()" };
  const isText = /^(?:text|character varying|(?:.*\.)?citext)$/.test(base);
  return isText && (modifiers[0] ?? Infinity) >= 36
    ? { kind: "constant", sql: "(gen_random_uuid())::text" }
    : undefined;
}

/** Without rows it is exactly what it was. */
function requireIfEmpty(table: Table, { name, attributes }: Column): Operation {
  const notNullName = attributes?.notNullName;
  const required = [
    `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteIdentifier(name)} SET NOT NULL`,
    ...attributeStatements(columnOf(table, name), defined({ notNullName })),
  ];
  const body = `BEGIN
  IF NOT EXISTS (SELECT FROM ${quoteName(table)}) THEN
${required.map((sql) => `    ${sql};\n`).join("")}  END IF;
END`;
  return { kind: "execute", sql: `DO ${dollarQuoted(body)}` };
}

function nullable(column: Column): Column {
  return withoutAttributes({ ...column, notNull: false }, (setting) => setting === "notNullName");
}
