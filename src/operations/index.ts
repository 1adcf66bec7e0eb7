export { castExpression } from "./casts.js";
export { compile, isTransactional } from "./compile.js";
export { describeObject, describeOperation } from "./describe.js";
export { hazards } from "./hazards.js";
export type { Hazard } from "./hazards.js";
export { identityChanges } from "./identity-changes.js";
export { inverse, inverseAll } from "./inverse.js";
export type { Statement } from "./statement.js";
export type * from "./types.js";
