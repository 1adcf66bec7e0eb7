import type { Revision } from "../revisions/graph.js";
import { type CommandContext, currentRows } from "./context.js";

/** What an identifier of `show` or `edit` names, where `current` asks the database. */
export async function namedRevisions(
  context: CommandContext,
  identifier: string,
): Promise<readonly Revision[]> {
  const [{ currentRevisions }, { resolveRevisions }] = await Promise.all([
    import("../revisions/history.js"),
    import("../revisions/resolve.js"),
  ]);
  const graph = await context.graph();
  return identifier === "current"
    ? currentRevisions(graph, await currentRows(context))
    : resolveRevisions(graph, identifier);
}
