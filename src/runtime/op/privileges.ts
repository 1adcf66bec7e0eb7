import type { PrivilegeTarget } from "../../operations/types.js";
import { checkKeys, fail, requireName, requireObject, roleNames } from "./arguments.js";
import type { OpContext } from "./context.js";
import { given } from "./given.js";
import type { ObjectName } from "./types.js";

/**
 * What a right is on: a table (or view) by its name, or another kind of object. A function is
 * named as SQL names it, with its argument types: `"public.total(integer)"`.
 */
export type PrivilegeOn =
  | string
  | { readonly schema?: string | undefined; readonly name: string; readonly on?: undefined }
  | { readonly on: "table" | "sequence" | "type"; readonly name: ObjectName }
  | { readonly on: "schema" | "database" | "function"; readonly name: string };

export interface PrivilegeMethods {
  /**
   * @example await op.grant(["select", "insert"], "vehicles", ["driver"]);
   * @example await op.grant("usage", { on: "schema", name: "fleet" }, "driver");
   */
  grant(
    privileges: string | readonly string[],
    on: PrivilegeOn,
    to: string | readonly string[],
    options?: { readonly withGrantOption?: boolean },
  ): Promise<void>;

  /** @example await op.revoke("all", "vehicles", "driver"); */
  revoke(
    privileges: string | readonly string[],
    on: PrivilegeOn,
    from: string | readonly string[],
    options?: { readonly grantOptionOnly?: boolean },
  ): Promise<void>;
}

export function privilegeMethods({ run }: OpContext): PrivilegeMethods {
  return {
    grant: async (privileges, on, to, options = {}) => {
      checkKeys("grant", options, ["withGrantOption"]);
      await run({
        kind: "grant",
        privileges: privilegeList("grant", privileges),
        target: privilegeTarget("grant", on),
        to: roleNames("grant", to),
        ...given(options),
      });
    },
    revoke: async (privileges, on, from, options = {}) => {
      checkKeys("revoke", options, ["grantOptionOnly"]);
      await run({
        kind: "revoke",
        privileges: privilegeList("revoke", privileges),
        target: privilegeTarget("revoke", on),
        from: roleNames("revoke", from),
        ...given(options),
      });
    },
  };
}

/** Privileges are words, which are not quoted, so nothing but words and column lists may pass. */
function privilegeList(method: string, input: string | readonly string[]): readonly string[] {
  const list = typeof input === "string" ? [input] : input;
  if (!Array.isArray(list) || list.length === 0) {
    throw fail(method, "no privilege is given", 'For example ["select", "insert"].');
  }
  for (const privilege of list) {
    if (!/^[a-z ]+(\((?:[^()"]|"(?:[^"]|"")+")+\))?$/i.test(String(privilege))) {
      throw fail(method, `${JSON.stringify(privilege)} is no privilege`, 'For example "select".');
    }
  }
  return list;
}

function privilegeTarget(method: string, on: PrivilegeOn): PrivilegeTarget {
  if (typeof on === "string" || on.on === undefined) {
    return { on: "table", name: requireObject(method, "table", on) };
  }
  switch (on.on) {
    case "table":
    case "sequence":
    case "type":
      return { on: on.on, name: requireObject(method, on.on, on.name) };
    case "schema":
    case "database":
      return { on: on.on, name: requireName(method, on.on, on.name) };
    case "function":
      return { on: on.on, name: on.name };
    default:
      throw fail(
        method,
        "the kind of object is unknown",
        'For example { on: "schema", name: "x" }.',
      );
  }
}
