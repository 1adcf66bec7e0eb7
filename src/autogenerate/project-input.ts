import type { ResolvedConfig } from "../config/types.js";
import type { RevisionGraph } from "../revisions/graph.js";

export interface ProjectInput {
  readonly config: ResolvedConfig;
  readonly graph: RevisionGraph;
  /** What migrations see as `op.args`. */
  readonly args?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly onNote?: (message: string) => void;
}
