/** Random edits of a schema, as a developer makes them, that leave it one that PostgreSQL accepts. */
import fc from "fast-check";
import { quoteIdentifier, quoteLiteral, quoteName } from "../../src/schema/identifiers.js";
import type { Column, ForeignKey, QualifiedName, Schema, Table } from "../../src/schema/types.js";
import { keysOf, randomSchema } from "./random-schema.js";

type Draw = fc.GeneratorValue;

export interface Edited {
  readonly from: Schema;
  readonly to: Schema;
  /** The renames among the edits, as the command line takes them. */
  readonly renames: readonly string[];
  /** The tables and columns of `from` by their names in `to`. */
  readonly nameInTo: (table: QualifiedName, column?: string) => string;
}

/** A schema and what some edits make of it. */
export function randomEdits(): fc.Arbitrary<Edited> {
  return fc.gen().map((draw) => {
    const from = repaired(draw(randomSchema));
    const other = draw(randomSchema);
    const names = new Map<string, string>();
    const renames: string[] = [];
    let to = from;
    const count = draw(fc.integer, { min: 1, max: 6 });
    for (let i = 0; i < count; i += 1) to = repaired(edit(draw, to, other));
    if (flip(draw)) to = renameSomething(draw, from, repaired(to), renames, names);
    const nameInTo = (table: QualifiedName, column?: string): string => {
      const key = keyOf(table, column);
      return names.get(key) ?? key;
    };
    return { from, to: repaired(to), renames, nameInTo };
  });
}

/** One string for a table or a column. */
export function keyOf(table: QualifiedName, column?: string): string {
  return [table.schema, table.name, ...(column === undefined ? [] : [column])].join("\0");
}

const edits: readonly ((draw: Draw, schema: Schema, other: Schema) => Schema)[] = [
  addTable,
  (draw, schema) => ({ ...schema, tables: without(draw, schema.tables) }),
  onTable(addColumn),
  onTable(addColumn),
  onTable((draw, table) => ({ ...table, columns: without(draw, table.columns) })),
  onTable(onColumn(changeType)),
  onTable(onColumn(changeType)),
  onTable(onColumn((_, column) => ({ ...column, notNull: !column.notNull }))),
  onTable(onColumn(changeDefault)),
  onTable((draw, table) => ({
    ...table,
    uniqueConstraints: without(draw, table.uniqueConstraints),
  })),
  onTable((_, table) => ({ ...table, columns: table.columns.map(withoutExpression) })),
  onTable((draw, table) => ({ ...table, checks: without(draw, table.checks) })),
  onTable((draw, table) => ({ ...table, indexes: without(draw, table.indexes) })),
  onTable((draw, table) => ({ ...table, foreignKeys: without(draw, table.foreignKeys) })),
  onTable(addUnique),
  onTable(addIndex),
  onTable(changeForeignKey),
  onTable((_, table) => ({ ...table, rowSecurity: !table.rowSecurity, policies: [] })),
  onTable((_, { primaryKey: _key, ...table }) => table),
  changeEnum,
  changeEnum,
  (draw, schema) => ({ ...schema, views: without(draw, schema.views) }),
  (_, schema) => ({
    ...schema,
    views: schema.views.map(({ withNoData: _, ...view }) => ({
      ...view,
      materialized: !view.materialized,
      with: {},
    })),
  }),
  (draw, schema, other) => ({
    ...schema,
    sequences: flip(draw) ? other.sequences : [],
  }),
];

function edit(draw: Draw, schema: Schema, other: Schema): Schema {
  return oneOf(draw, edits)(draw, schema, other);
}

function onTable(change: (draw: Draw, table: Table, other: Schema) => Table) {
  return (draw: Draw, schema: Schema, other: Schema): Schema => {
    const index = draw(fc.nat, { max: Math.max(schema.tables.length - 1, 0) });
    return {
      ...schema,
      tables: schema.tables.map((table, i) => (i === index ? change(draw, table, other) : table)),
    };
  };
}

