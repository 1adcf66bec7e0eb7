import { quoteIdentifier } from "../../schema/identifiers.js";
import type { Role } from "../../schema/types.js";
import { changedFields } from "../changes.js";
import { key } from "../keys.js";
import { words } from "../statement.js";
import type { RoleChanges, RoleOperation } from "../types.js";
import { dropped, type RulesOf, swapped } from "./rule.js";

export const roleRules: RulesOf<RoleOperation> = {
  createRole: {
    subject: ({ role: { name } }) => ({ kind: "role", name }),
    sql: ({ role: { name, ...attributes } }) => {
      const usual = { createDb: false, createRole: false, inherit: true };
      return [words(`CREATE ROLE ${quoteIdentifier(name)}`, ...attributeWords(attributes, usual))];
    },
    inverse: ({ role }) => ({ kind: "dropRole", name: role.name, previous: role }),
    effects: ({ role }) => creation(role),
    place: () => ["before", 3],
  },

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

  dropRole: dropped({
    subject: ({ name }) => ({ kind: "role", name }),
    create: (role) => ({ kind: "createRole", role }),
    creation,
    place: ["after", 12],
  }),
};

function creation({ name }: Role) {
  return { creates: [key.role(name)] };
}

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
