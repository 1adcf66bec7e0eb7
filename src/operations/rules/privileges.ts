import { displayName, quoteIdentifier, quoteName } from "../../schema/identifiers.js";
import { words } from "../statement.js";
import type { PrivilegeOperation, PrivilegeTarget } from "../types.js";
import { roleList } from "./roles.js";
import type { RulesOf } from "./rule.js";

/** A right that was given twice is taken away at once: nobody knows that it was there before. */
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

function rightsOn({
  privileges,
  target,
}: Pick<PrivilegeOperation, "privileges" | "target">): string {
  return `${privileges.map(privilege).join(", ")} ON ${targetSql(target)}`;
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
