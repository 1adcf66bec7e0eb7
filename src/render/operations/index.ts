import type { Operation } from "../../operations/types.js";
import type { Imports } from "../imports.js";
import { columnCalls } from "./columns.js";
import { objectCall } from "./objects.js";
import { constraintCalls } from "./constraints.js";
import { dataCalls } from "./data.js";
import { enumCalls } from "./enums.js";
import { indexCalls } from "./indexes.js";
import { policyCalls } from "./policies.js";
import { privilegeCalls } from "./privileges.js";
import { roleCalls } from "./roles.js";
import { schemaCalls } from "./schemas.js";
import { sequenceCalls } from "./sequences.js";
import { tableCalls } from "./tables.js";
import { viewCalls } from "./views.js";

/** All operations that are calls; `autocommit` is a block of its own. */
export type CallOperation = Exclude<Operation, { readonly kind: "autocommit" }>;

/** The calls of `op`'s methods, without `await`, that carry an operation out. */
export function callsOf(operation: CallOperation, imports: Imports): readonly string[] {
  switch (operation.kind) {
    case "createSchema":
    case "dropSchema":
      return schemaCalls(operation);
    case "createTable":
    case "dropTable":
      return tableCalls(operation, imports);
    case "addColumn":
    case "dropColumn":
    case "alterColumn":
      return columnCalls(operation, imports);
    case "createPrimaryKey":
    case "createUniqueConstraint":
    case "createForeignKey":
    case "createCheckConstraint":
    case "dropConstraint":
    case "validateConstraint":
      return constraintCalls(operation);
    case "createIndex":
    case "dropIndex":
      return indexCalls(operation, imports);
    case "createEnum":
    case "dropEnum":
    case "addEnumValue":
    case "alterEnum":
      return enumCalls(operation);
    case "createSequence":
    case "alterSequence":
    case "dropSequence":
      return sequenceCalls(operation);
    case "createView":
    case "alterView":
    case "dropView":
    case "refreshMaterializedView":
      return viewCalls(operation);
    case "createPolicy":
    case "alterPolicy":
    case "dropPolicy":
    case "enableRowLevelSecurity":
    case "disableRowLevelSecurity":
      return policyCalls(operation);
    case "createRole":
    case "alterRole":
    case "dropRole":
      return roleCalls(operation);
    case "rename":
    case "setSchema":
    case "commentOn":
      return [objectCall(operation)];
    case "grant":
    case "revoke":
      return privilegeCalls(operation);
    case "execute":
    case "bulkInsert":
      return dataCalls(operation);
  }
}
