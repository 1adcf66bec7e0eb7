import { partsOf, ruleOf } from "./rules.js";
import type { Statement } from "./statement.js";
import type { CreateIndex, DropIndex, Operation } from "./types.js";

/**
 * The statements that carry an operation out, in their order. Every name is quoted and qualified,
 * every literal escaped, and no statement ends with a semicolon.
 *
 * @throws GenError `operation_invalid` for what PostgreSQL has no statement for
 * @example compile({ kind: "dropTable", table: { schema: "public", name: "cars" } })
 * // [{ sql: 'DROP TABLE "public"."cars"' }]
 */
export function compile(operation: Operation): readonly Statement[] {
  return partsOf(operation)
    .flatMap((part) => ruleOf(part).sql(part))
    .map((statement) => (typeof statement === "string" ? { sql: statement } : statement));
}

/**
 * Whether the operation may run inside a transaction. What builds, drops or refreshes
 * `CONCURRENTLY` may not, except the refresh, which PostgreSQL allows anywhere; what an
 * `autocommit` holds is meant not to.
 */
export function isTransactional(operation: Operation): boolean {
  return (
    operation.kind !== "autocommit" && !isConcurrentBuild(operation) && !isConcurrentDrop(operation)
  );
}

/** Whether the operation builds an index outside a transaction, so that an attempt may leave it behind. */
export function isConcurrentBuild(operation: Operation): operation is CreateIndex {
  return operation.kind === "createIndex" && operation.index.concurrently === true;
}

/** Whether the operation drops an index outside a transaction, so that an attempt may have done it. */
export function isConcurrentDrop(operation: Operation): operation is DropIndex {
  return operation.kind === "dropIndex" && operation.concurrently === true;
}
