import { revisionInfo } from "../../revisions/revision-info.js";
import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";
import { revisionEntry } from "../revision-text.js";
import { namedRevisions } from "../named-revisions.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .argument("<revision>", "an identifier, a branch label, `head`, `heads`, `current`, …")
    .action((revision: string) => run((context) => show(context, revision)));
};

async function show(context: CommandContext, identifier: string): Promise<void> {
  const { output, path } = context;
  const revisions = await namedRevisions(context, identifier);
  output.result({
    text: (style) => revisions.flatMap((revision) => revisionEntry(revision, style, { path })),
    json: () => revisions.map((revision) => revisionInfo(revision, path)),
  });
}
