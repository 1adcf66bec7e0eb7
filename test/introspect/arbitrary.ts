/** Random tables: what is asked for, as DDL, and what must be found. */
import fc from "fast-check";
import {
  printIdentifier,
  printName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  truncateIdentifier,
} from "../../src/schema/identifiers.js";
import type {
  CheckConstraint,
  Column,
  ForeignKey,
  Index,
  IndexKey,
  PrimaryKey,
  QualifiedName,
  ReferentialAction,
  Table,
  UniqueConstraint,
} from "../../src/schema/types.js";

/** A table as it must be found, and the statements that make it. */
export interface WantedTable {
  readonly table: Table;
  readonly statements: readonly string[];
}

/** Names that break careless quoting: any text without NUL, as PostgreSQL keeps it. */
export const oddName: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom(
      "a",
      "select",
      "User",
      'q"uote',
      "it's",
      "a.b",
      "a,b",
      "semi;--",
      "back\\slash",
    ),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 70 }),
  )
  .map((name) => truncateIdentifier(name.replaceAll("\0", "0")))
  .filter((name) => name !== "");

interface Kind {
  readonly declared: string;
  readonly sql: string;
  readonly opclass?: string;
  readonly defaults: readonly (readonly [written: string, printed: string])[];
  readonly collatable?: boolean;
}

const kinds: readonly Kind[] = [
  {
    declared: "int",
    sql: "integer",
    opclass: "int4_ops",
    defaults: [
      ["7", "7"],
      ["-1", "'-1'::integer"],
      ["1+1", "(1 + 1)"],
    ],
  },
  {
    declared: "varchar(9)",
    sql: "character varying(9)",
    opclass: "text_ops",
    defaults: [["'it''s'", "'it''s'::character varying"]],
    collatable: true,
  },
  {
    declared: "text",
    sql: "text",
    opclass: "text_ops",
    defaults: [["'a\\b'", "'a\\b'::text"]],
    collatable: true,
  },
  {
    declared: "numeric(5,1)",
    sql: "numeric(5,1)",
    opclass: "numeric_ops",
    defaults: [["1.5", "1.5"]],
  },
  {
    declared: "timestamptz(3)",
    sql: "timestamp(3) with time zone",
    opclass: "timestamptz_ops",
    defaults: [["now()", "now()"]],
  },
  { declared: "jsonb", sql: "jsonb", opclass: "jsonb_ops", defaults: [["'{}'", "'{}'::jsonb"]] },
  { declared: "bool[]", sql: "boolean[]", defaults: [["'{t}'", "'{t}'::boolean[]"]] },
  { declared: "json", sql: "json", defaults: [] },
];

interface WantedColumn {
  readonly column: Column;
  readonly sql: string;
  /** What an index on it uses; a column without cannot be in a key. */
  readonly opclass?: string;
}

function wantedColumn(name: string, enums: readonly QualifiedName[]): fc.Arbitrary<WantedColumn> {
  return fc.oneof(
    { weight: 6, arbitrary: ordinaryColumn(name) },
    generatedColumn(name),
    ...enums.map((type) => enumColumn(name, type)),
  );
}

function ordinaryColumn(name: string): fc.Arbitrary<WantedColumn> {
  const choices = {
    kind: fc.constantFrom(...kinds),
    notNull: fc.boolean(),
    choice: fc.option(fc.nat(2), { nil: undefined }),
    collated: fc.boolean(),
  };
  return fc.record(choices).map(({ kind, notNull, choice, collated }) => {
    const pair = choice === undefined ? undefined : kind.defaults[choice];
    const collate = collated && kind.collatable === true;
    const clauses = [
      collate ? 'collate "C"' : "",
      pair === undefined ? "" : `default ${pair[0]}`,
      notNull ? "not null" : "",
    ];
    const column = {
      name,
      type: { sql: kind.sql },
      notNull,
      ...(pair === undefined ? {} : { default: pair[1] }),
      ...(collate ? { collation: 'pg_catalog."C"' } : {}),
    };
    const sql = [quoteIdentifier(name), kind.declared, ...clauses].join(" ");
    return { column, sql, ...(kind.opclass === undefined ? {} : { opclass: kind.opclass }) };
  });
}

