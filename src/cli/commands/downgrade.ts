import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";
import {
  addRunFlags,
  printPlan,
  printRun,
  printScript,
  refuseBoth,
  type RunFlags,
  runOptions,
  scriptOptions,
} from "./run-migrations.js";

export const define: CommandDefinition["define"] = (command, run) => {
  addRunFlags(
    command.argument(
      "<revision>",
      "the revision that remains: an identifier, `-1`, `base`, …; with --sql START:END",
    ),
  ).action((target: string, flags: RunFlags) =>
    run((context) => downgradeTo(context, target, flags), { handlesSignal: true }),
  );
};

async function downgradeTo(
  context: CommandContext,
  target: string,
  flags: RunFlags,
): Promise<void> {
  refuseBoth(flags);
  if (flags.sql === true) {
    const { downgradeScript } = await import("../../runtime/script/index.js");
    const options = await scriptOptions(context, flags);
    return printScript(context, await downgradeScript({ ...options, range: target }));
  }
  const options = { ...(await runOptions(context, flags)), target };
  if (flags.dryRun === true) {
    const { dryRunDowngrade } = await import("../../runtime/script/index.js");
    return printPlan(context, await dryRunDowngrade(options));
  }
  const { downgrade } = await import("../../runtime/index.js");
  printRun(context, await downgrade(options));
}
