/** One rename, made on paper: the schema as it will be, and the operations that make it so. */
import { refTo } from "../../schema/object-ref.js";
import type { Operation, SetSchema } from "../../operations/types.js";
import { nameKey, sameName } from "../../schema/identifiers.js";
import type { ForeignKey, QualifiedName, Schema, Table } from "../../schema/types.js";
import { mapNames, mapTableNames, mapTypeNames, replace } from "./mapping.js";
import { renameTexts } from "./texts.js";
import type { Rename } from "./renames.js";

export interface AppliedRename {
  readonly schema: Schema;
  readonly operations: readonly Operation[];
}

/** Carries out a rename whose old name is there and whose new name is free. */
export function applyRename(schema: Schema, rename: Rename): AppliedRename {
  return renameIn(renameTexts(schema, rename), rename);
}

function renameIn(schema: Schema, rename: Rename): AppliedRename {
  switch (rename.kind) {
    case "schema":
      return renameNamespace(schema, rename.from, rename.to);
    case "role":
      return renameRole(schema, rename.from, rename.to);
    case "table":
      return renameTable(schema, rename.from, rename.to);
    case "enum":
      return renameEnum(schema, rename.from, rename.to);
    case "sequence":
      return renameSequence(schema, rename.from, rename.to);
    case "view":
      return renameView(schema, rename.from, rename.to);
    case "column":
      return renameColumn(schema, nameOf(rename.table), rename.from, rename.to);
    case "policy":
      return renamePolicy(schema, nameOf(rename.table), rename.from, rename.to);
    case "enumValue":
      return renameEnumValue(schema, nameOf(rename.enum), rename.from, rename.to);
  }
}

function renameNamespace(schema: Schema, from: string, to: string): AppliedRename {
  const moved = <T extends QualifiedName>(name: T): T =>
    name.schema === from ? { ...name, schema: to } : name;
  return {
    operations: [{ kind: "rename", object: { kind: "schema", name: from }, to }],
    schema: {
      ...mapNames(schema, moved),
      namespaces: schema.namespaces.map((one) => (one.name === from ? { ...one, name: to } : one)),
    },
  };
}

function renameRole(schema: Schema, from: string, to: string): AppliedRename {
  const name = (role: string): string => (role === from ? to : role);
  return {
    operations: [{ kind: "rename", object: { kind: "role", name: from }, to }],
    schema: {
      ...schema,
      roles: schema.roles.map((role) => ({ ...role, name: name(role.name) })),
      tables: schema.tables.map((table) => ({
        ...table,
        policies: table.policies.map((policy) => ({
          ...policy,
          to: policy.to.map(name).toSorted(),
        })),
      })),
    },
  };
}

function renameTable(schema: Schema, from: QualifiedName, to: QualifiedName): AppliedRename {
  return {
    operations: move(schema, "table", from, to),
    schema: mapTableNames(schema, replace(from, to)),
  };
}

function renameEnum(schema: Schema, from: QualifiedName, to: QualifiedName): AppliedRename {
  return {
    operations: move(schema, "enum", from, to),
    schema: mapTypeNames(schema, replace(from, to)),
  };
}

function renameSequence(schema: Schema, from: QualifiedName, to: QualifiedName): AppliedRename {
  return {
    operations: move(schema, "sequence", from, to),
    schema: { ...schema, sequences: schema.sequences.map(replace(from, to)) },
  };
}

function renameView(schema: Schema, from: QualifiedName, to: QualifiedName): AppliedRename {
  const isMaterialized = schema.views.some((one) => sameName(one, from) && one.materialized);
  const kind = isMaterialized ? "materializedView" : "view";
  const renamed = replace(from, to);
  return {
    operations: move(schema, kind, from, to),
    schema: {
      ...schema,
      views: schema.views.map((one) => ({
        ...renamed(one),
        dependsOn: one.dependsOn.map(renamed),
      })),
    },
  };
}

function renameColumn(
  schema: Schema,
  table: QualifiedName,
  from: string,
  to: string,
): AppliedRename {
  const name = (column: string): string => (column === from ? to : column);
  const refers = (foreignKey: ForeignKey): ForeignKey =>
    sameName(foreignKey.referencedTable, table)
      ? { ...foreignKey, referencedColumns: foreignKey.referencedColumns.map(name) }
      : foreignKey;
  return {
    operations: [{ kind: "rename", object: { kind: "column", table, name: from }, to }],
    schema: {
      ...schema,
      tables: schema.tables
        .map((one) => (sameName(one, table) ? renameInTable(one, name) : one))
        .map((one) => ({ ...one, foreignKeys: one.foreignKeys.map(refers) })),
      sequences: schema.sequences.map((one) =>
        one.ownedBy !== undefined && sameName(one.ownedBy.table, table)
          ? { ...one, ownedBy: { ...one.ownedBy, column: name(one.ownedBy.column) } }
          : one,
      ),
    },
  };
}

function renameInTable(table: Table, name: (column: string) => string): Table {
  const columns = <T extends { readonly columns: readonly string[] }>(item: T): T => ({
    ...item,
    columns: item.columns.map(name),
  });
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, name: name(column.name) })),
    ...(table.primaryKey && { primaryKey: columns(table.primaryKey) }),
    uniqueConstraints: table.uniqueConstraints.map(columns),
    foreignKeys: table.foreignKeys.map(columns),
    indexes: table.indexes.map((index) => ({
      ...index,
      keys: index.keys.map((part) =>
        part.column === undefined ? part : { ...part, column: name(part.column) },
      ),
      ...(index.include && { include: index.include.map(name) }),
    })),
  };
}

function renamePolicy(
  schema: Schema,
  table: QualifiedName,
  from: string,
  to: string,
): AppliedRename {
  return {
    operations: [{ kind: "rename", object: { kind: "policy", table, name: from }, to }],
    schema: {
      ...schema,
      tables: schema.tables.map((one) =>
        sameName(one, table)
          ? {
              ...one,
              policies: one.policies.map((policy) =>
                policy.name === from ? { ...policy, name: to } : policy,
              ),
            }
          : one,
      ),
    },
  };
}

function renameEnumValue(
  schema: Schema,
  type: QualifiedName,
  from: string,
  to: string,
): AppliedRename {
  const value = (one: string): string => (one === from ? to : one);
  return {
    operations: [{ kind: "rename", object: { kind: "enumValue", enum: type, name: from }, to }],
    schema: {
      ...schema,
      enums: schema.enums.map((one) =>
        sameName(one, type) ? { ...one, values: one.values.map(value) } : one,
      ),
    },
  };
}

/** A new schema, a new name, or both, by way of a name that is free. */
function move(
  schema: Schema,
  kind: SetSchema["object"]["kind"],
  from: QualifiedName,
  to: QualifiedName,
): readonly Operation[] {
  const rename = (name: QualifiedName): Operation => ({
    kind: "rename",
    object: refTo(kind, name),
    to: to.name,
  });
  const setSchema = (name: QualifiedName): Operation => ({
    kind: "setSchema",
    object: refTo(kind, name),
    to: to.schema,
  });
  if (from.schema === to.schema) return [rename(from)];
  if (from.name === to.name) return [setSchema(from)];
  const taken = new Set(
    [...schema.tables, ...schema.views, ...schema.sequences, ...schema.enums].map(nameKey),
  );
  const moved = { schema: to.schema, name: from.name };
  if (!taken.has(nameKey(moved))) return [setSchema(from), rename(moved)];
  return [rename(from), setSchema({ schema: from.schema, name: to.name })];
}

function nameOf({ schema, name }: QualifiedName): QualifiedName {
  return { schema, name };
}
