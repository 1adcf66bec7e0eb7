/** Brings both sides into one form, so that they differ only if there is something to do. */
import { defined } from "../../defined.js";
import { nextValue } from "../../operations/sequences.js";
import { integerType } from "../../schema/data-types.js";
import { mapExpressions } from "../../schema/expressions.js";
import { nameKey } from "../../schema/identifiers.js";
import { reparsable } from "../../schema/reparsable.js";
import type { Column, Schema, Sequence, Table } from "../../schema/types.js";
import { behindSerial, serialSequence } from "../kinds/column-sequences.js";
import { byName } from "../match.js";
import type { SchemaPass } from "../options.js";

/** Makes expressions print as PostgreSQL reads them, and sorts objects by name. */
export const normalForm: SchemaPass = ({ actual, desired }) => ({
  actual: normalized(actual),
  desired: normalized(desired),
});

function normalized(given: Schema): Schema {
  const schema = mapExpressions(given, ({ sql }) => reparsable(sql), { withTypes: false });
  return {
    ...schema,
    namespaces: sorted(schema.namespaces, byName),
    roles: sorted(schema.roles, byName),
    enums: sorted(schema.enums, nameKey),
    sequences: sorted(schema.sequences, nameKey),
    tables: sorted(schema.tables, nameKey),
    views: sorted(schema.views, nameKey),
  };
}

function sorted<T>(list: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return list
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item);
}

/** A serial column's sequence that is an object of its own on one side becomes one on the other. */
export const sharedSequences: SchemaPass = ({ actual, desired }) => ({
  actual: spelledOut(actual, desired.sequences),
  desired: spelledOut(desired, actual.sequences),
});

function spelledOut(schema: Schema, others: readonly Sequence[]): Schema {
  if (others.length === 0) return schema;
  const free = new Map(others.map((sequence) => [nameKey(sequence), sequence]));
  const found: Sequence[] = [];
  const plain = (table: Table, column: Column): Column => {
    const { serial, sequenceAttributes: attributes, ...rest } = column;
    const type = integerType(column.type);
    if (serial === undefined || type === undefined) return column;
    const name = serial.sequence ?? serialSequence(table, column.name);
    const other = free.get(nameKey(name));
    if (other === undefined) return column;
    const { options, type: counts } =
      serial.sequence === undefined ? other : behindSerial(serial, name, type);
    found.push({
      ...name,
      type: counts,
      options,
      ownedBy: { table: { schema: table.schema, name: table.name }, column: column.name },
      ...defined({ attributes }),
    });
    return { ...rest, default: nextValue(name) };
  };
  const tables = schema.tables.map((table) => {
    const columns = table.columns.map((column) => plain(table, column));
    return columns.every((column, index) => column === table.columns[index])
      ? table
      : { ...table, columns };
  });
  return found.length === 0
    ? schema
    : { ...schema, tables, sequences: [...schema.sequences, ...found] };
}
