import type { PrivilegeTarget } from "../../operations/types.js";
import * as read from "./arguments.js";
import type { Methods } from "./method.js";
import type { ObjectName } from "./types.js";

/**
 * The object of a privilege: the name of a table or view, or `{ on, name }` for other kinds of
 * object. Write a function as in SQL, with its argument types: `"public.total(integer)"`.
 */
export type PrivilegeOn =
  | string
  | { readonly schema?: string | undefined; readonly name: string; readonly on?: undefined }
  | { readonly on: "table" | "sequence" | "type"; readonly name: ObjectName }
  | { readonly on: "schema" | "database" | "function"; readonly name: string };

export interface PrivilegeMethods {
  /**
   * Grants privileges to roles. Columns follow the privilege: `"update (plate)"`.
   * @example await op.grant(["select", "insert"], "vehicles", ["driver"]);
   * @example await op.grant("usage", { on: "schema", name: "fleet" }, "driver");
   */
  grant(
    privileges: string | readonly string[],
    on: PrivilegeOn,
    to: string | readonly string[],
    options?: { readonly withGrantOption?: boolean },
  ): Promise<void>;

  /**
   * Revokes privileges from roles. With `grantOptionOnly`, the roles keep the privileges but can no
   * longer grant them to others.
   * @example await op.revoke("all", "vehicles", "driver");
   */
  revoke(
    privileges: string | readonly string[],
    on: PrivilegeOn,
    from: string | readonly string[],
    options?: { readonly grantOptionOnly?: boolean },
  ): Promise<void>;
}

export const privilegeMethods: Methods<PrivilegeMethods> = {
  grant: {
    privileges,
    target,
    to: read.roles,
    options: read.options({ withGrantOption: read.flag }),
  },
  revoke: {
    privileges,
    target,
    from: read.roles,
    options: read.options({ grantOptionOnly: read.flag }),
  },
};

/** Privileges become SQL without quotes, so only words and lists of columns are accepted. */
function privileges(input: string | readonly string[]): readonly string[] {
  const list = typeof input === "string" ? [input] : input;
  if (!Array.isArray(list) || list.length === 0) {
    throw read.fail("no privilege is given", 'For example ["select", "insert"].');
  }
  for (const privilege of list) {
    if (!/^[a-z ]+(\((?:[^()"]|"(?:[^"]|"")+")+\))?$/i.test(String(privilege))) {
      const problem = `${JSON.stringify(privilege)} is not a privilege`;
      throw read.fail(problem, 'For example "select".');
    }
  }
  return list;
}

function target(input: PrivilegeOn): PrivilegeTarget {
  if (typeof input === "string" || input.on === undefined) {
    return { on: "table", name: read.table(input) };
  }
  const { on, name } = input;
  if (on === "function") return { on, name };
  if (on === "schema" || on === "database") return { on, name: read.name(on)(name) };
  if (on === "table" || on === "sequence" || on === "type") {
    return { on, name: read.object(on)(name) };
  }
  const hint = 'For example { on: "schema", name: "x" }.';
  throw read.fail("the kind of object is unknown", hint);
}
