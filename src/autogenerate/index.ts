export { readModels } from "./models.js";
export { plan, type Plan, type PlanInput } from "./plan.js";
export { createRevision, type CreatedRevision, type RevisionInput } from "./revision.js";
