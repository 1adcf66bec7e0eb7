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
      "[revision]",
      "an identifier, `head` (the default), `heads`, `+1`, `LABEL@head`, …; with --sql also START:END",
    ),
  ).action((target: string | undefined, flags: RunFlags) =>
    run((context) => upgradeTo(context, target ?? "head", flags), { handlesSignal: true }),
  );
};

async function upgradeTo(context: CommandContext, target: string, flags: RunFlags): Promise<void> {
  refuseBoth(flags);
  if (flags.sql === true) {
    const { upgradeScript } = await import("../../runtime/script/index.js");
    const options = await scriptOptions(context, flags);
    return printScript(context, await upgradeScript({ ...options, range: target }));
  }
  const options = { ...(await runOptions(context, flags)), target };
  if (flags.dryRun === true) {
    const { dryRunUpgrade } = await import("../../runtime/script/index.js");
    return printPlan(context, await dryRunUpgrade(options));
  }
  const { upgrade } = await import("../../runtime/index.js");
  printRun(context, await upgrade(options));
}
