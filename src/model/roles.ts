import type { PgRole } from "drizzle-orm/pg-core";
import type { Role } from "../schema/types.js";
import { checkLength, type DescribeOptions } from "./errors.js";

/** `undefined` for a role that is only mentioned: `.existing()`. */
export function describeRole(role: PgRole, options: DescribeOptions = {}): Role | undefined {
  // Drizzle's types leave these fields out.
  if (Reflect.get(role, "_existing") === true) return undefined;
  checkLength("role", role.name, `role "${role.name}"`, options);
  return {
    name: role.name,
    createDb: Reflect.get(role, "createDb") === true,
    createRole: Reflect.get(role, "createRole") === true,
    inherit: Reflect.get(role, "inherit") !== false,
  };
}
