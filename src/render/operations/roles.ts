import type { RoleChanges, RoleOperation } from "../../operations/types.js";
import { opCall } from "../call.js";
import { type Entries, objectLiteral, optionalObject, stringLiteral } from "../literals.js";

export function roleCalls(operation: RoleOperation): readonly string[] {
  switch (operation.kind) {
    case "createRole": {
      const { name, createDb, createRole, inherit } = operation.role;
      const options = optionalObject([
        ["createDb", createDb ? "true" : undefined],
        ["createRole", createRole ? "true" : undefined],
        ["inherit", inherit ? undefined : "false"],
      ]);
      return [opCall("createRole", stringLiteral(name), options)];
    }
    case "alterRole": {
      const changes = objectLiteral(roleEntries(operation.changes));
      return [opCall("alterRole", stringLiteral(operation.name), changes)];
    }
    case "dropRole":
      return [opCall("dropRole", stringLiteral(operation.name))];
  }
}

function roleEntries(changes: RoleChanges): Entries {
  return (["createDb", "createRole", "inherit"] as const).map((key) => {
    const value = changes[key];
    return [key, value === undefined ? undefined : String(value)] as const;
  });
}
