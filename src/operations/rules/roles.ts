import { displayName, quoteIdentifier, quoteName } from "../../schema/identifiers.js";
import { changedFields } from "../changes.js";
import { key } from "../keys.js";
import { words } from "../statement.js";
import type { OperationOf, PrivilegeOperation, RoleChanges, RoleOperation } from "../types.js";
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

/** @param usual the default, which is omitted */
function attributeWords(attributes: RoleChanges, usual: RoleChanges = {}): readonly string[] {
  return (["createDb", "createRole", "inherit"] as const).flatMap((name) => {
    const value = attributes[name];
    if (value === undefined || value === usual[name]) return [];
    return `${value ? "" : "NO"}${name.toUpperCase()}`;
  });
}

/** Roles in `GRANT` and policies. Some are PostgreSQL's keywords, the rest are names. */
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

/** The inverse of a grant revokes the privilege, even if the role had it before. */
export const privilegeRules: RulesOf<PrivilegeOperation> = {
  grant: {
    subject: targetName,
    sql: ({ to, withGrantOption, ...operation }) => [
      words(
        `GRANT ${rightsOn(operation)} TO ${roleList(to)}`,
        withGrantOption && "WITH GRANT OPTION",
      ),
    ],
    inverse: ({ privileges, target, to }) => ({ kind: "revoke", privileges, target, from: to }),
    effects: () => ({}),
    place: () => ["after", 4],
    verb: ({ privileges }) => `grant ${privileges.join(", ")} on`,
  },

  revoke: {
    subject: targetName,
    sql: ({ from, grantOptionOnly, ...operation }) => [
      words(
        "REVOKE",
        grantOptionOnly && "GRANT OPTION FOR",
        `${rightsOn(operation)} FROM ${roleList(from)}`,
      ),
    ],
    inverse: ({ privileges, target, from, grantOptionOnly }) => ({
      kind: "grant",
      privileges,
      target,
      to: from,
      ...(grantOptionOnly === true && { withGrantOption: true }),
    }),
    effects: () => ({}),
    place: () => ["after", 5],
    verb: ({ privileges }) => `revoke ${privileges.join(", ")} on`,
  },
};

function targetName({ target: { name } }: PrivilegeOperation): string {
  return typeof name === "string" ? name : displayName(name);
}

/** @example SELECT (id, name) ON TABLE "public"."users" */
function rightsOn({
  privileges,
  target: { on, name },
}: Pick<PrivilegeOperation, "privileges" | "target">): string {
  const list = privileges.map((text) => text.replace(/^[^(]+/, (word) => word.toUpperCase()));
  const target = typeof name === "string" ? quotePath(name) : quoteName(name);
  return `${list.join(", ")} ON ${on.toUpperCase()} ${target}`;
}

/** @example quotePath('public."My Function"(text)') // "public"."My Function"(text) */
function quotePath(name: string): string {
  const [, path = name, signature = ""] = /^([^(]*)(\(.*\))?$/s.exec(name) ?? [];
  const parts = path.match(/"(?:[^"]|"")+"|[^".]+/g) ?? [path];
  const quoted = parts.map((part) => (part.startsWith('"') ? part : quoteIdentifier(part.trim())));
  return quoted.join(".") + signature;
}
