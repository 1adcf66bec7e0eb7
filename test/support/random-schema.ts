/**
 * Random schemas over everything that the comparison knows, as a model would describe them. Names
 * come from small pools, so that two independent draws share tables, columns and constraints and
 * differ in every attribute of them.
 */
import fc from "fast-check";
import {
  makeObjectName,
  printName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "../../src/schema/identifiers.js";
import { completeSequenceOptions } from "../../src/schema/sequences.js";
import type {
  CheckConstraint,
  Column,
  EnumType,
  ForeignKey,
  Index,
  IndexKey,
  Policy,
  ReferentialAction,
  Schema,
  Sequence,
  Table,
  UniqueConstraint,
  View,
} from "../../src/schema/types.js";

/** Draws one value: how the generators below read. */
type Draw = fc.GeneratorValue;

const tableNames = ["users", "Order Items", "select", 'we"ird', "émoji🚗", "n".repeat(63)] as const;
const columnNames = ["a", "b", "Total", "user", 'c"q', "sp ace", "d'x", "e"] as const;
const enumNames = ["mood", "Odd Kind", "text_status"] as const;
const enumValues = ["sad", "ok", "it's", "", "happy", "a,b", 'q"q'] as const;
const sequenceNames = ["q1", "Q two"] as const;
const schemaNames = ["public", "public", "public", "fleet", "Other Schema"] as const;

const actions: readonly ReferentialAction[] = [
  "no action",
  "restrict",
  "cascade",
  "set null",
  "set default",
];

/** A schema that PostgreSQL accepts. */
export function randomSchema(): fc.Arbitrary<Schema> {
  // `fc.gen` alone leaves the random numbers where they were: two schemas would be the same.
  return fc.tuple(fc.gen(), fc.nat()).map(([draw]) => drawSchema(draw));
}

function drawSchema(draw: Draw): Schema {
  const enums = unique(
    many(draw, 2, () => drawEnum(draw)),
    (one) => one.name,
  );
  const tables = withForeignKeys(
    draw,
    unique(
      many(draw, 4, () => drawTable(draw, enums)),
      (one) => one.name,
    ),
  );
  const sequences = unique(
    many(draw, 1, () => drawSequence(draw)),
    (one) => one.name,
  );
  const views = drawViews(draw, tables);
  const guarded = withWidePolicies(draw, tables);
  const used = [...enums, ...tables, ...sequences, ...views].map((one) => one.schema);
  return {
    namespaces: [...new Set(["public", ...used])].map((name) => ({ name })),
    roles: [],
    enums,
    sequences,
    tables: guarded,
    views,
  };
}

function drawEnum(draw: Draw): EnumType {
  return {
    schema: oneOf(draw, schemaNames),
    name: oneOf(draw, enumNames),
    values: draw(fc.shuffledSubarray, [...enumValues], { minLength: 1 }),
  };
}

function drawSequence(draw: Draw): Sequence {
  const type = oneOf(draw, ["smallint", "integer", "bigint"] as const);
  return {
    schema: oneOf(draw, schemaNames),
    name: oneOf(draw, sequenceNames),
    type,
    options: drawSequenceOptions(draw, type),
  };
}

function drawSequenceOptions(draw: Draw, type: Sequence["type"]) {
  return completeSequenceOptions(
    oneOf(draw, [
      {},
      { increment: "5" },
      { increment: "-2" },
      ...(type === "smallint" ? [] : [{ minValue: "50000", maxValue: "100000" }]),
      { increment: "-2", minValue: "-50", maxValue: "5000", startWith: "5000" },
      { startWith: "100", minValue: "10", maxValue: "2000", cycle: true },
      { cache: "20" },
    ]),
    type,
  );
}

interface TypeChoice {
  readonly sql: string;
  readonly defaults: readonly string[];
  /** Expressions over `x`, the quoted column, that PostgreSQL takes as immutable. */
  readonly checks: readonly string[];
  readonly generated?: readonly string[];
}

const types: readonly TypeChoice[] = [
  integer("smallint"),
  integer("integer"),
  integer("integer"),
  integer("bigint"),
  text("text"),
  text("text"),
  text("character varying(20)"),
  text("character varying(50)"),
  { sql: "boolean", defaults: ["true", "false"], checks: ["x", "x is not null"] },
  {
    sql: "numeric(10,2)",
    defaults: ["1.50", "0"],
    checks: ["x between 1 and 5 and x <> 3"],
    generated: ["x * 2"],
  },
  {
    sql: "timestamp with time zone",
    defaults: ["now()", "'2024-01-02 03:04:05+00'"],
    checks: ["x > '2000-01-01 00:00:00+00'"],
  },
  { sql: "date", defaults: ["current_date", "'2024-01-02'"], checks: ["x > '2000-01-01'"] },
  {
    sql: "uuid",
    defaults: ["gen_random_uuid()", "'00000000-0000-0000-0000-000000000001'"],
    checks: ["x is not null"],
  },
  { sql: "jsonb", defaults: [`'{"a": [1, "it''s"]}'`, "'{}'"], checks: ["x ? 'a'"] },
  { sql: "text[]", defaults: ["'{}'", "array['a','b']"], checks: ["cardinality(x) < 5"] },
  { sql: "integer[]", defaults: ["'{1,2}'", "array[3]"], checks: ["x[1] > 0"] },
  { sql: "timestamp(3) without time zone", defaults: ["now()"], checks: ["x <> 'epoch'"] },
  { sql: "time without time zone", defaults: ["'10:20'"], checks: ["x < '23:00'"] },
  {
    sql: "interval",
    defaults: ["'1 day'"],
    checks: ["x < '1 mon'"],
  },
  { sql: "character(3)", defaults: ["'abc'"], checks: ["x <> 'xyz'"] },
  { sql: "inet", defaults: ["'10.0.0.1'"], checks: ["x <<= '10.0.0.0/8'"] },
  { sql: "numeric", defaults: ["1.25"], checks: ["x > 0.5"], generated: ["x / 2"] },
  { sql: "real", defaults: ["0.5"], checks: ["x > 0.5"] },
  { sql: "double precision", defaults: ["1.5", "'Infinity'"], checks: ["x > 0.5"] },
];

function integer(sql: string): TypeChoice {
  return {
    sql,
    defaults: ["5", "-1", "1 + 1"],
    checks: ["x > 0", "x in (1, 2, 3)", "x between 1 and 5 and x <> 3"],
    generated: ["x + 1", "x * 2"],
  };
}

function text(sql: string): TypeChoice {
  return {
    sql,
    defaults: ["'a'", "'it''s'", "''", "'x' || 'y'"],
    checks: [
      "x in ('run', 'done')",
      "x <> ''",
      "x not in ('a', 'b')",
      "length(x) > 2",
      "x = 'a;b--c'",
    ],
    generated: ["lower(x)", "x || '!'"],
  };
}

function drawTable(draw: Draw, enums: readonly EnumType[]): Table {
  const name = oneOf(draw, tableNames);
  const schema = oneOf(draw, schemaNames);
  const own = { schema, name };
  const columns = unique(
    many(draw, 5, () => drawColumn(draw, own, enums)),
    (one) => one.name,
  );
  const key = columns.filter((column) => column.generated === undefined && sortable(column));
  const keyColumns = flip(draw)
    ? some(
        draw,
        key.map((one) => one.name),
        0,
        2,
      )
    : [];
  const derived = addGenerated(draw, columns);
  return {
    ...own,
    columns: derived.map((column) =>
      keyColumns.includes(column.name) ? { ...column, notNull: true } : column,
    ),
    ...(keyColumns.length > 0 && {
      primaryKey: {
        name: flip(draw) ? makeObjectName(name, undefined, "pkey") : `own_key ${name.slice(0, 12)}`,
        columns: keyColumns,
      },
    }),
    uniqueConstraints: drawUniques(draw, name, key),
    foreignKeys: [],
    checks: drawChecks(draw, columns, enums),
    indexes: drawIndexes(draw, name, derived),
    ...drawRowSecurity(draw, columns),
  };
}

function drawColumn(
  draw: Draw,
  table: { schema: string; name: string },
  enums: readonly EnumType[],
): Column {
  const name = oneOf(draw, columnNames);
  const notNull = flip(draw);
  const choice = draw(fc.nat, { max: 9 });
  if (choice === 0) {
    const type = oneOf(draw, ["smallint", "integer", "bigint"] as const);
    return {
      name,
      notNull: true,
      type: { sql: type },
      identity: {
        generation: oneOf(draw, ["always", "byDefault"] as const),
        sequenceName: makeObjectName(table.name, name, "seq"),
        options: drawSequenceOptions(draw, type),
      },
    };
  }
  if (choice === 1) {
    const sql = oneOf(draw, ["integer", "bigint"] as const);
    return { name, notNull: true, type: { sql }, serial: {} };
  }
  const type = enums.length > 0 && choice <= 3 ? oneOf(draw, enums) : undefined;
  if (type !== undefined) {
    const array = draw(fc.nat, { max: 3 }) === 0;
    const value = oneOf(draw, type.values);
    const literal = array
      ? oneOf(draw, [`array[${quoteLiteral(value)}]::${printName(type)}[]`, "'{}'"])
      : oneOf(draw, [quoteLiteral(value), `${quoteLiteral(value)}::${printName(type)}`]);
    return {
      name,
      notNull,
      type: {
        sql: printName(type) + (array ? "[]" : ""),
        enum: { schema: type.schema, name: type.name },
      },
      ...(flip(draw) && { default: literal }),
    };
  }
  const { sql, defaults } = oneOf(draw, types);
  return { name, notNull, type: { sql }, ...(flip(draw) && { default: oneOf(draw, defaults) }) };
}

/** Now and then a column that is computed from another. */
function addGenerated(draw: Draw, columns: readonly Column[]): readonly Column[] {
  const source = columns.find((column) => choiceOf(column)?.generated !== undefined);
  const expressions = source && choiceOf(source)?.generated;
  if (!flip(draw) || source === undefined || expressions === undefined) return columns;
  const isText = source.type.sql === "text" || source.type.sql.startsWith("character");
  return [
    ...columns,
    {
      name: oneOf(draw, ["g1", "g two"] as const),
      notNull: false,
      type: { sql: isText ? "text" : "numeric" },
      generated: {
        expression: oneOf(draw, expressions).replaceAll("x", quoteIdentifier(source.name)),
        stored: true,
      },
    },
  ];
}

function choiceOf(column: Column): TypeChoice | undefined {
  return column.identity || column.serial
    ? undefined
    : types.find((one) => one.sql === column.type.sql);
}

function sortable(column: Column): boolean {
  return column.type.sql !== "jsonb";
}

function drawUniques(
  draw: Draw,
  table: string,
  columns: readonly Column[],
): readonly UniqueConstraint[] {
  if (columns.length === 0 || !flip(draw)) return [];
  const names = some(
    draw,
    columns.map((one) => one.name),
    1,
    2,
  );
  return [
    {
      name: oneOf(draw, [`${table.slice(0, 20)}_unique`, `${table.slice(0, 20)} own u`]),
      columns: names,
      nullsNotDistinct: false,
    },
  ];
}

function drawChecks(
  draw: Draw,
  columns: readonly Column[],
  enums: readonly EnumType[],
): readonly CheckConstraint[] {
  return unique(
    many(draw, 2, () => {
      const column = columns[draw(fc.nat, { max: Math.max(columns.length - 1, 0) })];
      if (column === undefined) return undefined;
      const name = oneOf(draw, ["positive", "Odd Check", "c3"]);
      const x = quoteIdentifier(column.name);
      const type = enums.find((one) => printName(one) === column.type.sql);
      if (type !== undefined)
        return { name, expression: `${x} <> ${quoteLiteral(oneOf(draw, type.values))}` };
      const checks = types.find((one) => one.sql === column.type.sql)?.checks;
      if (checks === undefined) return undefined;
      return { name, expression: replaceX(oneOf(draw, checks), x) };
    }).filter((one) => one !== undefined),
    (one) => one.name,
  );
}

function replaceX(expression: string, x: string): string {
  return expression.replaceAll(/\bx\b/g, x);
}

function drawIndexes(draw: Draw, table: string, columns: readonly Column[]): readonly Index[] {
  return unique(
    many(draw, 2, () => drawIndex(draw, table, columns)).filter((one) => one !== undefined),
    (one) => one.name,
  );
}

function drawIndex(draw: Draw, table: string, columns: readonly Column[]): Index | undefined {
  const name = `${oneOf(draw, ["idx", "Odd Index"])} ${table.slice(0, 12)}`;
  const usable = columns.filter(sortable);
  const column = usable[draw(fc.nat, { max: Math.max(usable.length - 1, 0) })];
  if (column === undefined) return undefined;
  const x = quoteIdentifier(column.name);
  const special = drawSpecialIndex(draw, columns);
  if (special !== undefined) return { name, unique: false, with: {}, ...special };
  const isText = column.type.sql === "text" || column.type.sql.startsWith("character");
  const order = oneOf(draw, ["asc", "desc"] as const);
  const key: IndexKey = {
    ...(isText && flip(draw) ? { expression: `lower(${x})` } : { column: column.name }),
    order,
    nulls: oneOf(draw, ["first", "last"] as const),
    ...(column.type.sql === "text" && flip(draw) && { opclass: "text_pattern_ops" }),
  };
  return {
    name,
    unique: draw(fc.nat, { max: 3 }) === 0,
    method: "btree",
    keys: [key, ...drawSecondKey(draw, usable, column)],
    ...(flip(draw) && { where: `${x} is not null` }),
    with: flip(draw) ? { fillfactor: "70" } : {},
  };
}

/** Methods other than btree. */
function drawSpecialIndex(
  draw: Draw,
  columns: readonly Column[],
): Pick<Index, "method" | "keys"> | undefined {
  const column = columns[draw(fc.nat, { max: Math.max(columns.length - 1, 0) })];
  if (column === undefined || draw(fc.nat, { max: 3 }) > 0) return undefined;
  const key = { column: column.name, order: "asc", nulls: "last" } as const;
  const { sql } = column.type;
  if (sql === "jsonb" && flip(draw))
    return { method: "gin", keys: [{ ...key, opclass: "jsonb_path_ops" }] };
  if (sql === "jsonb" || sql.endsWith("[]")) return { method: "gin", keys: [key] };
  const hashed = sql === "inet" || sql === "boolean" || column.type.enum;
  return { method: hashed ? "hash" : "brin", keys: [key] };
}

function drawSecondKey(draw: Draw, columns: readonly Column[], first: Column): readonly IndexKey[] {
  const second = columns.find((column) => column !== first);
  if (second === undefined || flip(draw)) return [];
  return [{ column: second.name, order: "desc", nulls: oneOf(draw, ["first", "last"] as const) }];
}

function drawRowSecurity(
  draw: Draw,
  columns: readonly Column[],
): { rowSecurity: boolean; policies: readonly Policy[] } {
  const column = columns[0];
  if (column === undefined || draw(fc.nat, { max: 3 }) > 0)
    return { rowSecurity: false, policies: [] };
  const expression = `${quoteIdentifier(column.name)} is not null`;
  const command = oneOf(draw, ["all", "select", "update", "insert", "delete"] as const);
  const mayCheck = command !== "select" && command !== "delete";
  return {
    rowSecurity: true,
    policies: [
      {
        name: oneOf(draw, ["own rows", "p2"]),
        as: oneOf(draw, ["permissive", "restrictive"] as const),
        for: command,
        to: oneOf(draw, [["public"], ["public"], ["current_user"]]),
        ...(command !== "insert" && { using: expression }),
        ...(mayCheck && (command === "insert" || flip(draw)) && { withCheck: expression }),
      },
    ],
  };
}

/** Now and then a policy that reads another table, as most of real ones do. */
function withWidePolicies(draw: Draw, tables: readonly Table[]): readonly Table[] {
  return tables.map((table) => {
    const other = tables[draw(fc.nat, { max: tables.length - 1 })];
    if (!table.rowSecurity || other === undefined || other === table || flip(draw)) return table;
    const wide: Policy = {
      name: "reads another",
      as: "permissive",
      for: "select",
      to: ["public"],
      using: `exists (select 1 from ${quoteName(other)})`,
    };
    return { ...table, policies: [...table.policies, wide] };
  });
}

/** Adds references to what the tables have: a key of the same types. */
function withForeignKeys(draw: Draw, tables: readonly Table[]): readonly Table[] {
  return tables.map((table) => {
    const candidates = tables.flatMap((target) =>
      keysOf(target).flatMap((columns) => {
        const matching = matchColumns(table, target, columns);
        return matching === undefined ? [] : [{ target, columns, matching }];
      }),
    );
    if (candidates.length === 0 || !flip(draw)) return table;
    const names = draw(fc.shuffledSubarray<string>, ["fk1", "Odd FK"], { minLength: 1 });
    return {
      ...table,
      foreignKeys: names.map((name) => drawForeignKey(draw, table, name, oneOf(draw, candidates))),
    };
  });
}

/** The columns of all that a foreign key can lead to. */
export function keysOf(table: Table): readonly (readonly string[])[] {
  const whole = table.indexes.filter((index) => index.unique && index.where === undefined);
  const plain = whole.map((index) =>
    index.keys.map((key) => key.column).filter((one) => one !== undefined),
  );
  return [
    ...(table.primaryKey ? [table.primaryKey.columns] : []),
    ...table.uniqueConstraints.map((one) => one.columns),
    ...plain.filter(
      (columns, i) =>
        columns.length === whole[i]?.keys.length &&
        whole[i].keys.every((key) => key.opclass === undefined),
    ),
  ];
}

function drawForeignKey(
  draw: Draw,
  table: Table,
  name: string,
  {
    target,
    columns,
    matching,
  }: {
    readonly target: Table;
    readonly columns: readonly string[];
    readonly matching: readonly string[];
  },
): ForeignKey {
  const safe = matching.every(
    (one) => !table.columns.find((column) => column.name === one)?.generated,
  );
  return {
    name,
    columns: matching,
    referencedTable: { schema: target.schema, name: target.name },
    referencedColumns: columns,
    onDelete: safe ? oneOf(draw, actions) : "no action",
    onUpdate: safe ? oneOf(draw, ["no action", "cascade"] as const) : "no action",
  };
}

function matchColumns(
  table: Table,
  target: Table,
  columns: readonly string[],
): readonly string[] | undefined {
  const used = new Set<string>();
  const found: string[] = [];
  for (const name of columns) {
    const type = target.columns.find((column) => column.name === name)?.type.sql;
    const own = table.columns.find((column) => column.type.sql === type && !used.has(column.name));
    if (own === undefined) return undefined;
    used.add(own.name);
    found.push(own.name);
  }
  return found;
}

function drawViews(draw: Draw, tables: readonly Table[]): readonly View[] {
  const usable = tables.filter((one) => one.columns.length > 0);
  const table = usable[0];
  if (table === undefined || !flip(draw)) return [];
  const view = drawView(draw, "v one", table);
  const second: View = {
    schema: "public",
    name: "a view on it",
    materialized: false,
    definition: `select * from ${quoteName(view)}`,
    with: {},
    dependsOn: [{ schema: view.schema, name: view.name }],
  };
  const others = [
    ...(flip(draw) ? [second] : []),
    ...(flip(draw) ? [drawView(draw, "View 2", oneOf(draw, usable))] : []),
    ...(flip(draw) ? [countsOf(draw, tables)] : []),
  ];
  return flip(draw) ? [...others, view] : [view, ...others];
}

function drawView(draw: Draw, name: string, table: Table): View {
  const materialized = flip(draw);
  const names = table.columns.map((one) => one.name);
  const chosen = some(draw, names, 1, 9).map(quoteIdentifier).join(", ");
  const from = `from ${quoteName(table)}`;
  const key = table.primaryKey?.columns.map(quoteIdentifier).join(", ");
  const [definition = "", isSimple] = oneOf(draw, [
    [`select ${chosen} ${from}`, true],
    [`select ${chosen} ${from}`, true],
    [`select * ${from}`, true],
    // It stands on the primary key, not on the columns alone.
    ...(key === undefined ? [] : [[`select ${chosen} ${from} group by ${key}`, false] as const]),
  ] as const);
  return {
    schema: oneOf(draw, schemaNames),
    name,
    materialized,
    definition,
    with: drawViewOptions(draw, materialized, isSimple),
    ...(materialized && flip(draw) && { withNoData: true }),
    dependsOn: [{ schema: table.schema, name: table.name }],
  };
}

function drawViewOptions(
  draw: Draw,
  materialized: boolean,
  isSimple: boolean,
): Readonly<Record<string, string>> {
  if (flip(draw)) return {};
  if (materialized) return { fillfactor: "70" };
  return oneOf(draw, [
    { security_barrier: "true" },
    ...(isSimple ? [{ check_option: "local" }, { check_option: "cascaded" }] : []),
  ]);
}

/** Of several tables. */
function countsOf(draw: Draw, tables: readonly Table[]): View {
  const read = some(draw, tables, 1, 3);
  return {
    schema: oneOf(draw, schemaNames),
    name: "counts",
    materialized: flip(draw),
    definition: read
      .map((table) => `select count(*) as n from ${quoteName(table)}`)
      .join(" union all "),
    with: {},
    dependsOn: read.map(({ schema, name }) => ({ schema, name })),
  };
}

function many<T>(draw: Draw, max: number, make: () => T): readonly T[] {
  return Array.from({ length: draw(fc.nat, { max }) }, make);
}

/** At least `min` items, where there are as many. */
function some<T>(draw: Draw, items: readonly T[], min: number, max: number): readonly T[] {
  return draw(fc.subarray<T>, [...items], {
    minLength: Math.min(min, items.length),
    maxLength: Math.min(max, items.length),
  });
}

function flip(draw: Draw): boolean {
  return draw(fc.boolean);
}

function oneOf<T>(draw: Draw, items: readonly T[]): T {
  return draw(fc.constantFrom<T[]>, ...items);
}

function unique<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
