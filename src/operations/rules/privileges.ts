import { displayName, quoteIdentifier, quoteName } from "../../schema/identifiers.js";
import { words } from "../statement.js";
import type { PrivilegeOperation } from "../types.js";
import { roleList } from "./roles.js";
import type { RulesOf } from "./rule.js";

/** The inverse of a grant revokes the privilege even if it was there before, which is not known. */
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
