export { RevisionGraph } from "./graph.js";
export {
  isBranchPoint,
  isHead,
  isMergePoint,
  isRealHead,
  type Revision,
  type RevisionFile,
} from "./revision.js";
export { checkNewRevisionId, MAX_REVISION_LENGTH, newRevisionId } from "./revision-id.js";
export { resolveRevision, resolveRevisions } from "./resolve.js";
export { planUpgrade } from "./plan-upgrade.js";
export { planDowngrade } from "./plan-downgrade.js";
export { planRebase, type Rebase } from "./rebase.js";
export { planStamp } from "./plan-stamp.js";
export {
  type Direction,
  resolveRows,
  type RowChange,
  rowChange,
  type Step,
} from "./version-rows.js";
export { readRevisionFiles } from "./files.js";
export { type Header, readHeader } from "./header.js";
export { type NewRevision, newRevision, type NewRevisionOptions } from "./new-revision.js";
export { currentRevisions, history, isAtHeads } from "./history.js";
export { parseScriptRange } from "./script-range.js";
