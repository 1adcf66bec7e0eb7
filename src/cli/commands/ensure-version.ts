import { displayName } from "../../schema/identifiers.js";
import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";
import { runOptions } from "./run-migrations.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command.action(() => run(ensureVersion, { handlesSignal: true }));
};

async function ensureVersion(context: CommandContext): Promise<void> {
  const { ensureVersionTable } = await import("../../runtime/index.js");
  const { versionTable } = await context.config();
  await ensureVersionTable(await runOptions(context));
  context.output.note(`The version table ${displayName(versionTable)} exists.`);
  context.output.result({ text: () => [], json: () => ({ versionTable }) });
}
