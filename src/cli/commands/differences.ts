/** What differs between the models, the migrations and databases. */
import { Option } from "commander";
import type { CheckOutcome } from "../../autogenerate/check.js";
import { ExitStatus } from "../../errors.js";
import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";

async function load() {
  const [library, text] = await Promise.all([
    import("../../library/differences.js"),
    import("../hazard-text.js"),
  ]);
  return { ...library, ...text };
}

interface CheckFlags {
  readonly replay?: boolean;
  readonly drift?: boolean;
}

export const check: CommandDefinition = (command, run) => {
  const replay = "compare the models with a scratch database built by the migrations";
  const drift = "compare the database with a scratch database built by its migrations";
  command
    .option("--replay", replay)
    .addOption(new Option("--drift", drift).conflicts("replay"))
    .action((flags: CheckFlags) => {
      const usesScratch = flags.replay === true || flags.drift === true;
      return run(showCheck, { handlesSignal: usesScratch })(flags);
    });
};

async function showCheck(
  { output, project }: CommandContext,
  { replay = false, drift: isDrift = false }: CheckFlags,
): Promise<ExitStatus> {
  const { operationLines, ...library } = await load();
  const checked = isDrift ? undefined : await library.check(project, { replay });
  const { result, operations } = checked ?? (await library.drift(project));
  const [none, some] = isDrift
    ? [
        "The database matches its migrations.",
        "The database has drifted from its migrations. To bring it back:",
      ]
    : ["No new upgrade operations detected.", "New upgrade operations detected:"];
  output.result({
    text: (style) => (result.upToDate ? none : [some, ...operationLines(operations, style)]),
    json: result,
  });
  if (result.upToDate) return ExitStatus.done;
  if (checked !== undefined) for (const line of await advice(checked, replay)) output.note(line);
  return ExitStatus.pending;
}

async function advice(
  { unconfirmedRenames: renames, isAtHeads }: Omit<CheckOutcome, "notes">,
  replay: boolean,
): Promise<readonly string[]> {
  const { renameOption } = await import("../rename-text.js");
  const what = renames.length === 1 ? "Possible rename" : "Possible renames";
  const options = [...(replay ? ["--replay"] : []), ...renames.map(renameOption)].join(" ");
  return [
    ...(renames.length > 0 ? [`${what}: gen revision -m "…" ${options}`] : []),
    replay || isAtHeads
      ? `Run \`gen revision ${replay ? "--replay " : ""}-m "…"\` to write a migration for them.`
      : "The database does not have all revisions yet: run `gen upgrade heads` and check again.",
  ];
}

interface DiffFlags {
  readonly sql?: boolean;
  readonly reverse?: boolean;
}

export const diff: CommandDefinition = (command, run) => {
  command
    .argument("<from>", "a database URL, `models`, or `revision:ID`")
    .argument("<to>", "a database URL, `models`, or `revision:ID`")
    .option("--sql", "print a script that turns the first into the second")
    .option("--reverse", "turn the second into the first")
    .action(
      run(
        async ({ output, project }, from: string, to: string, { sql, ...flags }: DiffFlags) => {
          const { operationLine, ...library } = await load();
          const { result, operations } = await library.diff(project, { from, to, ...flags });
          const { notes, script, ...json } = result;
          const isAll = notes.length === 0;
          if (operations.length === 0)
            output.note(isAll ? "No differences." : "No differences in what is compared.");
          output.result({
            text: (style) =>
              sql ? script : operations.map((operation) => operationLine(operation, style)),
            json,
          });
        },
        { handlesSignal: true },
      ),
    );
};
