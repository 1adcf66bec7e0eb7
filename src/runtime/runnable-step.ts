import type { Revision, Step } from "../revisions/index.js";

/** A step as far as running it goes: its revision need not be part of a graph yet. */
export interface RunnableStep extends Omit<Step, "revision"> {
  readonly revision: Pick<Revision, "revision" | "path">;
}
