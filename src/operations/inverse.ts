import { inverseColumn } from "./columns.js";
import { inverseObject } from "./objects.js";
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
      return [inverseSchema(operation)];
    case "createTable":
    case "dropTable":
      return inverseTable(operation);
    case "addColumn":
    case "dropColumn":
    case "alterColumn":
      return [inverseColumn(operation)];
    case "createPrimaryKey":
    case "createUniqueConstraint":
    case "createForeignKey":
    case "createCheckConstraint":
    case "dropConstraint":
    case "validateConstraint":
      return inverseConstraint(operation);
    case "createIndex":
    case "dropIndex":
      return [inverseIndex(operation)];
    case "createEnum":
    case "dropEnum":
    case "addEnumValue":
    case "alterEnum":
      return [inverseEnum(operation)];
    case "createSequence":
    case "alterSequence":
    case "dropSequence":
      return [inverseSequence(operation)];
    case "createView":
    case "alterView":
    case "dropView":
    case "refreshMaterializedView":
      return inverseView(operation);
    case "createPolicy":
    case "alterPolicy":
    case "dropPolicy":
    case "enableRowLevelSecurity":
    case "disableRowLevelSecurity":
      return [inversePolicy(operation)];
    case "createRole":
    case "alterRole":
    case "dropRole":
      return [inverseRole(operation)];
    case "rename":
    case "setSchema":
    case "commentOn":
      return [inverseObject(operation)];
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
