import { inverseColumn } from "./columns.js";
import { inverseComment } from "./comments.js";
import { inverseConstraint } from "./constraints.js";
import { inverseEnum } from "./enums.js";
import { inverseIndex } from "./indexes.js";
import { irreversible } from "./irreversible.js";
import { inversePolicy } from "./policies.js";
import { inversePrivilege } from "./privileges.js";
import { inverseRole } from "./roles.js";
import { inverseSchema } from "./schemas.js";
import { inverseSequence } from "./sequences.js";
import { inverseTable } from "./tables.js";
import type { Operation } from "./types.js";
import { inverseView } from "./views.js";

/**
 * What takes the operation back: it restores what was removed from `previous`.
 *
 * @throws GenError `irreversible` where `previous` is missing, and for statements of the author's
 * own
 */
export function inverse(operation: Operation): readonly Operation[] {
  switch (operation.kind) {
    case "createSchema":
    case "dropSchema":
    case "renameSchema":
      return [inverseSchema(operation)];
    case "createTable":
    case "dropTable":
    case "renameTable":
    case "setTableSchema":
      return inverseTable(operation);
    case "addColumn":
    case "dropColumn":
    case "renameColumn":
    case "alterColumn":
      return [inverseColumn(operation)];
    case "createPrimaryKey":
    case "createUniqueConstraint":
    case "createForeignKey":
    case "createCheckConstraint":
    case "dropConstraint":
    case "renameConstraint":
    case "validateConstraint":
      return inverseConstraint(operation);
    case "createIndex":
    case "dropIndex":
    case "renameIndex":
      return [inverseIndex(operation)];
    case "createEnum":
    case "dropEnum":
    case "renameEnum":
    case "setEnumSchema":
    case "addEnumValue":
    case "renameEnumValue":
    case "alterEnum":
      return [inverseEnum(operation)];
    case "createSequence":
    case "alterSequence":
    case "renameSequence":
    case "setSequenceSchema":
    case "dropSequence":
      return [inverseSequence(operation)];
    case "createView":
    case "alterView":
    case "renameView":
    case "setViewSchema":
    case "dropView":
    case "refreshMaterializedView":
      return inverseView(operation);
    case "createPolicy":
    case "alterPolicy":
    case "renamePolicy":
    case "dropPolicy":
    case "enableRowLevelSecurity":
    case "disableRowLevelSecurity":
      return [inversePolicy(operation)];
    case "createRole":
    case "alterRole":
    case "renameRole":
    case "dropRole":
      return [inverseRole(operation)];
    case "commentOn":
      return [inverseComment(operation)];
    case "grant":
    case "revoke":
      return [inversePrivilege(operation)];
    case "execute":
    case "bulkInsert":
      throw irreversible(operation);
    case "autocommit":
      return [{ kind: "autocommit", operations: inverseAll(operation.operations) }];
  }
}

/** The way back from all of them: the inverses, the last operation's first. */
export function inverseAll(operations: readonly Operation[]): readonly Operation[] {
  return operations.toReversed().flatMap(inverse);
}
