import type { PrivilegeOperation, PrivilegeTarget } from "../../operations/types.js";
import { flag, opCall } from "../call.js";
import {
  objectLiteral,
  objectName,
  optionalObject,
  stringArray,
  stringLiteral,
} from "../literals.js";

export function privilegeCalls(operation: PrivilegeOperation): readonly string[] {
  const privileges = stringArray(operation.privileges);
  const target = privilegeTarget(operation.target);
  if (operation.kind === "grant") {
    const options = optionalObject([flag("withGrantOption", operation.withGrantOption)]);
    return [opCall("grant", privileges, target, stringArray(operation.to), options)];
  }
  const options = optionalObject([flag("grantOptionOnly", operation.grantOptionOnly)]);
  return [opCall("revoke", privileges, target, stringArray(operation.from), options)];
}

function privilegeTarget({ on, name }: PrivilegeTarget): string {
  const written = typeof name === "string" ? stringLiteral(name) : objectName(name);
  if (on === "table") return written;
  return objectLiteral([
    ["on", stringLiteral(on)],
    ["name", written],
  ]);
}
