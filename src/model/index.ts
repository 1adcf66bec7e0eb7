/** Drizzle's objects as a description of a PostgreSQL schema. */
export { columnName } from "./casing.js";
export { describeColumn } from "./column.js";
export { danglingReferences, type DanglingReference } from "./dangling.js";
export { withModelComments } from "./comments/read.js";
export { defaultLiteral } from "./default-literal.js";
export { describeModels } from "./describe.js";
export { expressionSql, type ExpressionOptions } from "./expression.js";
export { foreignPolicies, type LinkedPolicy } from "./linked-policies.js";
export { literal } from "./literal.js";
export { collectModels, type Model, type ModelFile, type Models } from "./collect.js";
export { loadModels } from "./load.js";
export { modelError, type DescribeOptions } from "./options.js";
export { describePolicy } from "./policies.js";
export { describeTable, type DescribeTableOptions } from "./table.js";
export { describeEnum, describeRole, describeSequence } from "./types-and-roles.js";
export { unexportedTables, type UnexportedTable } from "./unexported.js";
export { describeMaterializedView, describeView, existingViews } from "./views.js";