function onColumn(change: (draw: Draw, column: Column) => Column) {
  return (draw: Draw, table: Table): Table => {
    const index = draw(fc.nat, { max: Math.max(table.columns.length - 1, 0) });
    const before = table.columns[index];
    if (before === undefined || before.generated || before.serial || before.identity) return table;
    const after = change(draw, before);
    const columns = table.columns.map((column, i) => (i === index ? after : column));
    return after.type.sql === before.type.sql
      ? { ...table, columns }
      : withoutMentions({ ...table, columns }, before.name);
  };
}

/** Expressions over a column that gets another type may no longer make sense. */
function withoutMentions(table: Table, column: string): Table {
  const quoted = quoteIdentifier(column);
  const lacks = (...parts: readonly (string | undefined)[]): boolean =>
    parts.every((part) => part === undefined || !part.includes(quoted));
  return {
    ...table,
    columns: table.columns.filter((one) => lacks(one.generated?.expression)),
    checks: table.checks.filter((one) => lacks(one.expression)),
    policies: table.policies.filter((one) => lacks(one.using, one.withCheck)),
    indexes: table.indexes.filter(
      (one) =>
        lacks(one.where) &&
        one.keys.every(
          (key) =>
            lacks(key.expression) && (key.column !== column || suitsAnyType(one.method, key)),
        ),
    ),
  };
}

function suitsAnyType(method: string, { opclass }: { readonly opclass?: string }): boolean {
  return ["btree", "hash"].includes(method) && opclass === undefined;
}

function changeType(draw: Draw, column: Column): Column {
  const sql = oneOf(draw, ["text", "character varying(50)", "bigint", "integer", "numeric(10,2)"]);
  return { name: column.name, notNull: column.notNull, type: { sql } };
}

function withoutExpression({ generated: _, ...column }: Column): Column {
  return column;
}

function changeDefault(draw: Draw, column: Column): Column {
  const { default: _, ...rest } = column;
  if (column.default !== undefined || column.type.enum) return rest;
  const number = /^(?:smallint|integer|bigint|numeric.*|double precision|real)$/.test(
    column.type.sql,
  );
  if (number) return { ...rest, default: oneOf(draw, ["7", "2 + 3"]) };
  return /^(?:text|character varying\(\d+\))$/.test(column.type.sql)
    ? { ...rest, default: oneOf(draw, ["'new'", "'a' || 'b'"]) }
    : rest;
}

function addTable(draw: Draw, schema: Schema, other: Schema): Schema {
  const table = other.tables[0];
  if (table === undefined || schema.tables.some((one) => keyOf(one) === keyOf(table)))
    return schema;
  const types = table.columns.flatMap((column) => column.type.enum ?? []);
  const missing = other.enums.filter(
    (type) =>
      types.some((one) => keyOf(one) === keyOf(type)) &&
      !schema.enums.some((one) => keyOf(one) === keyOf(type)),
  );
  return {
    ...schema,
    enums: [...schema.enums, ...missing],
    tables: flip(draw) ? [table, ...schema.tables] : [...schema.tables, table],
  };
}

function addColumn(draw: Draw, table: Table, other: Schema): Table {
  const column = other.tables
    .flatMap((one) => one.columns)
    .find((one) => !one.identity && !one.serial && !one.generated && !one.type.enum);
  if (column === undefined || table.columns.some((one) => one.name === column.name)) return table;
  const notNull = column.notNull && column.default !== undefined;
  return {
    ...table,
    columns: flip(draw)
      ? [...table.columns, { ...column, notNull }]
      : [{ ...column, notNull }, ...table.columns],
  };
}

function addUnique(draw: Draw, table: Table): Table {
  const columns = table.columns.filter((one) => !one.generated).map((one) => one.name);
  if (columns.length === 0) return table;
  const chosen = draw(fc.subarray<string>, columns, {
    minLength: 1,
    maxLength: Math.min(3, columns.length),
  });
  const name = `more ${table.name.slice(0, 20)} u`;
  if (table.uniqueConstraints.some((one) => one.name === name)) return table;
  return {
    ...table,
    uniqueConstraints: [
      ...table.uniqueConstraints,
      { name, columns: chosen, nullsNotDistinct: false },
    ],
  };
}

