/** What changes a database, or prints the script that would. */
import { type Command, Option } from "commander";
import type { DowngradeOptions } from "../../library/types.js";
import { displayName } from "../../schema/identifiers.js";
import type { CommandContext } from "../context.js";
import type { CommandDefinition, CommandRunner } from "../program.js";

const load = () => import("../../library/run.js");

export const upgrade: CommandDefinition = (command, run) => {
  const target =
    "an identifier, `head` (the default), `heads`, `+1`, `LABEL@head`, …; with --sql also START:END";
  defineRun(command.argument("[revision]", target), run, "upgrade");
};

export const downgrade: CommandDefinition = (command, run) => {
  const target = "the revision to go back to: an identifier, `-1`, `base`, …; with --sql START:END";
  defineRun(command.argument("<revision>", target), run, "downgrade");
};

interface RunFlags {
  readonly sql?: boolean;
  readonly dryRun?: boolean;
  readonly tag?: string;
}

type Direction = "upgrade" | "downgrade";

function defineRun(command: Command, run: CommandRunner, direction: Direction): void {
  const dryRun = "print what would run, and change nothing";
  command
    .option("--sql", "print a script for psql instead; needs no database")
    .addOption(new Option("--dry-run", dryRun).conflicts("sql"))
    .option("--tag <text>", "passed to migrations as op.tag")
    .action(
      run(
        (context, target: string | undefined, { sql, ...flags }: RunFlags) =>
          (sql ? printScript : migrate)(context, direction, { ...flags, target: target ?? "head" }),
        { handlesSignal: true },
      ),
    );
}

async function migrate(
  { output, project }: CommandContext,
  direction: Direction,
  options: DowngradeOptions,
): Promise<void> {
  const { result, planned } = await (await load())[direction](project, options);
  const { steps, heads } = result;
  output.result({ text: () => planned?.plan.trimEnd() ?? [], json: result });
  if (steps.length === 0) output.note(`Nothing to do: the database is at ${placeOf(heads)}.`);
  else if (planned !== undefined) {
    const migrations = steps.length === 1 ? "1 migration" : `${steps.length} migrations`;
    const way = `from ${placeOf(planned.headsBefore)} to ${placeOf(heads)}`;
    output.note(`Nothing was changed. ${migrations} would take the database ${way}.`);
  }
}

async function printScript(
  { output, project }: CommandContext,
  direction: Direction,
  { target: range, ...options }: DowngradeOptions,
): Promise<void> {
  const { result } = await (await load())[`${direction}Script`](project, { ...options, range });
  const { script, steps, heads } = result;
  if (steps.length === 0) output.note(`Nothing to do: the range ends at ${placeOf(heads)}.`);
  output.script(script, { steps, heads, script });
}

export const stamp: CommandDefinition = (command, run) => {
  command
    .argument("<revisions...>", "identifiers, `head`, `heads`, `base`; with --sql also START:END")
    .option("--purge", "delete all rows first, even those that no file defines")
    .option("--sql", "print a script for psql instead; needs no database")
    .option("--tag <text>", "accepted as in upgrade, but no migration runs")
    .action(run(stampRevisions, { handlesSignal: true }));
};

async function stampRevisions(
  { output, project }: CommandContext,
  targets: readonly string[],
  { purge = false, sql = false }: { readonly purge?: boolean; readonly sql?: boolean },
): Promise<void> {
  const library = await load();
  if (sql) {
    const { result } = await library.stampScript(project, { ranges: targets, purge });
    return output.script(result.script, result);
  }
  const { result } = await library.stamp(project, { targets, purge });
  output.note(`The version table now holds ${placeOf(result.heads)}; no migration was run.`);
  output.result({ text: () => [], json: result });
}

export const ensureVersion: CommandDefinition = (command, run) => {
  command
    .option("--sql", "print a script for psql instead; needs no database")
    .action(run(createVersionTable, { handlesSignal: true }));
};

async function createVersionTable(
  { output, project }: CommandContext,
  { sql = false }: { readonly sql?: boolean },
): Promise<void> {
  const library = await load();
  if (sql) {
    const { result } = await library.ensureVersionScript(project);
    return output.script(result.script, result);
  }
  const { result } = await library.ensureVersion(project);
  output.note(`The version table ${displayName(result.versionTable)} exists.`);
  output.result({ text: () => [], json: result });
}

/** Where rows say that a database is. */
function placeOf(heads: readonly string[]): string {
  return heads.length === 0 ? "base" : heads.join(", ");
}
