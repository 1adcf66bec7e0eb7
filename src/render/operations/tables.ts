import { defined } from "../../defined.js";
import type {
  IndexOperation,
  PolicyOperation,
  SingleOperation,
  TableOperation,
} from "../../operations/types.js";
import { makeObjectName, qualifiedName } from "../../schema/identifiers.js";
import type {
  CheckConstraint,
  Index,
  IndexKey,
  Policy,
  PrimaryKey,
  Table,
  UniqueConstraint,
} from "../../schema/types.js";
import { columnBuilder } from "../columns.js";
import type { Imports } from "../imports.js";
import {
  call,
  Code,
  literal,
  nameOf,
  options,
  parameters,
  propertyAccess,
  sqlText,
  unless,
} from "../literals.js";
import type { Calls, PartCalls } from "./calls.js";
import { spellOutSerial } from "./columns.js";

export const tableCalls: Calls<TableOperation | IndexOperation | PolicyOperation> = {
  createTable: ({ table }, imports, parts) => createTable(table, imports, parts),
  dropTable: ["table"],

  createIndex: ({ table, index }, imports) => {
    const keys = index.keys.map((key) => keyOf(key, imports));
    const given = {
      unique: unless(false, index.unique),
      using: unless("btree", index.method),
      include: index.include,
      where: sqlText(index.where),
      with: options(parameters(index.with)),
      nullsNotDistinct: unless(false, index.nullsNotDistinct),
      concurrently: unless(false, index.concurrently),
      only: unless(false, index.only),
    };
    return call("op.createIndex", index.name, nameOf(table), keys, options(given));
  },
  dropIndex: ({ index: { schema, name }, concurrently }) => {
    const given = { schema: unless("public", schema), concurrently: unless(false, concurrently) };
    return call("op.dropIndex", name, options(given));
  },

  createPolicy: ({ table, policy }) =>
    call("op.createPolicy", policy.name, nameOf(table), policyOptions(policy, sqlText)),
  alterPolicy: ({ table, name, changes: { to, using, withCheck } }) =>
    call(
      "op.alterPolicy",
      name,
      nameOf(table),
      defined({ to: to && rolesOf(to), using: sqlText(using), withCheck: sqlText(withCheck) }),
    ),
  dropPolicy: ["name", "table"],
  enableRowLevelSecurity: ["table"],
  disableRowLevelSecurity: ["table"],
};