function generatedColumn(name: string): fc.Arbitrary<WantedColumn> {
  const generated = { expression: "(1 + 1)", stored: true };
  return fc.constant({
    sql: `${quoteIdentifier(name)} int generated always as (1+1) stored`,
    column: { name, type: { sql: "integer" }, notNull: false, generated },
  });
}

function enumColumn(name: string, type: QualifiedName): fc.Arbitrary<WantedColumn> {
  return fc.constantFrom("", "[]").map((suffix) => ({
    sql: `${quoteIdentifier(name)} ${quoteName(type)}${suffix}`,
    column: {
      name,
      type: { sql: `${printName(type)}${suffix}`, enum: { schema: type.schema, name: type.name } },
      notNull: false,
    },
  }));
}

const actions: readonly ReferentialAction[] = ["no action", "restrict", "cascade", "set null"];

/**
 * A table of that name. `names` are for its keys, indexes and checks, which must not meet another
 * name in the schema; fewer of them are used than are given.
 */
export function wantedTable(
  name: QualifiedName,
  names: readonly string[],
  enums: readonly QualifiedName[],
): fc.Arbitrary<WantedTable> {
  return fc
    .uniqueArray(oddName, { minLength: 1, maxLength: 6 })
    .chain((columns) => fc.tuple(...columns.map((column) => wantedColumn(column, enums))))
    .chain((columns) => wantedParts(columns, names).map((parts) => assemble(name, columns, parts)));
}

interface WantedParts {
  readonly primaryKey: PrimaryKey | undefined;
  readonly unique: UniqueConstraint | undefined;
  readonly foreignKey: Pick<ForeignKey, "name" | "onDelete" | "onUpdate"> | undefined;
  readonly check: CheckConstraint | undefined;
  readonly index: Index | undefined;
  readonly comment: string | undefined;
}

function wantedParts(
  columns: readonly WantedColumn[],
  [pk = "", uq = "", fk = "", ck = "", ix = ""]: readonly string[],
): fc.Arbitrary<WantedParts> {
  const indexable = columns.filter((column) => column.opclass !== undefined);
  const names = indexable.map(({ column }) => column.name);
  const some = fc.shuffledSubarray(names, { minLength: Math.min(1, names.length) });
  const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(arbitrary, { nil: undefined });
  const action = fc.constantFrom(...actions);
  const keyed = names.length > 0;
  return fc.record({
    primaryKey: keyed ? maybe(some.map((of) => ({ name: pk, columns: of }))) : nothing,
    unique: keyed
      ? maybe(some.map((of) => ({ name: uq, columns: of, nullsNotDistinct: false })))
      : nothing,
    foreignKey: maybe(fc.record({ name: fc.constant(fk), onDelete: action, onUpdate: action })),
    check: maybe(
      fc.constantFrom(...columns).map(({ column }) => ({
        name: ck,
        expression: `(${printIdentifier(column.name)} IS NOT NULL)`,
      })),
    ),
    index: keyed ? maybe(wantedIndex(ix, indexable)) : nothing,
    comment: maybe(
      fc.string({ unit: "grapheme", minLength: 1 }).map((text) => text.replaceAll("\0", "0")),
    ),
  });
}

const nothing = fc.constant(undefined);

