import { quoteIdentifier } from "../schema/identifiers.js";
import { previousOf } from "./irreversible.js";
import { statements, words } from "./statement.js";
import type { Statement } from "./statement.js";
import type { Operation, RoleChanges, RoleOperation } from "./types.js";

export function compileRole(operation: RoleOperation): readonly Statement[] {
  switch (operation.kind) {
    case "createRole": {
      const { name, createDb, createRole, inherit } = operation.role;
      const unusual = {
        ...(createDb ? { createDb } : {}),
        ...(createRole ? { createRole } : {}),
        ...(inherit ? {} : { inherit }),
      };
      return statements(words(`CREATE ROLE ${quoteIdentifier(name)}`, ...attributes(unusual)));
    }
    case "alterRole":
      return statements(
        words(`ALTER ROLE ${quoteIdentifier(operation.name)}`, ...attributes(operation.changes)),
      );
    case "dropRole":
      return statements(`DROP ROLE ${quoteIdentifier(operation.name)}`);
  }
}

export function inverseRole(operation: RoleOperation): Operation {
  switch (operation.kind) {
    case "createRole":
      return { kind: "dropRole", name: operation.role.name, previous: operation.role };
    case "dropRole":
      return { kind: "createRole", role: previousOf(operation) };
    case "alterRole":
      return { ...operation, changes: previousOf(operation), previous: operation.changes };
  }
}

/** Roles as `GRANT` and policies name them: a few words are PostgreSQL's, the rest are names. */
export function roleList(roles: readonly string[]): string {
  return roles
    .map((role) => (roleWords.has(role) ? role.toUpperCase() : quoteIdentifier(role)))
    .join(", ");
}

const roleWords: ReadonlySet<string> = new Set([
  "public",
  "current_user",
  "current_role",
  "session_user",
]);

function attributes({ createDb, createRole, inherit }: RoleChanges): readonly string[] {
  return [
    ...(createDb === undefined ? [] : [createDb ? "CREATEDB" : "NOCREATEDB"]),
    ...(createRole === undefined ? [] : [createRole ? "CREATEROLE" : "NOCREATEROLE"]),
    ...(inherit === undefined ? [] : [inherit ? "INHERIT" : "NOINHERIT"]),
  ];
}
