import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";
import { placeOf, runOptions, scriptOptions } from "./run-migrations.js";

interface StampFlags {
  readonly purge?: boolean;
  readonly sql?: boolean;
}

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .argument("<revisions...>", "identifiers, `head`, `heads`, `base`; with --sql also START:END")
    .option("--purge", "forget every row first, also those that no file defines")
    .option("--sql", "print a script for psql instead, without a database")
    .option("--tag <text>", "accepted as upgrade does; no migration is run")
    .action((targets: readonly string[], flags: StampFlags) =>
      run((context) => (flags.sql ? printRows : stampRows)(context, targets, flags), {
        handlesSignal: true,
      }),
    );
};

async function stampRows(
  context: CommandContext,
  targets: readonly string[],
  { purge = false }: StampFlags,
): Promise<void> {
  const { stamp } = await import("../../runtime/index.js");
  const { heads } = await stamp({ ...(await runOptions(context)), targets, purge });
  context.output.note(`The version table now says ${placeOf(heads)}; no migration was run.`);
  context.output.result({ text: () => [], json: () => ({ heads }) });
}

async function printRows(
  context: CommandContext,
  ranges: readonly string[],
  { purge = false }: StampFlags,
): Promise<void> {
  const { stampScript } = await import("../../runtime/script/index.js");
  const options = await scriptOptions(context);
  const { heads, script } = await stampScript({ ...options, ranges, purge });
  context.output.result({
    verbatim: true,
    text: () => script.trimEnd(),
    json: () => ({ heads, script }),
  });
}
