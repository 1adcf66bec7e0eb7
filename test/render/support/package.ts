/** What migrations import from the package. */
export type { Op } from "../../../src/runtime/op/create-op.js";
export { sqlType } from "../../../src/runtime/op/types.js";
