import { compileColumn } from "./columns.js";
import { compileObject } from "./objects.js";
import { compileConstraint } from "./constraints.js";
import { compileData } from "./data.js";
import { compileEnum } from "./enums.js";
import { compileIndex } from "./indexes.js";
import { compilePolicy } from "./policies.js";
import { compilePrivilege } from "./privileges.js";
import { compileRole } from "./roles.js";
import { compileSchema } from "./schemas.js";
import { compileSequence } from "./sequences.js";
import type { Statement } from "./statement.js";
import { compileTable } from "./tables.js";
import type { CreateIndex, DropIndex, Operation } from "./types.js";
import { compileView } from "./views.js";

/**
 * The statements that carry an operation out, in their order. Every name is quoted and qualified,
 * every literal escaped, and no statement ends with a semicolon.
 *
 * @throws GenError `operation_invalid` for what PostgreSQL has no statement for
 * @example compile({ kind: "dropTable", table: { schema: "public", name: "cars" } })
 * // [{ sql: 'DROP TABLE "public"."cars"' }]
 */
export function compile(operation: Operation): readonly Statement[] {
  switch (operation.kind) {
    case "createSchema":
    case "dropSchema":
      return compileSchema(operation);
    case "createTable":
    case "dropTable":
      return compileTable(operation);
    case "addColumn":
    case "dropColumn":
    case "alterColumn":
      return compileColumn(operation);
    case "createPrimaryKey":
    case "createUniqueConstraint":
    case "createForeignKey":
    case "createCheckConstraint":
    case "dropConstraint":
    case "validateConstraint":
      return compileConstraint(operation);
    case "createIndex":
    case "dropIndex":
      return compileIndex(operation);
    case "createEnum":
    case "dropEnum":
    case "addEnumValue":
    case "alterEnum":
      return compileEnum(operation);
    case "createSequence":
    case "alterSequence":
    case "dropSequence":
      return compileSequence(operation);
    case "createView":
    case "alterView":
    case "dropView":
    case "refreshMaterializedView":
      return compileView(operation);
    case "createPolicy":
    case "alterPolicy":
    case "dropPolicy":
    case "enableRowLevelSecurity":
    case "disableRowLevelSecurity":
      return compilePolicy(operation);
    case "createRole":
    case "alterRole":
    case "dropRole":
      return compileRole(operation);
    case "rename":
    case "setSchema":
    case "commentOn":
      return compileObject(operation);
    case "grant":
    case "revoke":
      return compilePrivilege(operation);
    case "execute":
    case "bulkInsert":
      return compileData(operation);
    case "autocommit":
      return operation.operations.flatMap(compile);
  }
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