function addIndex(draw: Draw, table: Table): Table {
  const columns = table.columns.map((one) => one.name);
  const column = columns[draw(fc.nat, { max: Math.max(columns.length - 1, 0) })];
  const name = `more ${table.name.slice(0, 20)} i`;
  if (column === undefined || table.indexes.some((one) => one.name === name)) return table;
  const key = { column, order: "desc", nulls: "last" } as const;
  const index = { name, unique: false, method: "btree", keys: [key], with: {} };
  return { ...table, indexes: [...table.indexes, index] };
}

function changeForeignKey(draw: Draw, table: Table): Table {
  const foreignKeys = table.foreignKeys.map((one) => ({
    ...one,
    onDelete: one.onDelete === "cascade" ? ("no action" as const) : ("cascade" as const),
  }));
  return { ...table, foreignKeys: flip(draw) ? foreignKeys : [] };
}

function changeEnum(draw: Draw, schema: Schema): Schema {
  const index = draw(fc.nat, { max: Math.max(schema.enums.length - 1, 0) });
  const pool = ["sad", "ok", "it's", "happy", "a,b", 'q"q', "newer"];
  const values = draw(fc.shuffledSubarray<string>, pool, { minLength: 1 });
  const added = oneOf(draw, ["newest", "late'st"]);
  return {
    ...schema,
    enums: schema.enums.map((type, i) => {
      if (i !== index) return type;
      if (draw(fc.nat, { max: 3 }) === 0) return { ...type, values };
      if (type.values.includes(added)) return type;
      const place = draw(fc.nat, { max: type.values.length });
      return { ...type, values: type.values.toSpliced(place, 0, added) };
    }),
  };
}

/** Renames a table or a column that both sides have. */
function renameSomething(
  draw: Draw,
  from: Schema,
  to: Schema,
  renames: string[],
  names: Map<string, string>,
): Schema {
  const tables = to.tables.filter((table) =>
    from.tables.some((one) => keyOf(one) === keyOf(table)),
  );
  if (tables.length === 0) return to;
  const table = oneOf(draw, tables);
  const old = `"${table.schema}".${quoteIdentifier(table.name)}`;
  if (flip(draw)) {
    const name = "renamed table";
    renames.push(`table:${old}="${name}"`);
    const before = from.tables.find((one) => keyOf(one) === keyOf(table));
    names.set(keyOf(table), keyOf({ schema: table.schema, name }));
    for (const column of before?.columns ?? [])
      names.set(keyOf(table, column.name), keyOf({ schema: table.schema, name }, column.name));
    return renamedTable(to, table, name);
  }
  const columns = table.columns.filter((column) =>
    from.tables.some(
      (one) => keyOf(one) === keyOf(table) && one.columns.some(({ name }) => name === column.name),
    ),
  );
  if (columns.length === 0) return to;
  const column = oneOf(draw, columns);
  const name = "renamed column";
  renames.push(`column:${old}.${quoteIdentifier(column.name)}="${name}"`);
  names.set(keyOf(table, column.name), keyOf(table, name));
  return renamedColumn(to, table, column.name, name);
}

function renamedTable(schema: Schema, table: Table, name: string): Schema {
  const renamed = <T extends QualifiedName>(one: T): T =>
    keyOf(one) === keyOf(table) ? { ...one, name } : one;
  const within = (text: string): string =>
    text.replaceAll(
      `from ${quoteName(table)}`,
      () => `from ${quoteName({ schema: table.schema, name })}`,
    );
  return {
    ...schema,
    tables: schema.tables.map((one) => ({
      ...renamed(one),
      foreignKeys: one.foreignKeys.map((key) => ({
        ...key,
        referencedTable: renamed(key.referencedTable),
      })),
      policies: one.policies.map((policy) => ({
        ...policy,
        ...(policy.using !== undefined && { using: within(policy.using) }),
      })),
    })),
    views: schema.views.map((view) => ({
      ...view,
      definition: within(view.definition),
      dependsOn: view.dependsOn.map(renamed),
    })),
  };
}

