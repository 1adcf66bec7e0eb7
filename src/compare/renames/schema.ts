/** A schema under its new names, wherever in it a name stands. */
import type { Attributed } from "../../schema/attributes.js";
import { printName, sameName } from "../../schema/identifiers.js";
import type { DataType, QualifiedName, Schema, Table } from "../../schema/types.js";
import type { Translation } from "./names.js";
import { textsAfter } from "./texts.js";

export function schemaAfter(schema: Schema, after: Translation): Schema {
  const { name, type } = after;
  const relation = <T extends QualifiedName>(item: T): T => ({ ...item, ...after.relation(item) });
  return {
    ...schema,
    namespaces: schema.namespaces.map((namespace) => ({
      ...textsAfter(after).attributed(namespace),
      name: name({ kind: "schema", name: namespace.name }),
    })),
    ...(schema.extensions && {
      extensions: schema.extensions.map((extension) => ({
        ...extension,
        ...(extension.schema && { schema: name({ kind: "schema", name: extension.schema }) }),
      })),
    }),
    roles: schema.roles.map((role) => ({ ...role, name: name({ kind: "role", name: role.name }) })),
    enums: schema.enums.map((item) => ({
      ...textsAfter(after).attributed(item),
      ...type(item),
      values: item.values.map((value) => name({ kind: "enumValue", enum: item, name: value })),
    })),
    sequences: schema.sequences.map((sequence) => ({
      ...textsAfter(after).attributed(relation(sequence)),
      ...(sequence.ownedBy && {
        ownedBy: {
          table: after.relation(sequence.ownedBy.table),
          column: columnIn(sequence.ownedBy.table, after)(sequence.ownedBy.column),
        },
      }),
    })),
    tables: schema.tables.map((table) => tableAfter(table, after)),
    views: schema.views.map((view) => {
      const texts = textsAfter(after, view);
      return {
        ...texts.attributed(relation(view)),
        dependsOn: view.dependsOn.map(relation),
        ...(view.columns && { columns: view.columns.map(texts.attributed) }),
        ...(view.extras && { extras: view.extras.map(texts.extra) }),
      };
    }),
  };
}

function tableAfter(table: Table, after: Translation): Table {
  const texts = textsAfter(after, table);
  const column = columnIn(table, after);
  const key = <T extends Attributed & { readonly columns: readonly string[] }>(item: T): T => ({
    ...texts.attributed(item),
    columns: item.columns.map(column),
  });
  const including = <T extends { readonly include?: readonly string[] }>(item: T): T =>
    item.include === undefined ? item : { ...item, include: item.include.map(column) };
  return {
    ...texts.attributed(table),
    ...after.relation(table),
    columns: table.columns.map((item) => ({
      ...texts.column(item),
      name: column(item.name),
      type: typeAfter(item.type, after),
      ...(item.serial?.sequence && {
        serial: { ...item.serial, sequence: after.relation(item.serial.sequence) },
      }),
    })),
    ...(table.primaryKey && { primaryKey: including(key(table.primaryKey)) }),
    uniqueConstraints: table.uniqueConstraints.map((item) => including(key(item))),
    foreignKeys: table.foreignKeys.map((foreignKey) => {
      const { referencedTable, referencedColumns, referencedIndex } = foreignKey;
      const to = after.relation(referencedTable);
      return {
        ...key(foreignKey),
        referencedTable: to,
        referencedColumns: referencedColumns.map(columnIn(referencedTable, after)),
        ...(referencedIndex && { referencedIndex: { ...referencedIndex, schema: to.schema } }),
      };
    }),
    indexes: table.indexes.map((index) => ({
      ...including(texts.attributed(index)),
      keys: index.keys.map((item) =>
        item.column === undefined ? item : { ...item, column: column(item.column) },
      ),
    })),
    policies: table.policies.map((policy) => ({
      ...policy,
      name: after.name({ kind: "policy", table, name: policy.name }),
      to: policy.to.map((role) => after.name({ kind: "role", name: role })).toSorted(),
    })),
    ...(table.extras && { extras: table.extras.map(texts.extra) }),
  };
}

function columnIn(table: QualifiedName, { name }: Translation): (column: string) => string {
  return (column) => name({ kind: "column", table, name: column });
}

function typeAfter(type: DataType, after: Translation): DataType {
  const name = type.enum && after.type(type.enum);
  if (name === undefined || (type.enum && sameName(name, type.enum))) return type;
  const array = /(\[\])*$/.exec(type.sql)?.[0] ?? "";
  return { sql: printName(name) + array, enum: name };
}
