import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";
import { runOptions } from "./run-migrations.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .argument("<revisions...>", "identifiers, `head`, `heads`, `base`")
    .option("--purge", "forget every row first, also those that no file defines")
    .action((targets: readonly string[], options: { readonly purge?: boolean }) =>
      run((context) => stampRows(context, targets, options.purge ?? false), {
        handlesSignal: true,
      }),
    );
};

async function stampRows(
  context: CommandContext,
  targets: readonly string[],
  purge: boolean,
): Promise<void> {
  const { stamp } = await import("../../runtime/index.js");
  const { heads } = await stamp({ ...(await runOptions(context)), targets, purge });
  const place = heads.length === 0 ? "base" : heads.join(", ");
  context.output.note(`The version table now says ${place}; no migration was run.`);
  context.output.result({ text: () => [], json: () => ({ heads }) });
}
