import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";
import { printRun, runOptions } from "./run-migrations.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .argument("<revision>", "the revision that remains: an identifier, `-1`, `base`, …")
    .action((target: string) =>
      run((context) => downgradeTo(context, target), { handlesSignal: true }),
    );
};

async function downgradeTo(context: CommandContext, target: string): Promise<void> {
  const { downgrade } = await import("../../runtime/index.js");
  printRun(context, await downgrade({ ...(await runOptions(context)), target }));
}
