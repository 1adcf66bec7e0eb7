export { type DescribedModels, readModels } from "./models.js";
export { plan, type Plan, type PlanInput } from "./plan.js";
export { createRevision, type CreatedRevision, type RevisionInput } from "./revision.js";
export {
  check,
  type CheckInput,
  type CheckOutcome,
  type OperationSummary,
  summarize,
} from "./check.js";
