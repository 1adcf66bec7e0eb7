/**
 * What projects import: types for configurations and migrations, `existing` for models, and the
 * commands as functions.
 *
 * @example
 * import { defineConfig } from "drizzle-gen";
 * import { existing, sqlType, type Op } from "drizzle-gen";
 * import { upgrade } from "drizzle-gen";
 */
export { defineConfig } from "./config/define-config.js";
export type {
  ComparedColumn,
  ComparedDefault,
  ComparedType,
  Hooks,
  ProcessedOperations,
  RenderedType,
  RevisionPart,
  Verdict,
} from "./config/hooks.js";
export type { Casing, Config, ScratchPreparation, ScratchSettings } from "./config/types.js";
export type {
  Connection,
  EmbeddedDatabase,
  GivenConnection,
  NodePostgresClient,
} from "./database/connection.js";
export { ExitStatus, GenError } from "./errors.js";
export * from "./library/api.js";
export type { TemplateInfo } from "./render/template.js";
export type { InitOutcome } from "./config/init-project.js";
export type {
  Conflict,
  ConflictReport,
  ConflictSide,
  Unjudged,
} from "./autogenerate/conflicts/find.js";
export type * from "./library/types.js";
export type { RevisionInfo } from "./revisions/revision.js";
export type { MigrationError } from "./runtime/migration-error.js";
export type { Operation, OperationKind, OperationOf } from "./operations/types.js";
export { existing } from "./model/existing.js";
export { sqlType } from "./runtime/op/types.js";
export type { ColumnBuilder, Expression, ObjectName } from "./runtime/op/types.js";
export type { Op } from "./runtime/op/create-op.js";
export type { RunResult, StepPosition, StepReport } from "./runtime/run.js";
export type { ScriptResult } from "./runtime/script/script.js";
export type { ObjectRef } from "./schema/object-ref.js";
export type { ObjectKind, SchemaObject } from "./schema/object-ref.js";