function renamedColumn(schema: Schema, table: Table, from: string, to: string): Schema {
  const name = (one: string): string => (one === from ? to : one);
  const within = (one: string): string =>
    one.replaceAll(quoteIdentifier(from), () => quoteIdentifier(to));
  const key = (one: ForeignKey): ForeignKey =>
    keyOf(one.referencedTable) === keyOf(table)
      ? { ...one, referencedColumns: one.referencedColumns.map(name) }
      : one;
  return {
    ...schema,
    tables: schema.tables.map((one) => {
      const references = { ...one, foreignKeys: one.foreignKeys.map(key) };
      return keyOf(one) === keyOf(table) ? withColumnRenamed(references, name, within) : references;
    }),
    views: schema.views.map((view) =>
      view.dependsOn.some((read) => keyOf(read) === keyOf(table))
        ? { ...view, definition: within(view.definition) }
        : view,
    ),
  };
}

function withColumnRenamed(
  table: Table,
  name: (one: string) => string,
  within: (one: string) => string,
): Table {
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      name: name(column.name),
      ...(column.generated && {
        generated: { ...column.generated, expression: within(column.generated.expression) },
      }),
    })),
    ...(table.primaryKey && {
      primaryKey: { ...table.primaryKey, columns: table.primaryKey.columns.map(name) },
    }),
    uniqueConstraints: table.uniqueConstraints.map((one) => ({
      ...one,
      columns: one.columns.map(name),
    })),
    foreignKeys: table.foreignKeys.map((one) => ({ ...one, columns: one.columns.map(name) })),
    checks: table.checks.map((one) => ({ ...one, expression: within(one.expression) })),
    indexes: table.indexes.map((one) => ({
      ...one,
      keys: one.keys.map((key) => ({
        ...key,
        ...(key.column !== undefined && { column: name(key.column) }),
        ...(key.expression !== undefined && { expression: within(key.expression) }),
      })),
      ...(one.where !== undefined && { where: within(one.where) }),
    })),
    policies: table.policies.map((one) => ({
      ...one,
      ...(one.using !== undefined && { using: within(one.using) }),
      ...(one.withCheck !== undefined && { withCheck: within(one.withCheck) }),
    })),
  };
}

/** The schema without what an edit has taken the ground from. */
function repaired(schema: Schema): Schema {
  const tables = schema.tables.map((table) => repairedTable(table, schema));
  const withKeys = tables.map((table) => ({
    ...table,
    foreignKeys: table.foreignKeys.filter((key) => leadsSomewhere(key, table, tables)),
  }));
  const known = new Set(tables.map((one) => keyOf(one)));
  const views = schema.views.filter((view) => {
    const [read] = view.dependsOn;
    if (read === undefined) return false;
    if (view.name === "counts") return true;
    const table = tables.find((one) => keyOf(one) === keyOf(read));
    if (table === undefined) return !known.has(keyOf(read)) && view.name === "a view on it";
    const [, key] = view.definition.split(" group by ");
    if (key !== undefined && key !== table.primaryKey?.columns.map(quoteIdentifier).join(", "))
      return false;
    return (
      table.columns.length > 0 &&
      namesIn(view.definition.split(" from ")[0] ?? "").every((name) =>
        table.columns.some((column) => column.name === name),
      )
    );
  });
  const tablesIn = (text: string): readonly string[] =>
    Array.from(
      text.matchAll(/from ("(?:[^"]|"")*"(?:\."(?:[^"]|"")*")?)/g),
      ([, name = ""]) => name,
    );
  const guarded = withKeys.map((table) => ({
    ...table,
    policies: table.policies.filter((policy) =>
      tablesIn(policy.using ?? "").every((name) => tables.some((one) => quoteName(one) === name)),
    ),
  }));
  const standing = views.filter((view) =>
    view.dependsOn.every(
      (read) => known.has(keyOf(read)) || views.some((one) => keyOf(one) === keyOf(read)),
    ),
  );
  const used = [...schema.enums, ...schema.sequences, ...guarded, ...standing];
  return {
    ...schema,
    namespaces: [...new Set(["public", ...used.map((one) => one.schema)])].map((name) => ({
      name,
    })),
    tables: guarded,
    views: standing,
  };
}

