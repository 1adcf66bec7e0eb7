export {
  functionOf,
  migrationLoader,
  type LoadMigrations,
  type Migrate,
  type Migration,
} from "./load-migrations.js";
export { MigrationError } from "./migration-error.js";
export {
  downgrade,
  ensureVersionTable,
  type RunConfig,
  type RunOptions,
  type RunResult,
  stamp,
  type StepPosition,
  type StepReport,
  upgrade,
} from "./run.js";
export { createVersionTable, currentRows } from "./version-table.js";
