import { quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import type { Index, IndexKey, QualifiedName } from "../schema/types.js";
import { commentStatement } from "./objects.js";
import { previousOf } from "./irreversible.js";
import { columnList, inParentheses, statements, words } from "./statement.js";
import type { Statement } from "./statement.js";
import type { DropIndex, IndexOperation, Operation } from "./types.js";

export function compileIndex(operation: IndexOperation): readonly Statement[] {
  switch (operation.kind) {
    case "createIndex":
      return statements(...createIndexStatements(operation.table, operation.index));
    case "dropIndex": {
      const { concurrently, index } = operation;
      return statements(words("DROP INDEX", concurrently && "CONCURRENTLY", quoteName(index)));
    }
  }
}

export function inverseIndex(operation: IndexOperation): Operation {
  switch (operation.kind) {
    case "createIndex": {
      const { table, index } = operation;
      return {
        kind: "dropIndex",
        index: { schema: table.schema, name: index.name },
        ...(index.concurrently === true ? { concurrently: true } : {}),
        previous: { table, index },
      };
    }
    case "dropIndex":
      return restoreIndex(operation);
  }
}

/** An index that was dropped without blocking is built again without blocking. */
function restoreIndex(operation: DropIndex): Operation {
  const { table, index } = previousOf(operation);
  const { concurrently: _, ...rest } = index;
  return {
    kind: "createIndex",
    table,
    index: operation.concurrently === true ? { ...rest, concurrently: true } : rest,
  };
}

/** `CREATE INDEX`, and the comment if the index has one. */
export function createIndexStatements(table: QualifiedName, index: Index): readonly string[] {
  const { include, where } = index;
  const parameters = Object.entries(index.with);
  return [
    words(
      "CREATE",
      index.unique && "UNIQUE",
      "INDEX",
      index.concurrently && "CONCURRENTLY",
      quoteIdentifier(index.name),
      "ON",
      index.only && "ONLY",
      quoteName(table),
      `USING ${quoteIdentifier(index.method)}`,
      `(${index.keys.map(indexKey).join(", ")})`,
      include !== undefined && include.length > 0 && `INCLUDE (${columnList(include)})`,
      index.nullsNotDistinct && "NULLS NOT DISTINCT",
      parameters.length > 0 && `WITH (${storageParameters(parameters)})`,
      where !== undefined && `WHERE ${inParentheses(where)}`,
    ),
    ...commentStatement({ kind: "index", schema: table.schema, name: index.name }, index.comment),
  ];
}

/** The operator class stands as it was written. */
function indexKey(key: IndexKey): string {
  const usualNulls = key.order === "asc" ? "last" : "first";
  return words(
    key.column === undefined ? inParentheses(key.expression ?? "") : quoteIdentifier(key.column),
    key.collation && `COLLATE ${key.collation}`,
    key.opclass,
    key.order === "desc" && "DESC",
    key.nulls !== usualNulls && `NULLS ${key.nulls.toUpperCase()}`,
  );
}

/**
 * `name = 'value'` for each; a name may be qualified, as in `toast.autovacuum_enabled`.
 *
 * @example storageParameters([["fillfactor", "70"]]) // fillfactor = '70'
 */
export function storageParameters(parameters: readonly (readonly [string, string])[]): string {
  return parameters
    .map(([name, value]) => `${parameterName(name)} = ${quoteLiteral(value)}`)
    .join(", ");
}

/** @example parameterName("toast.fillfactor") // toast.fillfactor */
export function parameterName(name: string): string {
  return /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/.test(name) ? name : quoteIdentifier(name);
}
