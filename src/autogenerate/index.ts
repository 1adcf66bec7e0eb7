export { type DescribedModels, readModels } from "./plan/models.js";
export { plan } from "./plan/plan.js";
export type { Plan, PlanInput } from "./plan/planning.js";
export {
  type Changes,
  createRevision,
  type CreatedRevision,
  previewRevision,
  type RevisionInput,
} from "./revision.js";
export {
  check,
  checkReplayed,
  type CheckOutcome,
  type OperationSummary,
  summarize,
} from "./check.js";
export { compareDatabases, type Difference } from "./diff/databases.js";
export { diff, type DiffInput } from "./diff/diff.js";
export { script } from "./diff/script.js";
export { parseSide, type Side } from "./diff/side.js";
export type { Proof, ProofDifference, ProofMode } from "./proof/types.js";
export { type DriftInput, findDrift } from "./drift.js";
