/** Renames that somebody asked for or confirmed, made on paper before the comparison. */
import { GenError, ExitStatus } from "../errors.js";
import type { Operation } from "../operations/types.js";
import { sameName } from "../schema/identifiers.js";
import type { Dependency, ForeignKey, QualifiedName, Schema, Table } from "../schema/types.js";
import { mapNames, mapTableNames, mapTypeNames, replace } from "./rename-mapping.js";

export type Rename =
  | { readonly kind: "schema"; readonly from: string; readonly to: string }
  | {
      readonly kind: "table" | "enum" | "sequence" | "view";
      readonly from: QualifiedName;
      readonly to: QualifiedName;
    }
  | {
      readonly kind: "column";
      /** As the table is called before this revision. */
      readonly table: QualifiedName;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: "enumValue";
      readonly enum: QualifiedName;
      readonly from: string;
      readonly to: string;
    };

export interface Renamed {
  /** The schema as it will be once the operations have run. */
  readonly schema: Schema;
  readonly operations: readonly Operation[];
}

/**
 * Applies renames to a schema: schemas first, then tables and types, then columns and values.
 *
 * @throws GenError `unknown_rename` when the old name is not there, `rename_taken` when the new one
 *   is there already.
 */
export function applyRenames(schema: Schema, renames: readonly Rename[]): Renamed {
  // Columns go first, because they name their table as it is called before.
  const sorted = renames.map((rename) => inOldTerms(rename, renames)).sort(byRank);
  let result: Renamed = { schema, operations: [] };
  for (const rename of sorted) {
    const next = applyRename(result.schema, rename);
    result = { schema: next.schema, operations: [...result.operations, ...next.operations] };
  }
  return result;
}

const ranks: Readonly<Record<Rename["kind"], number>> = {
  column: 0,
  enumValue: 0,
  table: 1,
  enum: 1,
  sequence: 1,
  view: 1,
  schema: 2,
};

function byRank(a: Rename, b: Rename): number {
  return ranks[a.kind] - ranks[b.kind];
}

/** A column's table may be given by the name that it gets in the same revision. */
function inOldTerms(rename: Rename, all: readonly Rename[]): Rename {
  if (rename.kind !== "column") return rename;
  const moved = all.find((one) => one.kind === "table" && sameName(one.to, rename.table));
  return moved?.kind === "table" ? { ...rename, table: moved.from } : rename;
}

function applyRename(schema: Schema, rename: Rename): Renamed {
  switch (rename.kind) {
    case "schema":
      return renameNamespace(schema, rename.from, rename.to);
    case "table":
      return renameTable(schema, rename.from, rename.to);
    case "enum":
      return renameEnum(schema, rename.from, rename.to);
    case "sequence":
      return renameSequence(schema, rename.from, rename.to);
    case "view":
      return renameView(schema, rename.from, rename.to);
    case "column":
      return renameColumn(schema, rename.table, rename.from, rename.to);
    case "enumValue":
      return renameEnumValue(schema, rename.enum, rename.from, rename.to);
  }
}

function renameNamespace(schema: Schema, from: string, to: string): Renamed {
  const names = schema.namespaces.map((one) => one.name);
  check("schema", from, to, names);
  const moved = <T extends QualifiedName>(name: T): T =>
    name.schema === from ? { ...name, schema: to } : name;
  return {
    operations: [{ kind: "renameSchema", from, to }],
    schema: {
      ...mapNames(schema, moved),
      namespaces: schema.namespaces.map((one) => (one.name === from ? { ...one, name: to } : one)),
    },
  };
}

function renameTable(schema: Schema, from: QualifiedName, to: QualifiedName): Renamed {
  check("table", display(from), display(to), schema.tables.map(display));
  return {
    operations: move(from, to, (table) => ({
      rename: { kind: "renameTable", table, to: to.name },
      setSchema: { kind: "setTableSchema", table, to: to.schema },
    })),
    schema: mapTableNames(schema, replace(from, to)),
  };
}

function renameEnum(schema: Schema, from: QualifiedName, to: QualifiedName): Renamed {
  check("enum", display(from), display(to), schema.enums.map(display));
  return {
    operations: move(from, to, (name) => ({
      rename: { kind: "renameEnum", enum: name, to: to.name },
      setSchema: { kind: "setEnumSchema", enum: name, to: to.schema },
    })),
    schema: mapTypeNames(schema, replace(from, to)),
  };
}

function renameSequence(schema: Schema, from: QualifiedName, to: QualifiedName): Renamed {
  check("sequence", display(from), display(to), schema.sequences.map(display));
  return {
    operations: move(from, to, (sequence) => ({
      rename: { kind: "renameSequence", sequence, to: to.name },
      setSchema: { kind: "setSequenceSchema", sequence, to: to.schema },
    })),
    schema: { ...schema, sequences: schema.sequences.map(replace(from, to)) },
  };
}

function renameView(schema: Schema, from: QualifiedName, to: QualifiedName): Renamed {
  check("view", display(from), display(to), schema.views.map(display));
  const materialized = schema.views.find((one) => sameName(one, from))?.materialized ?? false;
  const renamed = replace(from, to);
  return {
    operations: move(from, to, (view) => ({
      rename: { kind: "renameView", view, materialized, to: to.name },
      setSchema: { kind: "setViewSchema", view, materialized, to: to.schema },
    })),
    schema: {
      ...schema,
      views: schema.views.map((one) => ({
        ...renamed(one),
        dependsOn: one.dependsOn.map(renamed),
      })),
    },
  };
}

