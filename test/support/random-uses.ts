/** Random uses of what is there and stays as it is: what a proof has to find by itself. */
import fc from "fast-check";
import {
  printName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "../../src/schema/identifiers.js";
import type { Column, ForeignKey, Schema, Table, View } from "../../src/schema/types.js";
import { keysOf } from "./random-schema.js";

type Draw = fc.GeneratorValue;

/** What nobody compares, and what the uses lean on. */
export const elsewhere = `drop schema if exists elsewhere cascade; create schema elsewhere;
  create table elsewhere."Own Things" (a int, b text, unique (b, a));
  create sequence elsewhere."Q"; create type elsewhere.kind as enum ('it''s', 'b');
  create collation elsewhere."C" (lc_collate = 'C', lc_ctype = 'C');
  create function elsewhere.fits(text) returns boolean language sql immutable as 'select length($1) > 0';
  create domain elsewhere.label as text collate elsewhere."C" check (elsewhere.fits(value));
  create operator elsewhere.~== (function = pg_catalog.texteq, leftarg = text, rightarg = text);
  create view elsewhere.seen as select a, count(*) as n from elsewhere."Own Things" group by a;`;

/** The schema, and a table or two that newly use tables, views, enums and sequences of it. */
export function newUses(schema: Schema): fc.Arbitrary<Schema> {
  return fc.gen().map((draw) => {
    const [first, ...others] = schema.tables;
    const isNew = first === undefined || flip(draw);
    const user: Table = isNew
      ? { ...newTable, ...usesIn(draw, newTable, schema) }
      : { ...first, ...usesIn(draw, first, schema) };
    const views = schema.views.some((one) => one.name === "looks on") ? [] : viewsOn(draw, schema);
    return {
      ...schema,
      tables: isNew ? [...schema.tables, user] : [user, ...others],
      views: [...schema.views, ...views],
    };
  });
}

const newTable: Table = {
  schema: "public",
  name: 'new "user"',
  columns: [],
  uniqueConstraints: [],
  foreignKeys: [],
  checks: [],
  indexes: [],
  policies: [],
  rowSecurity: false,
};

function usesIn(draw: Draw, table: Table, schema: Schema) {
  const columns = [
    ...schema.enums.map((type) => enumColumn(draw, type)),
    ...sequenceColumns(schema),
    ...foreign,
  ].filter(() => flip(draw));
  const references = [...schema.tables, theirs]
    .filter((one) => one !== table && flip(draw))
    .flatMap((target, index) => reference(target, index));
  const read = schema.tables.find((one) => one !== table && one.columns.length > 0) ?? theirs;
  return {
    columns: [...table.columns, ...columns, ...references.flatMap((one) => one.columns)],
    foreignKeys: [...table.foreignKeys, ...references.map((one) => one.foreignKey)],
    checks: columns.includes(label)
      ? [
          ...table.checks,
          {
            name: "own operator",
            expression: `"use l"::text operator(elsewhere.~==) 'x' or elsewhere.fits("use l")`,
          },
        ]
      : table.checks,
    ...(flip(draw) && {
      rowSecurity: true,
      policies: [
        ...table.policies,
        {
          name: "reads more",
          as: "permissive" as const,
          for: "select" as const,
          to: ["public"],
          using: `exists (select 1 from ${quoteName(read)} r where r.${quoteIdentifier(read.columns[0]?.name ?? "a")} is not null)`,
        },
      ],
    }),
  };
}

function enumColumn(draw: Draw, type: Schema["enums"][number]): Column {
  const isArray = flip(draw);
  return {
    name: `use ${type.schema.slice(0, 1)} ${type.name}`,
    notNull: false,
    type: {
      sql: `${printName(type)}${isArray ? "[]" : ""}`,
      enum: { schema: type.schema, name: type.name },
    },
    ...(!isArray && { default: quoteLiteral(type.values[0] ?? "") }),
  };
}

function sequenceColumns({ sequences }: Schema): readonly Column[] {
  return sequences.map((one) => ({
    name: `use ${one.name}`,
    notNull: false,
    type: { sql: "bigint" },
    default: `nextval(${quoteLiteral(quoteName(one))}::regclass)`,
  }));
}

const label: Column = { name: "use l", notNull: false, type: { sql: "elsewhere.label" } };
const foreign: readonly Column[] = [
  label,
  { name: "use k", notNull: false, type: { sql: "elsewhere.kind[]" } },
  {
    name: "use q",
    notNull: false,
    type: { sql: "integer" },
    default: `nextval('elsewhere."Q"'::regclass)`,
  },
  { name: "use c", notNull: false, type: { sql: "text" }, collation: 'elsewhere."C"' },
];

const theirs: Table = {
  ...newTable,
  schema: "elsewhere",
  name: "Own Things",
  columns: [
    { name: "a", notNull: false, type: { sql: "integer" } },
    { name: "b", notNull: false, type: { sql: "text" } },
  ],
  uniqueConstraints: [{ name: "u", columns: ["b", "a"], nullsNotDistinct: false }],
};

/** New columns of the types that a key of the table has, and a foreign key on it. */
function reference(
  target: Table,
  index: number,
): readonly { readonly columns: readonly Column[]; readonly foreignKey: ForeignKey }[] {
  const [key] = keysOf(target);
  if (key === undefined) return [];
  const columns = key.flatMap((name, i): readonly Column[] => {
    const found = target.columns.find((one) => one.name === name);
    return found === undefined
      ? []
      : [{ name: `to ${index} ${i}`, notNull: false, type: found.type }];
  });
  const foreignKey: ForeignKey = {
    name: `to ${index}`,
    columns: columns.map((one) => one.name),
    referencedTable: { schema: target.schema, name: target.name },
    referencedColumns: key,
    onDelete: "no action",
    onUpdate: "cascade",
  };
  return [{ columns, foreignKey }];
}

function viewsOn(draw: Draw, { tables, views }: Schema): readonly View[] {
  const sources = [...tables.filter((one) => one.columns.length > 0), ...views].filter(
    (one) => !("withNoData" in one),
  );
  const source = flip(draw) ? sources.at(-1) : sources[0];
  const read = source ?? { schema: "elsewhere", name: "seen" };
  return [
    {
      schema: "public",
      name: "looks on",
      materialized: flip(draw),
      definition: `select count(*) as n from ${quoteName(read)} r, elsewhere.seen s`,
      with: {},
      dependsOn: [{ schema: read.schema, name: read.name }],
    },
  ];
}

function flip(draw: Draw): boolean {
  return draw(fc.boolean);
}
