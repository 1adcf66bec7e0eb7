/** How a downgrade restores a dropped NOT NULL column in a table that has rows by then. */
import { defined } from "../defined.js";
import { attributeStatements, columnOf } from "../operations/attributes.js";
import { dollarQuoted } from "../operations/statement.js";
import type { Operation } from "../operations/types.js";
import { withoutAttributes } from "../schema/attributes.js";
import { integerType, parseType } from "../schema/data-types.js";
import {
  mentions,
  nameKey,
  qualifiedName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "../schema/identifiers.js";
import { completeSequenceOptions } from "../schema/sequences.js";
import type { Column, EnumType, Schema, SequenceOptions, Table } from "../schema/types.js";
import { alterColumn } from "./change.js";

/**
 * Fills the column: with a default that is dropped right afterwards, with numbers if it is a key,
 * or with NULL, which stays allowed if there are rows. Keys that cannot be computed are added as
 * they were.
 */
export function comeBack(
  table: Table,
  column: Column,
  enums: ReadonlyMap<string, EnumType>,
): readonly Operation[] {
  const add = (as: Column, backfill?: string | null): Operation =>
    defined({ kind: "addColumn", table: qualifiedName(table), column: as, backfill });
  const sources = [column.default, column.serial, column.identity, column.generated];
  if (!column.notNull || sources.some((source) => source !== undefined)) return [add(column)];
  const value = valueFor(table, column, enums);
  if (value === undefined) return [add(column)];
  if (value === null) return [add(nullable(column), null), requireIfEmpty(table, column)];
  if (typeof value === "string")
    return [
      add({ ...column, default: value }, value),
      alterColumn(table, column.name, { default: null }, { default: value }),
    ];
  const identity = { generation: "byDefault", options: value } as const;
  return [
    add({ ...column, identity }, "1, 2, 3, …"),
    alterColumn(table, column.name, { identity: null }, { identity }),
  ];
}

/** Enums with the labels that exist both before and after the plan. */
export function enumsOnBothSides(actual: Schema, desired: Schema): ReadonlyMap<string, EnumType> {
  const later = new Map(desired.enums.map((type) => [nameKey(type), type.values]));
  return new Map(
    actual.enums.map((type) => {
      const kept = later.get(nameKey(type)) ?? type.values;
      return [
        nameKey(type),
        { ...type, values: type.values.filter((label) => kept.includes(label)) },
      ];
    }),
  );
}

/** A constant, an expression that numbers the rows, NULL, or `undefined` if nothing fits. */
type Value = string | SequenceOptions | null | undefined;

function valueFor(table: Table, column: Column, enums: ReadonlyMap<string, EnumType>): Value {
  const isPrimary = table.primaryKey?.columns.includes(column.name) === true;
  const unknown = isPrimary ? undefined : null;
  // A value that references no row, or that a check rejects, would fail for all rows.
  if (isChecked(table, column.name)) return unknown;
  if (isPrimary || isUnique(table, column.name)) return distinctValue(column) ?? unknown;
  const values = column.type.enum && enums.get(nameKey(column.type.enum))?.values;
  return zeroValue(column.type.sql, values) ?? unknown;
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

/** A different value for each row: a default that is not constant is evaluated per row. */
function distinctValue({ type }: Column): string | SequenceOptions | undefined {
  const integer = integerType(type);
  if (integer !== undefined) return completeSequenceOptions({}, integer);
  const { base, array, modifiers } = parseType(type.sql);
  if (array) return undefined;
  if (base === "uuid") return "gen_random_uuid()";
  const isText = /^(?:text|character varying|(?:.*\.)?citext)$/.test(base);
  return isText && (modifiers[0] ?? Infinity) >= 36 ? "(gen_random_uuid())::text" : undefined;
}

/** Without rows the column is exactly as it was. */
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

/** The empty value of a type that PostgreSQL prints this way. `labels` are those of an enum. */
function zeroValue(type: string, labels?: readonly string[]): string | undefined {
  const { base, array, modifiers } = parseType(type);
  if (array) return `'{}'::${type}`;
  const [label] = labels ?? [];
  if (label !== undefined) return `${quoteLiteral(label)}::${type}`;
  if (numbers.test(base)) return "0";
  if (base === "boolean") return "false";
  if (base === "bit") return `B'${"0".repeat(modifiers[0] ?? 1)}'::"bit"`;
  const text = texts.find(([types]) => types.test(base))?.[1];
  if (text === undefined) return undefined;
  return `'${text}'::${base === "character" ? "bpchar" : base}`;
}

const numbers = /^(?:smallint|integer|bigint|numeric|real|double precision)$/;

const texts: readonly (readonly [RegExp, string])[] = [
  [/^(?:text|character(?: varying)?|bit varying|tsvector|xml|(?:.*\.)?citext)$/, ""],
  [/^bytea$/, String.raw`\x`],
  [/^money$/, "0"],
  [/^uuid$/, "00000000-0000-0000-0000-000000000000"],
  [/^jsonb?$/, "{}"],
  [/^date$/, "1970-01-01"],
  [/^timestamp without time zone$/, "1970-01-01 00:00:00"],
  [/^timestamp with time zone$/, "1970-01-01 00:00:00+00"],
  [/^(?:time without time zone|interval)$/, "00:00:00"],
  [/^time with time zone$/, "00:00:00+00"],
  [/^inet$/, "0.0.0.0"],
  [/^cidr$/, "0.0.0.0/32"],
  [/^macaddr$/, "00:00:00:00:00:00"],
  [/^macaddr8$/, "00:00:00:00:00:00:00:00"],
  [/^point$/, "(0,0)"],
  [/^(?:int4|int8|num|date|ts|tstz)range$/, "empty"],
];
