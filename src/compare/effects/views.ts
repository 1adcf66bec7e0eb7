/** Effects of operations on views and row-level security. */
import type { PolicyOperation, ViewOperation } from "../../operations/types.js";
import type { View } from "../../schema/types.js";
import { key } from "./keys.js";
import { type Effects, none } from "./types.js";

export function viewEffects(operation: ViewOperation | PolicyOperation): Effects {
  switch (operation.kind) {
    case "createView":
      return {
        ...none,
        creates: [key.relation(operation.view), key.type(operation.view)],
        needs: [key.namespace(operation.view.schema), ...readKeys(operation.view)],
      };
    case "dropView":
      return {
        ...none,
        drops: [key.relation(operation.view), key.type(operation.view)],
        releases: [
          key.namespace(operation.view.schema),
          ...(operation.previous ? readKeys(operation.previous) : []),
        ],
      };
    case "alterView":
      return { ...none, alters: [key.relation(operation.view)] };
    case "refreshMaterializedView":
      return { ...none, needs: [key.relation(operation.view)] };
    case "createPolicy":
      return {
        ...none,
        creates: [key.policy(operation.table, operation.policy.name)],
        needs: [
          key.relation(operation.table),
          key.columns(operation.table),
          ...operation.policy.to.map(key.role),
        ],
      };
    case "alterPolicy":
      return {
        ...none,
        alters: [key.policy(operation.table, operation.name)],
        needs: [
          key.relation(operation.table),
          key.columns(operation.table),
          ...(operation.changes.to ?? []).map(key.role),
        ],
        releases: (operation.previous?.to ?? []).map(key.role),
      };
    case "dropPolicy":
      return {
        ...none,
        drops: [key.policy(operation.table, operation.name)],
        releases: [
          key.relation(operation.table),
          key.columns(operation.table),
          ...(operation.previous?.to ?? []).map(key.role),
        ],
      };
    case "enableRowLevelSecurity":
    case "disableRowLevelSecurity":
      return {
        ...none,
        alters: [key.rowSecurity(operation.table)],
        needs: [key.relation(operation.table)],
      };
  }
}

/** What a view reads, and the columns of that. */
function readKeys({ dependsOn }: View): readonly string[] {
  return dependsOn.flatMap((one) => [key.relation(one), key.columns(one)]);
}
