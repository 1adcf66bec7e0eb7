import { displayName } from "../../schema/identifiers.js";
import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";
import { runOptions } from "./run-migrations.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .option("--sql", "print a script for psql instead, without a database")
    .action(({ sql }: { readonly sql?: boolean }) =>
      run(sql === true ? printScript : ensureVersion, { handlesSignal: true }),
    );
};

async function ensureVersion(context: CommandContext): Promise<void> {
  const { ensureVersionTable } = await import("../../runtime/index.js");
  const { versionTable } = await context.config();
  await ensureVersionTable(await runOptions(context));
  context.output.note(`The version table ${displayName(versionTable)} exists.`);
  context.output.result({ text: () => [], json: () => ({ versionTable }) });
}

async function printScript({ config, output }: CommandContext): Promise<void> {
  const { versionTableScript } = await import("../../runtime/script/index.js");
  const script = versionTableScript(await config());
  output.result({ verbatim: true, text: () => script.trimEnd(), json: () => ({ script }) });
}
