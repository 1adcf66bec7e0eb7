/** The effects of any operation: what the order of a plan follows from. */
import type { Operation } from "../../operations/types.js";
import { constraintEffects } from "./constraints.js";
import { typeEffects } from "./namespaces.js";
import { tableEffects } from "./tables.js";
import { type Effects, none } from "./types.js";
import { viewEffects } from "./views.js";

import { commentedKey } from "./keys.js";

export { key } from "./keys.js";
export type { Effects } from "./types.js";

/** The effects of one operation. */
export function effects(operation: Operation): Effects {
  switch (operation.kind) {
    case "createTable":
    case "dropTable":
    case "renameTable":
    case "setTableSchema":
    case "addColumn":
    case "dropColumn":
    case "renameColumn":
    case "alterColumn":
      return tableEffects(operation);
    case "createPrimaryKey":
    case "createUniqueConstraint":
    case "createForeignKey":
    case "createCheckConstraint":
    case "dropConstraint":
    case "renameConstraint":
    case "validateConstraint":
    case "createIndex":
    case "dropIndex":
    case "renameIndex":
      return constraintEffects(operation);
    case "createSchema":
    case "dropSchema":
    case "renameSchema":
    case "createEnum":
    case "dropEnum":
    case "renameEnum":
    case "setEnumSchema":
    case "addEnumValue":
    case "renameEnumValue":
    case "alterEnum":
    case "createSequence":
    case "alterSequence":
    case "renameSequence":
    case "setSequenceSchema":
    case "dropSequence":
    case "createRole":
    case "alterRole":
    case "renameRole":
    case "dropRole":
      return typeEffects(operation);
    case "createView":
    case "dropView":
    case "alterView":
    case "renameView":
    case "setViewSchema":
    case "refreshMaterializedView":
    case "createPolicy":
    case "alterPolicy":
    case "renamePolicy":
    case "dropPolicy":
    case "enableRowLevelSecurity":
    case "disableRowLevelSecurity":
      return viewEffects(operation);
    case "commentOn":
      return { ...none, needs: [commentedKey(operation.target)] };
    case "grant":
    case "revoke":
    case "execute":
    case "bulkInsert":
      return none;
    case "autocommit":
      return combine(operation.operations.map(effects));
  }
}

function combine(all: readonly Effects[]): Effects {
  return {
    creates: all.flatMap((one) => one.creates),
    drops: all.flatMap((one) => one.drops),
    alters: all.flatMap((one) => one.alters),
    needs: all.flatMap((one) => one.needs),
    releases: all.flatMap((one) => one.releases),
  };
}
