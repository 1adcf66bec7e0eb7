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

/** One call for what Drizzle can declare of a table, and further calls for the rest. */
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
      // Prettier keeps the entries on lines of their own.
      new Code(literal(Object.fromEntries(columns)).replace(/^\{ /, "{\n")),
      callback && new Code(callback),
    ),
    ...serials.flatMap(({ after }) => after),
    ...contents.flatMap(({ extra, operation }) =>
      extra === undefined ? parts.creation(operation) : [],
    ),
    // In Drizzle, a policy of a table enables row-level security.
    ...(table.rowSecurity && table.policies.length === 0
      ? [call("op.enableRowLevelSecurity", nameOf(name))]
      : []),
    // All comments come together, after the objects.
    ...parts.comment({ kind: "createTable", table }),
    ...table.columns.flatMap((column) => parts.comment({ kind: "addColumn", table: name, column })),
    ...contents.flatMap(({ operation }) => parts.comment(operation)),
  ];
}

/** The primary key if `.primaryKey()` on its column says everything about it. */
function inlinePrimaryKey({ name, primaryKey: key }: Table): PrimaryKey | undefined {
  const isUsual = key?.columns.length === 1 && key.name === makeObjectName(name, undefined, "pkey");
  return isUsual && isDrizzleKey(key) ? key : undefined;
}

interface Content {
  /** Its entry in the third argument of `createTable`; absent if Drizzle cannot declare it. */
  readonly extra: string | undefined;
  /** The operation that creates it separately. */
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
    // Nobody else writes to a table that this transaction has created.
    ...table.indexes.map(({ concurrently: _, ...index }) => ({
      extra: write.index(index),
      operation: { kind: "createIndex", ...on, index } as const,
    })),
    // Drizzle cannot declare policies on a table without row-level security.
    ...table.policies.map((policy) => ({
      extra: table.rowSecurity ? write.policy(policy) : undefined,
      operation: { kind: "createPolicy", ...on, policy } as const,
    })),
  ];
}

/** The keys of the columns in the call, by name. JavaScript and Drizzle reserve some keys. */
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

/** In objects, keys that are whole numbers always come first. Drizzle reserves the others. */
const reserved =
  /^(?:\d+|__proto__|_|\$inferSelect|\$inferInsert|enableRLS|getSQL|shouldOmitSQLParens)$/;

/** Drizzle cannot declare `INCLUDE` and `DEFERRABLE`. */
function isDrizzleKey(key: PrimaryKey | UniqueConstraint): boolean {
  return key.include === undefined && key.deferrable !== true && key.initiallyDeferred !== true;
}

/** Writes an entry of the callback `(t) => […]`; `undefined` if Drizzle cannot declare it. */
class ExtraWriter {
  usesTable = false;

  /** @param keys the keys of the columns in the second argument, by the columns' names */
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
    // Unlike `op`, Drizzle's index takes PostgreSQL's names.
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

  /** Drizzle's default is nulls last. PostgreSQL's depends on the order. */
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

/** Whether a key has PostgreSQL's default order, operator class and collation. */
function isPlainKey(key: IndexKey): boolean {
  const { order, nulls, collation } = key;
  const isSorted = order !== "asc" || nulls !== "last";
  return !isSorted && collation === undefined && namedOpclass(key) === undefined;
}

/** The operator class, unless it is PostgreSQL's default. */
function namedOpclass(key: IndexKey): string | undefined {
  return key.opclassIsDefault === true ? undefined : key.opclass;
}

/** The options of a policy that differ from PostgreSQL's defaults. `expression` writes SQL. */
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
