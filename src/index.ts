/**
 * What projects import: the configuration's type, and what migrations are made of.
 *
 * @example
 * import { defineConfig } from "drizzle-gen";
 * import { sqlType, type Op } from "drizzle-gen";
 */
export { defineConfig } from "./config/define-config.js";
export type { Casing, Config } from "./config/types.js";
export { ExitStatus, GenError } from "./errors.js";
export {
  sqlType,
  type ColumnBuilder,
  type Expression,
  type ObjectName,
  type Op,
} from "./runtime/op/index.js";
export type { ObjectKind, SchemaObject } from "./schema/types.js";
