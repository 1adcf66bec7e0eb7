export type { AlterColumnOptions } from "./columns.js";
export type { OpExecutor } from "./context.js";
export type { Database } from "./control.js";
export { createOp } from "./create-op.js";
export { drizzleOn, type DrizzleOptions } from "./drizzle.js";
export { sqlType, type SqlTypeColumn } from "./sql-type.js";
export type { ColumnBuilder, ColumnBuilders, Expression, ObjectName, Op } from "./types.js";
