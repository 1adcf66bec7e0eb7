import { makeObjectName } from "../../schema/identifiers.js";
import type { TableOperation } from "../../operations/types.js";
import type { PrimaryKey, QualifiedName, Table } from "../../schema/types.js";
import { columnBuilder } from "../columns/column.js";
import type { Imports } from "../imports.js";
import { call, Code, literal, nameOf } from "../literals.js";
import type { Calls } from "./calls.js";
import { spellOutSerial } from "./columns.js";
import { commentOf } from "./objects.js";
import { createCheckConstraint, createPrimaryKey, createUniqueConstraint } from "./constraints.js";
import { createIndex } from "./indexes.js";
import { createPolicy } from "./policies.js";
import { canSayKey, ExtraWriter } from "./table-extras.js";

export const tableCalls: Calls<TableOperation> = {
  createTable: ({ table }, imports) => createTable(table, imports),
  dropTable: ["table"],
};

/** One call for what Drizzle can say about a table, and calls of their own for the rest. */
function createTable(table: Table, imports: Imports): readonly string[] {
  const name: QualifiedName = { schema: table.schema, name: table.name };
  const keys = columnKeys(table.columns.map((column) => column.name));
  const inlineKey = inlinePrimaryKey(table);
  const serials = table.columns.map((column) => spellOutSerial(name, column));
  const columns = serials.map(({ column }) => {
    const isPrimaryKey = inlineKey?.columns[0] === column.name;
    const builder = new Code(columnBuilder(column, imports, isPrimaryKey));
    return [keys.get(column.name) ?? column.name, builder] as const;
  });
  const write = new ExtraWriter(keys, imports);
  const parts = partsOf(table, write, imports);
  const extras = parts.flatMap(({ extra }) => extra || []).join(", ");
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
    ...parts.flatMap(({ own = [] }) => own),
    // In Drizzle a policy of a table switches row-level security on.
    ...(table.rowSecurity && table.policies.length === 0
      ? [call("op.enableRowLevelSecurity", nameOf(name))]
      : []),
    // All comments stand together, after what they are about.
    ...commentOf({ kind: "table", ...name }, table),
    ...table.columns.flatMap((column) =>
      commentOf({ kind: "column", table: name, name: column.name }, column),
    ),
    ...parts.flatMap(({ comment }) => comment),
  ];
}

/** The primary key if `.primaryKey()` on its column says all of it. */
function inlinePrimaryKey({ name, primaryKey: key }: Table): PrimaryKey | undefined {
  const isUsual = key?.columns.length === 1 && key.name === makeObjectName(name, undefined, "pkey");
  return isUsual && canSayKey(key) ? key : undefined;
}

/** A constraint, index or policy of a new table. */
interface Part {
  /** In the third argument of `createTable`. */
  readonly extra: string | undefined;
  /** A call of its own, for what Drizzle cannot say. */
  readonly own: string | undefined;
  readonly comment: readonly string[];
}

function partsOf(table: Table, write: ExtraWriter, imports: Imports): readonly Part[] {
  const { schema, name } = table;
  const on = { schema, name };
  const inlineKey = inlinePrimaryKey(table);
  const part = <P extends { readonly name: string; readonly comment?: string }>(
    object: P,
    kind: "constraint" | "policy" | "index",
    extra: string | undefined,
    create: (table: QualifiedName, object: P, imports: Imports) => string,
  ): Part => ({
    extra,
    own: extra === undefined ? create(on, object, imports) : undefined,
    comment: commentOf(
      kind === "index"
        ? { kind, schema, name: object.name }
        : { kind, table: on, name: object.name },
      object,
    ),
  });
  return [
    ...[table.primaryKey ?? []]
      .flat()
      .map((key) =>
        part(key, "constraint", key === inlineKey ? "" : write.primaryKey(key), createPrimaryKey),
      ),
    ...table.uniqueConstraints.map((key) =>
      part(key, "constraint", write.unique(key), createUniqueConstraint),
    ),
    ...table.checks.map((check) =>
      part(check, "constraint", write.check(check), createCheckConstraint),
    ),
    // A table that this transaction has created has no other writers to block.
    ...table.indexes.map(({ concurrently: _, ...index }) =>
      part(index, "index", write.index(index), createIndex),
    ),
    // Policies on a table without row-level security are of no effect, and unknown to Drizzle.
    ...table.policies.map((policy) =>
      part(policy, "policy", table.rowSecurity ? write.policy(policy) : undefined, createPolicy),
    ),
  ];
}

/**
 * The keys under which the columns of a new table stand, by their names: the names themselves,
 * except where JavaScript or Drizzle would make something else of the key.
 */
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
