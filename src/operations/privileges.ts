import { quoteIdentifier, quoteName } from "../schema/identifiers.js";
import { roleList } from "./roles.js";
import { statements, words } from "./statement.js";
import type { Statement } from "./statement.js";
import type { Operation, PrivilegeOperation, PrivilegeTarget } from "./types.js";

export function compilePrivilege(operation: PrivilegeOperation): readonly Statement[] {
  const rights = operation.privileges.map(privilege).join(", ");
  const target = `ON ${targetSql(operation.target)}`;
  switch (operation.kind) {
    case "grant":
      return statements(
        words(
          `GRANT ${rights} ${target} TO ${roleList(operation.to)}`,
          operation.withGrantOption && "WITH GRANT OPTION",
        ),
      );
    case "revoke":
      return statements(
        words(
          "REVOKE",
          operation.grantOptionOnly && "GRANT OPTION FOR",
          `${rights} ${target} FROM ${roleList(operation.from)}`,
        ),
      );
  }
}

/** A right that was given twice is taken away at once: nobody knows that it was there before. */
export function inversePrivilege(operation: PrivilegeOperation): Operation {
  const { privileges, target } = operation;
  switch (operation.kind) {
    case "grant":
      return { kind: "revoke", privileges, target, from: operation.to };
    case "revoke": {
      const withGrantOption = operation.grantOptionOnly === true;
      const to = operation.from;
      return { kind: "grant", privileges, target, to, ...(withGrantOption && { withGrantOption }) };
    }
  }
}

/** @example privilege("select (id, name)") // SELECT (id, name) */
function privilege(text: string): string {
  return text.replace(/^[^(]+/, (word) => word.toUpperCase());
}

function targetSql({ on, name }: PrivilegeTarget): string {
  const word = on.toUpperCase();
  if (typeof name !== "string") return `${word} ${quoteName(name)}`;
  const [, path = name, signature = ""] = /^([^(]*)(\(.*\))?$/s.exec(name) ?? [];
  return `${word} ${quotePath(path)}${signature}`;
}

/** @example quotePath('public."My Type"') // "public"."My Type" */
function quotePath(path: string): string {
  const parts = path.match(/"(?:[^"]|"")+"|[^".]+/g) ?? [path];
  return parts
    .map((part) => (part.startsWith('"') ? part : quoteIdentifier(part.trim())))
    .join(".");
}
