import { quoteIdentifier } from "../../schema/identifiers.js";
import { changedFields } from "../changes.js";
import { key } from "../keys.js";
import { words } from "../statement.js";
import type { OperationOf, RoleChanges, RoleOperation } from "../types.js";
import { lifecycle, type RulesOf, swapped } from "./rule.js";

const { create, drop } = lifecycle<OperationOf<"createRole">, OperationOf<"dropRole">>({
  subject: ({ name }) => ({ kind: "role", name }),
  drop: ({ role: previous }) => ({ kind: "dropRole", name: previous.name, previous }),
  create: (previous) => ({ kind: "createRole", role: previous }),
  created: {
    sql: ({ role: { name, ...attributes } }) => {
      const usual = { createDb: false, createRole: false, inherit: true };
      return [words(`CREATE ROLE ${quoteIdentifier(name)}`, ...attributeWords(attributes, usual))];
    },
    place: () => ["before", 3],
  },
  dropped: { place: () => ["after", 12] },
});

export const roleRules: RulesOf<RoleOperation> = {
  createRole: create,
  dropRole: drop,

  alterRole: {
    subject: ({ name }) => ({ kind: "role", name }),
    sql: ({ name, changes }) => [
      words(`ALTER ROLE ${quoteIdentifier(name)}`, ...attributeWords(changes)),
    ],
    inverse: swapped,
    effects: ({ name }) => ({ alters: [key.role(name)] }),
    place: () => ["before", 4],
    detail: ({ changes, previous }) => changedFields(changes, previous),
  },
};

/** @param usual What needs no word. */
function attributeWords(attributes: RoleChanges, usual: RoleChanges = {}): readonly string[] {
  return (["createDb", "createRole", "inherit"] as const).flatMap((name) => {
    const value = attributes[name];
    if (value === undefined || value === usual[name]) return [];
    return `${value ? "" : "NO"}${name.toUpperCase()}`;
  });
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