function repairedTable(table: Table, schema: Schema): Table {
  const sources = new Set(table.columns.filter((one) => !one.generated).map((one) => one.name));
  const columns = table.columns
    .filter(
      (one) => !one.generated || namesIn(one.generated.expression).every((n) => sources.has(n)),
    )
    .map((column) => repairedColumn(column, table, schema))
    .filter((column) => column !== undefined);
  const names = new Set(columns.map((one) => one.name));
  const has = (...parts: readonly (string | undefined)[]): boolean =>
    parts.every((part) => part === undefined || namesIn(part).every((name) => names.has(name)));
  const { primaryKey, ...rest } = table;
  return {
    ...rest,
    ...(primaryKey?.columns.every((name) => names.has(name)) && { primaryKey }),
    columns,
    uniqueConstraints: table.uniqueConstraints.filter((one) =>
      one.columns.every((name) => names.has(name)),
    ),
    checks: table.checks.filter(
      (one) => has(one.expression) && literalsExist(one.expression, columns, schema),
    ),
    indexes: table.indexes.filter(
      (one) =>
        has(one.where) &&
        one.keys.every(
          (key) => has(key.expression) && (key.column === undefined || names.has(key.column)),
        ),
    ),
    policies: table.policies.filter(
      (one) => one.name === "reads another" || has(one.using, one.withCheck),
    ),
  };
}

function repairedColumn(column: Column, table: Table, schema: Schema): Column | undefined {
  const isKey = table.primaryKey?.columns.includes(column.name) ?? false;
  const fixed = column.serial || column.identity || isKey ? { ...column, notNull: true } : column;
  if (column.type.enum === undefined) return fixed;
  const own = column.type.enum;
  const type = schema.enums.find((one) => keyOf(one) === keyOf(own));
  if (type === undefined) return undefined;
  const { default: value, ...rest } = fixed;
  const exists =
    value !== undefined && type.values.some((one) => value.includes(quoteLiteral(one)));
  return exists ? fixed : rest;
}

/** A check over an enum compares with one of its values. */
function literalsExist(expression: string, columns: readonly Column[], schema: Schema): boolean {
  const [name] = namesIn(expression);
  const own = columns.find((one) => one.name === name)?.type.enum;
  if (own === undefined) return true;
  const type = schema.enums.find((one) => keyOf(one) === keyOf(own));
  return type?.values.some((value) => expression.includes(quoteLiteral(value))) ?? false;
}

function leadsSomewhere(key: ForeignKey, table: Table, tables: readonly Table[]): boolean {
  const target = tables.find((one) => keyOf(one) === keyOf(key.referencedTable));
  const wanted = key.referencedColumns.join("\0");
  const generated = new Set(table.columns.filter((one) => one.generated).map((one) => one.name));
  return (
    (target === undefined ? [] : keysOf(target)).some((one) => one.join("\0") === wanted) &&
    (key.onDelete === "no action" || !key.columns.some((name) => generated.has(name))) &&
    key.columns.every((name, i) => {
      const own = table.columns.find((one) => one.name === name)?.type.sql;
      const other = target?.columns.find((one) => one.name === key.referencedColumns[i])?.type.sql;
      return own !== undefined && own === other;
    })
  );
}

/** The quoted identifiers in an expression; strings hold none, and identifiers may hold quotes. */
function namesIn(expression: string): readonly string[] {
  const tokens = expression.matchAll(/'(?:[^']|'')*'|"((?:[^"]|"")*)"/g);
  return Array.from(tokens, ([, name]) => name?.replaceAll('""', '"')).filter(
    (name) => name !== undefined,
  );
}

/** All but one. */
function without<T>(draw: Draw, items: readonly T[]): readonly T[] {
  if (items.length === 0) return items;
  return items.toSpliced(draw(fc.nat, { max: items.length - 1 }), 1);
}

function flip(draw: Draw): boolean {
  return draw(fc.boolean);
}

function oneOf<T>(draw: Draw, items: readonly T[]): T {
  return draw(fc.constantFrom<T[]>, ...items);
}