function wantedIndex(name: string, columns: readonly WantedColumn[]): fc.Arbitrary<Index> {
  const key = ({ column, opclass = "" }: WantedColumn): fc.Arbitrary<IndexKey> =>
    fc.record({
      column: fc.constant(column.name),
      order: fc.constantFrom("asc", "desc"),
      nulls: fc.constantFrom("first", "last"),
      opclass: fc.constant(opclass),
      opclassIsDefault: fc.constant(true),
    });
  const predicate = fc
    .constantFrom(...columns)
    .map(({ column }) => `(${printIdentifier(column.name)} IS NULL)`);
  return fc
    .shuffledSubarray([...columns], { minLength: 1 })
    .chain((chosen) => fc.tuple(...chosen.map(key)))
    .chain((keys) =>
      fc
        .record({ unique: fc.boolean(), where: fc.option(predicate), filled: fc.boolean() })
        .map(({ unique, where, filled }): Index => ({
          name,
          unique,
          method: "btree",
          keys,
          ...(where === null ? {} : { where }),
          with: filled ? { fillfactor: "55" } : {},
        })),
    );
}

function assemble(
  name: QualifiedName,
  columns: readonly WantedColumn[],
  parts: WantedParts,
): WantedTable {
  const { primaryKey, unique, check, index, comment } = parts;
  const foreignKey = selfReference(name, primaryKey, parts.foreignKey);
  const table: Table = {
    ...name,
    columns: columns.map(({ column }) =>
      primaryKey?.columns.includes(column.name) ? { ...column, notNull: true } : column,
    ),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniqueConstraints: unique === undefined ? [] : [unique],
    foreignKeys: foreignKey === undefined ? [] : [foreignKey],
    checks: check === undefined ? [] : [check],
    indexes: index === undefined ? [] : [index],
    policies: [],
    rowSecurity: false,
    ...(comment === undefined ? {} : { comment }),
  };
  return { table, statements: statements(table, columns) };
}

/** The primary key's columns refer to themselves: a foreign key that always fits. */
function selfReference(
  referencedTable: QualifiedName,
  primaryKey: PrimaryKey | undefined,
  foreignKey: WantedParts["foreignKey"],
): ForeignKey | undefined {
  if (primaryKey === undefined || foreignKey === undefined) return undefined;
  return {
    ...foreignKey,
    columns: primaryKey.columns,
    referencedTable,
    referencedColumns: primaryKey.columns,
    referencedIndex: { schema: referencedTable.schema, name: primaryKey.name },
  };
}

function statements(table: Table, columns: readonly WantedColumn[]): readonly string[] {
  const list = (names: readonly string[]): string => `(${names.map(quoteIdentifier).join(", ")})`;
  const on = quoteName(table);
  const named = (constraint: { readonly name: string }, clause: string): string =>
    `constraint ${quoteIdentifier(constraint.name)} ${clause}`;
  const { primaryKey } = table;
  const parts = [
    ...columns.map((column) => column.sql),
    ...(primaryKey === undefined
      ? []
      : [named(primaryKey, `primary key ${list(primaryKey.columns)}`)]),
    ...table.checks.map((check) => named(check, `check (${check.expression})`)),
    ...table.foreignKeys.map((key) =>
      named(
        key,
        `foreign key ${list(key.columns)} references ${on} ${list(key.referencedColumns)}
         on delete ${key.onDelete} on update ${key.onUpdate}`,
      ),
    ),
  ];
  return [
    `create table ${on} (${parts.join(",\n")})`,
    // Within CREATE TABLE, one on the primary key's columns would not be made.
    ...table.uniqueConstraints.map(
      (unique) => `alter table ${on} add ${named(unique, `unique ${list(unique.columns)}`)}`,
    ),
    ...table.indexes.map((index) => indexStatement(on, index)),
    ...(table.comment === undefined
      ? []
      : [`comment on table ${on} is ${quoteLiteral(table.comment)}`]),
  ];
}

function indexStatement(on: string, index: Index): string {
  const keys = index.keys.map(
    ({ column = "", order, nulls }) => `${quoteIdentifier(column)} ${order} nulls ${nulls}`,
  );
  return [
    `create ${index.unique ? "unique " : ""}index ${quoteIdentifier(index.name)} on ${on}`,
    `(${keys.join(", ")})`,
    index.with["fillfactor"] === undefined ? "" : "with (fillfactor = 55)",
    index.where === undefined ? "" : `where ${index.where}`,
  ].join(" ");
}
