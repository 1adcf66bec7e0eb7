/** What changes a database, or prints the script that would. */
import { type Command, Option } from "commander";
import { displayName } from "../../schema/identifiers.js";
import type { CommandDefinition, CommandRunner } from "../program.js";

const load = () => import("../../library/run.js");

const sqlHelp = "print a script for psql instead; needs no database";

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

function defineRun(command: Command, run: CommandRunner, direction: "upgrade" | "downgrade"): void {
  const dryRun = "print what would run, and change nothing";
  command
    .option("--sql", sqlHelp)
    .addOption(new Option("--dry-run", dryRun).conflicts("sql"))
    .option("--tag <text>", "passed to migrations as op.tag")
    .action(
      run(
        async ({ output, project }, given: string | undefined, { sql, ...flags }: RunFlags) => {
          const target = given ?? "head";
          const library = await load();
          if (sql) {
            const options = { ...flags, range: target };
            const { result } = await library[`${direction}Script`](project, options);
            const { script, steps, heads } = result;
            if (steps.length === 0)
              output.note(`Nothing to do: the range ends at ${placeOf(heads)}.`);
            return output.script(script, { steps, heads, script });
          }
          const { result, planned } = await library[direction](project, { ...flags, target });
          const { steps, heads } = result;
          output.result({ text: () => planned?.plan.trimEnd() ?? [], json: result });
          if (steps.length === 0)
            return output.note(`Nothing to do: the database is at ${placeOf(heads)}.`);
          if (planned === undefined) return;
          const migrations = steps.length === 1 ? "1 migration" : `${steps.length} migrations`;
          const way = `from ${placeOf(planned.headsBefore)} to ${placeOf(heads)}`;
          output.note(`Nothing was changed. ${migrations} would take the database ${way}.`);
        },
        { handlesSignal: true },
      ),
    );
}

interface StampFlags {
  readonly purge?: boolean;
  readonly sql?: boolean;
}

export const stamp: CommandDefinition = (command, run) => {
  command
    .argument("<revisions...>", "identifiers, `head`, `heads`, `base`; with --sql also START:END")
    .option("--purge", "delete all rows first, even those that no file defines")
    .option("--sql", sqlHelp)
    .option("--tag <text>", "accepted as in upgrade, but no migration runs")
    .action(
      run(
        async ({ output, project }, targets: readonly string[], { purge, sql }: StampFlags) => {
          const library = await load();
          const options = { targets, purge: purge === true };
          if (sql) {
            const { result } = await library.stampScript(project, { ...options, ranges: targets });
            return output.script(result.script, result);
          }
          const { result } = await library.stamp(project, options);
          output.note(
            `The version table now holds ${placeOf(result.heads)}; no migration was run.`,
          );
          output.result({ text: () => [], json: result });
        },
        { handlesSignal: true },
      ),
    );
};

export const ensureVersion: CommandDefinition = (command, run) => {
  command.option("--sql", sqlHelp).action(
    run(
      async ({ output, project }, { sql }: { readonly sql?: boolean }) => {
        const library = await load();
        if (sql) {
          const { result } = await library.ensureVersionScript(project);
          return output.script(result.script, result);
        }
        const { result } = await library.ensureVersion(project);
        output.note(`The version table ${displayName(result.versionTable)} exists.`);
        output.result({ text: () => [], json: result });
      },
      { handlesSignal: true },
    ),
  );
};

function placeOf(heads: readonly string[]): string {
  return heads.join(", ") || "base";
}