/** One call for what Drizzle can say about a table, and calls of their own for the rest. */
function createTable(table: Table, imports: Imports, parts: PartCalls): readonly string[] {
  const name = qualifiedName(table);
  const keys = columnKeys(table.columns.map((column) => column.name));
  const inlineKey = inlinePrimaryKey(table);
  const serials = table.columns.map((column) => spellOutSerial(name, column));
  const columns = serials.map(({ column }) => {
    const isPrimaryKey = inlineKey?.columns[0] === column.name;
    const builder = new Code(columnBuilder(column, imports, isPrimaryKey));
    return [keys.get(column.name) ?? column.name, builder] as const;
  });
  const write = new ExtraWriter(keys, imports);
  const contents = contentsOf(table, write, inlineKey);
  const extras = contents.flatMap(({ extra }) => extra || []).join(", ");
  const callback = extras === "" ? undefined : `(${write.usesTable ? "t" : ""}) => [${extras}]`;
  return [
    ...serials.flatMap(({ before }) => before),
    call(
      "op.createTable",
      nameOf(name),
      // Prettier leaves the entries on lines of their own.
      new Code(literal(Object.fromEntries(columns)).replace(/^\{ /, "{\n")),
      callback && new Code(callback),
    ),
    ...serials.flatMap(({ after }) => after),
    ...contents.flatMap(({ extra, operation }) =>
      extra === undefined ? parts.creation(operation) : [],
    ),
    // In Drizzle a policy of a table switches row-level security on.
    ...(table.rowSecurity && table.policies.length === 0
      ? [call("op.enableRowLevelSecurity", nameOf(name))]
      : []),
    // All comments stand together, after what they are about.
    ...parts.comment({ kind: "createTable", table }),
    ...table.columns.flatMap((column) => parts.comment({ kind: "addColumn", table: name, column })),
    ...contents.flatMap(({ operation }) => parts.comment(operation)),
  ];
}

/** The primary key if `.primaryKey()` on its column says all of it. */
function inlinePrimaryKey({ name, primaryKey: key }: Table): PrimaryKey | undefined {
  const isUsual = key?.columns.length === 1 && key.name === makeObjectName(name, undefined, "pkey");
  return isUsual && isDrizzleKey(key) ? key : undefined;
}

interface Content {
  /** In the third argument of `createTable`; absent for what Drizzle cannot say. */
  readonly extra: string | undefined;
  /** What creates it by itself. */
  readonly operation: SingleOperation;
}

function contentsOf(
  table: Table,
  write: ExtraWriter,
  inlineKey: PrimaryKey | undefined,
): readonly Content[] {
  const on = { table: qualifiedName(table) };
  return [
    ...[table.primaryKey ?? []].flat().map((constraint) => ({
      extra: constraint === inlineKey ? "" : write.primaryKey(constraint),
      operation: { kind: "createPrimaryKey", ...on, constraint } as const,
    })),
    ...table.uniqueConstraints.map((constraint) => ({
      extra: write.unique(constraint),
      operation: { kind: "createUniqueConstraint", ...on, constraint } as const,
    })),
    ...table.checks.map((constraint) => ({
      extra: write.check(constraint),
      operation: { kind: "createCheckConstraint", ...on, constraint } as const,
    })),
    // A table that this transaction has created has no other writers to block.
    ...table.indexes.map(({ concurrently: _, ...index }) => ({
      extra: write.index(index),
      operation: { kind: "createIndex", ...on, index } as const,
    })),
    // Policies on a table without row-level security are of no effect, and unknown to Drizzle.
    ...table.policies.map((policy) => ({
      extra: table.rowSecurity ? write.policy(policy) : undefined,
      operation: { kind: "createPolicy", ...on, policy } as const,
    })),
  ];
}

/** By the columns' names, the keys in the call, of which JavaScript and Drizzle reserve some. */
function columnKeys(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(names);
  return new Map(
    names.map((name) => {
      if (!reserved.test(name)) return [name, name];
      let key = `column_${name}`;
      while (taken.has(key)) key += "_";
      taken.add(key);
      return [name, key];
    }),
  );
}

/** Keys that are whole numbers come first in any object; the others mean something to a table. */
const reserved =
  /^(?:\d+|__proto__|_|\$inferSelect|\$inferInsert|enableRLS|getSQL|shouldOmitSQLParens)$/;

/** Drizzle has no words for `INCLUDE` and `DEFERRABLE`. */
function isDrizzleKey(key: PrimaryKey | UniqueConstraint): boolean {
  return key.include === undefined && key.deferrable !== true && key.initiallyDeferred !== true;
}

/** Writes an entry of the callback `(t) => […]`; `undefined` for what Drizzle cannot express. */
class ExtraWriter {
  usesTable = false;

  /** @param keys The keys of the columns in the second argument, by the columns' names. */
  constructor(
    private readonly keys: ReadonlyMap<string, string>,
    private readonly imports: Imports,
  ) {}

  primaryKey(key: PrimaryKey): string | undefined {
    if (!isDrizzleKey(key)) return undefined;
    const { name, columns } = key;
    return call(this.imports.pgCore("primaryKey"), { name, columns: this.#columns(columns) });
  }

  unique(key: UniqueConstraint): string | undefined {
    if (!isDrizzleKey(key)) return undefined;
    const unique = call(this.imports.pgCore("unique"), key.name);
    const on = call(".on", ...this.#columns(key.columns));
    return unique + on + (key.nullsNotDistinct ? ".nullsNotDistinct()" : "");
  }

  check({ name, expression, notValid, noInherit }: CheckConstraint): string | undefined {
    if (notValid === true || noInherit === true) return undefined;
    return call(this.imports.pgCore("check"), name, this.imports.sql(expression));
  }

  index({ name, unique, method, keys, where, ...index }: Index): string | undefined {
    const isSorted = keys.some((key) => key.column === undefined && !isPlainKey(key));
    const isCollated = keys.some((key) => key.collation !== undefined);
    const isPlain = index.include === undefined && index.nullsNotDistinct !== true;
    if (isSorted || isCollated || !isPlain) return undefined;
    const columns = keys.map((key) => this.#indexKey(key));
    // Unlike `op`, Drizzle's own index takes PostgreSQL's names.
    const given = options(parameters(index.with, (parameter) => parameter));
    return [
      call(this.imports.pgCore(unique ? "uniqueIndex" : "index"), name),
      method === "btree" ? call(".on", ...columns) : call(".using", method, ...columns),
      where === undefined ? "" : call(".where", this.imports.sql(where)),
      given === undefined ? "" : call(".with", given),
    ].join("");
  }

  policy(policy: Policy): string {
    const given = policyOptions(policy, (text) => this.imports.sql(text));
    return call(this.imports.pgCore("pgPolicy"), policy.name, given);
  }

  /** Drizzle defaults to nulls last, PostgreSQL to a place that depends on the order. */
  #indexKey(key: IndexKey): Code {
    if (key.column === undefined) return this.imports.sql(key.expression ?? "");
    const opclass = namedOpclass(key);
    return new Code(
      [
        this.#column(key.column).text,
        key.order === "desc" ? ".desc()" : "",
        key.nulls === "first" ? ".nullsFirst()" : key.order === "desc" ? ".nullsLast()" : "",
        opclass === undefined ? "" : call(".op", opclass),
      ].join(""),
    );
  }

  #columns(names: readonly string[]): readonly Code[] {
    return names.map((name) => this.#column(name));
  }

  #column(name: string): Code {
    this.usesTable = true;
    return new Code(propertyAccess("t", this.keys.get(name) ?? name));
  }
}

function keyOf(key: IndexKey, imports: Imports): unknown {
  const { column, expression = "", order, nulls, collation } = key;
  if (isPlainKey(key)) return column ?? imports.sql(expression);
  return defined({
    ...(column === undefined ? { expression: sqlText(expression) } : { column }),
    order: unless("asc", order),
    nulls: unless(order === "asc" ? "last" : "first", nulls),
    opclass: namedOpclass(key),
    collation,
  });
}

/** Whether a key is sorted, compared and collated as PostgreSQL does where nothing is said. */
function isPlainKey(key: IndexKey): boolean {
  const { order, nulls, collation } = key;
  const isSorted = order !== "asc" || nulls !== "last";
  return !isSorted && collation === undefined && namedOpclass(key) === undefined;
}

/** The operator class, unless it is the one that PostgreSQL takes by itself. */
function namedOpclass(key: IndexKey): string | undefined {
  return key.opclassIsDefault === true ? undefined : key.opclass;
}

/** What is not PostgreSQL's default about a policy; `expression` writes SQL. */
function policyOptions(
  { as, for: command, to, using, withCheck }: Policy,
  expression: (text: string) => unknown,
): object | undefined {
  return options({
    as: unless("permissive", as),
    for: unless("all", command),
    to: unless("public", rolesOf(to)),
    using: using === undefined ? undefined : expression(using),
    withCheck: withCheck === undefined ? undefined : expression(withCheck),
  });
}

function rolesOf(names: readonly string[]): string | readonly string[] {
  return names.length === 1 ? names.join() : names;
}
