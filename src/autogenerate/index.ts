export { readModels } from "./plan/models.js";
export { plan } from "./plan/plan.js";
export { createRevision, type CreatedRevision, previewRevision } from "./revision.js";
export { check, checkReplayed } from "./check.js";
export type { Difference } from "./diff/databases.js";
export { diff, findDrift, parseSide } from "./diff/diff.js";
export { type OperationSummary, script, summarize } from "./diff/script.js";
export type { ProofDifference } from "./proof/types.js";
