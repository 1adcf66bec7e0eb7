import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";
import { printRun, runOptions } from "./run-migrations.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .argument("<revision>", "an identifier, `head`, `heads`, `+1`, `LABEL@head`, …")
    .action((target: string) =>
      run((context) => upgradeTo(context, target), { handlesSignal: true }),
    );
};

async function upgradeTo(context: CommandContext, target: string): Promise<void> {
  const { upgrade } = await import("../../runtime/index.js");
  printRun(context, await upgrade({ ...(await runOptions(context)), target }));
}