function renameColumn(schema: Schema, table: QualifiedName, from: string, to: string): Renamed {
  const found = schema.tables.find((one) => sameName(one, table));
  if (found === undefined) throw unknown("table", display(table), schema.tables.map(display));
  check(
    "column",
    `${display(table)}.${from}`,
    `${display(table)}.${to}`,
    found.columns.map((one) => `${display(table)}.${one.name}`),
  );
  const name = (column: string): string => (column === from ? to : column);
  const refers = (foreignKey: ForeignKey): ForeignKey =>
    sameName(foreignKey.referencedTable, table)
      ? { ...foreignKey, referencedColumns: foreignKey.referencedColumns.map(name) }
      : foreignKey;
  return {
    operations: [
      { kind: "renameColumn", table: { schema: table.schema, name: table.name }, from, to },
    ],
    schema: {
      ...schema,
      tables: schema.tables
        .map((one) => (one === found ? renameInTable(one, name) : one))
        .map((one) => ({ ...one, foreignKeys: one.foreignKeys.map(refers) })),
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

function renameEnumValue(schema: Schema, type: QualifiedName, from: string, to: string): Renamed {
  const found = schema.enums.find((one) => sameName(one, type));
  if (found === undefined) throw unknown("enum", display(type), schema.enums.map(display));
  check("value", from, to, found.values);
  const values = found.values.map((value) => (value === from ? to : value));
  return {
    operations: [
      { kind: "renameEnumValue", enum: { schema: type.schema, name: type.name }, from, to },
    ],
    schema: {
      ...schema,
      enums: schema.enums.map((one) => (one === found ? { ...one, values } : one)),
    },
  };
}

interface Moves {
  readonly rename: Operation;
  readonly setSchema: Operation;
}

/** A new schema, a new name, or first the one and then the other. */
function move(
  from: QualifiedName,
  to: QualifiedName,
  operations: (name: QualifiedName) => Moves,
): readonly Operation[] {
  const own = { schema: from.schema, name: from.name };
  const moved = { schema: to.schema, name: from.name };
  return [
    ...(from.schema === to.schema ? [] : [operations(own).setSchema]),
    ...(from.name === to.name ? [] : [operations(moved).rename]),
  ];
}

function check(kind: string, from: string, to: string, names: readonly string[]): void {
  if (!names.includes(from)) throw unknown(kind, from, names);
  if (names.includes(to))
    throw new GenError(
      "rename_taken",
      `The ${kind} "${from}" cannot be renamed to "${to}": the database has a ${kind} of that name.`,
      {
        hint: `Drop or rename the existing "${to}" in a revision of its own first.`,
        status: ExitStatus.usage,
      },
    );
}

function unknown(kind: string, name: string, names: readonly string[]): GenError {
  const list = names.length === 0 ? "It has none." : `It has: ${names.slice(0, 20).join(", ")}.`;
  return new GenError("unknown_rename", `The database has no ${kind} "${name}" to rename.`, {
    hint: list,
    status: ExitStatus.usage,
  });
}

function display(name: QualifiedName): string {
  return name.schema === "public" ? name.name : `${name.schema}.${name.name}`;
}

/** Dependencies in the terms of a schema to which the same renames were applied. */
export function renameDependencies(
  dependencies: readonly Dependency[],
  renames: readonly Rename[],
): readonly Dependency[] {
  if (renames.length === 0) return dependencies;
  const rename = <T extends Omit<Dependency["dependent"], "kind"> & { readonly kind: string }>(
    object: T,
  ): T =>
    renames
      .map((one) => inOldTerms(one, renames))
      .sort(byRank)
      .reduce(renameObject, object);
  return dependencies.map(({ dependent, on }) => ({
    dependent: rename(dependent),
    on: rename(on),
  }));
}

type NamedObject = {
  readonly kind: string;
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
};

function renameObject<T extends NamedObject>(object: T, rename: Rename): T {
  const { schema = "", table, name } = object;
  switch (rename.kind) {
    case "schema":
      return schema === rename.from ? { ...object, schema: rename.to } : object;
    case "column":
      return object.kind === "column" &&
        name === rename.from &&
        sameName({ schema, name: table ?? "" }, rename.table)
        ? { ...object, name: rename.to }
        : object;
    case "table":
      if (table !== undefined)
        return sameName({ schema, name: table }, rename.from)
          ? { ...object, schema: rename.to.schema, table: rename.to.name }
          : object;
      return renameSelf(object, rename, ["table"]);
    case "view":
      return renameSelf(object, rename, ["view", "materializedView"]);
    case "enum":
    case "sequence":
      return renameSelf(object, rename, [rename.kind]);
    case "enumValue":
      return object;
  }
}

function renameSelf<T extends NamedObject>(
  object: T,
  { from, to }: { readonly from: QualifiedName; readonly to: QualifiedName },
  kinds: readonly string[],
): T {
  const isIt =
    kinds.includes(object.kind) &&
    sameName({ schema: object.schema ?? "", name: object.name }, from);
  return isIt ? { ...object, schema: to.schema, name: to.name } : object;
}
