export { castExpression } from "./casts.js";
export { compile, isConcurrentBuild, isConcurrentDrop, isTransactional } from "./compile.js";
export { describeObject, describeOperation } from "./describe.js";
export { hazards, planHazards } from "./hazards.js";
export type { Hazard } from "./hazards.js";
export { identityChanges } from "./identity-changes.js";
export { inverse, inverseAll } from "./inverse.js";
export {
  hazardLine,
  hazardSqlComments,
  type HazardSummary,
  summarizeHazard,
  summarizeHazards,
} from "./tell-hazards.js";
export { rowQuestions, type RowQuestion } from "./rows/questions.js";
export type { Statement } from "./statement.js";
export type * from "./types.js";
