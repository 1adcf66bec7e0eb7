/** The effects of any operation: what the order of a plan follows from. */
import type { Operation, Rename } from "../../operations/types.js";
import type { ObjectRef } from "../../schema/object-ref.js";
import { constraintEffects } from "./constraints.js";
import { typeEffects } from "./namespaces.js";
import { tableEffects } from "./tables.js";
import { type Effects, none } from "./types.js";
import { viewEffects } from "./views.js";

import { key, refKey } from "./keys.js";

export { key } from "./keys.js";
export type { Effects } from "./types.js";

/** The effects of one operation. */
export function effects(operation: Operation): Effects {
  switch (operation.kind) {
    case "createTable":
    case "dropTable":
    case "addColumn":
    case "dropColumn":
    case "alterColumn":
      return tableEffects(operation);
    case "createPrimaryKey":
    case "createUniqueConstraint":
    case "createForeignKey":
    case "createCheckConstraint":
    case "dropConstraint":
    case "validateConstraint":
    case "createIndex":
    case "dropIndex":
      return constraintEffects(operation);
    case "createSchema":
    case "dropSchema":
    case "createEnum":
    case "dropEnum":
    case "addEnumValue":
    case "alterEnum":
    case "createSequence":
    case "alterSequence":
    case "dropSequence":
    case "createRole":
    case "alterRole":
    case "dropRole":
      return typeEffects(operation);
    case "createView":
    case "dropView":
    case "alterView":
    case "refreshMaterializedView":
    case "createPolicy":
    case "alterPolicy":
    case "dropPolicy":
    case "enableRowLevelSecurity":
    case "disableRowLevelSecurity":
      return viewEffects(operation);
    case "rename":
      return renameEffects(operation);
    case "setSchema": {
      const { object, to } = operation;
      return { ...moved(object, { ...object, schema: to }), needs: [key.namespace(to)] };
    }
    case "commentOn":
      return { ...none, needs: [refKey(operation.object)] };
    case "grant":
    case "revoke":
    case "execute":
    case "bulkInsert":
      return none;
    case "autocommit":
      return combine(operation.operations.map(effects));
  }
}

function renameEffects({ object, to }: Rename): Effects {
  if (object.kind === "enumValue") return { ...none, alters: [refKey(object)] };
  return {
    ...moved(object, { ...object, name: to }),
    alters: object.kind === "column" ? [key.columns(object.table)] : [],
    needs: "table" in object ? [key.relation(object.table)] : [],
  };
}

function moved(from: ObjectRef, to: ObjectRef): Effects {
  return { ...none, drops: [refKey(from)], creates: [refKey(to)] };
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
