import { type Command, Option } from "commander";
import type { Proof } from "../../autogenerate/proof/types.js";
import type { Rename } from "../../compare/renames/rename.js";
import { defined } from "../../defined.js";
import { type ExitStatus, usageError } from "../../errors.js";
import type { RevisionRequest } from "../../library/revision.js";
import type { CommandContext } from "../context.js";
import { collect } from "../options.js";
import type { CommandDefinition } from "../program.js";

interface RevisionFlags extends Pick<
  RevisionRequest,
  "message" | "empty" | "splice" | "dependsOn" | "revId" | "versionPath" | "replay"
> {
  readonly head?: string;
  readonly branchLabel?: readonly string[];
  readonly rename?: readonly string[];
  readonly renames: boolean;
  readonly prove?: string | false;
  readonly sql?: boolean;
}

export const revision: CommandDefinition = (command, run) => {
  const empty = new Option("--empty", "write a file with empty bodies");
  command
    .option(
      "-m, --message <text>",
      "what the migration does: the file's title and part of its name",
    )
    .option("--autogenerate", "compare models and database (the default)")
    .addOption(empty.conflicts(["autogenerate", "sql"]))
    .option("--head <revision>", "the parent of the new revision (default: the head)")
    .option("--splice", "allow a --head that is not a head, to start a branch")
    .option("--branch-label <label>", "a label for the branch that starts here", collect)
    .option(
      "--depends-on <revision>",
      "a revision of another branch that must be applied first (repeatable)",
      collect,
    )
    .option("--rev-id <id>", "the identifier (default: a random one)")
    .option("--version-path <dir>", "which of several migrations folders to write to")
    .option(
      "--rename <kind:old=new>",
      "a rename, such as table:old=new or column:table.old=new (repeatable)",
      collect,
    )
    .option("--no-renames", "do not ask about or suggest renames; only --rename counts")
    .option("--replay", "compare with a scratch database built by the migrations")
    .option("--prove <revision>", "prove an existing migration and write nothing")
    .option("--no-prove", "write the migration without proving it")
    .option("--sql", "print the SQL instead of writing a file")
    .action(
      run(
        async (context, flags: RevisionFlags) => {
          if (typeof flags.prove === "string") return proveFile(context, flags.prove, command);
          const request = await requestOf(context, flags);
          return flags.sql ? printSql(context, request) : write(context, request);
        },
        { handlesSignal: true },
      ),
    );
};

async function write(
  { output, project }: CommandContext,
  request: RevisionRequest,
): Promise<ExitStatus | void> {
  const [{ writeRevision }, { noteOperations, warnOfHazards }] = await Promise.all([
    import("../../library/revision.js"),
    import("../hazard-text.js"),
  ]);
  const { result, created, failure } = await writeRevision(project, request);
  if (result === null || created === null) return nothingToWrite(output);
  await warnOfRenames(output, created.unconfirmedRenames, "delete the file and run again with");
  const plans = created.revisions.map(({ operations }) => operations);
  noteOperations(output, plans.flat());
  warnOfHazards(output, plans);
  const paths = result.revisions.map(({ path }) => path);
  for (const path of paths) output.note(`Generating ${path} ... done`);
  tellProof(output, created.proof);
  return output.result({ text: () => paths, json: result, failure });
}

/** `--sql`: what the migration would run, for whoever wants to see it before there is a file. */
async function printSql({ output, project }: CommandContext, request: RevisionRequest) {
  const { previewSql } = await import("../../library/revision.js");
  const preview = await previewSql(project, request);
  if (preview === null) return nothingToWrite(output);
  const { operations, script, unconfirmedRenames, proof } = preview;
  await warnOfRenames(output, unconfirmedRenames, "run again with");
  tellProof(output, proof);
  output.note("Nothing was written; run again without `--sql`.");
  output.result({ text: () => script.trimEnd(), json: { revision: null, operations, script } });
}

function nothingToWrite(output: CommandContext["output"]): void {
  output.note("The database matches the models: no revision was written.");
  output.result({ text: () => [], json: { revision: null } });
}

/** `--prove REVISION`: a migration that is there already. */
async function proveFile(
  { output, project }: CommandContext,
  identifier: string,
  command: Command,
): Promise<ExitStatus | void> {
  // Options that every command takes are hidden here.
  const own = command.options
    .filter(({ hidden }) => !hidden)
    .map((option) => option.attributeName());
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === "cli";
  if (own.some((name) => name !== "prove" && isGiven(name))) {
    const message = "--prove REVISION writes no file, so it takes no other option.";
    throw usageError("usage", message, `Run \`gen revision --prove ${identifier}\`.`);
  }
  const { prove } = await import("../../library/revision.js");
  const { result, proof, failure } = await prove(project, { revision: identifier });
  tellProof(output, proof);
  return output.result({ text: () => [], json: result, failure });
}

async function requestOf(context: CommandContext, flags: RevisionFlags): Promise<RevisionRequest> {
  const { branchLabel, rename, renames, prove, ...others } = flags;
  const { stdin, stderr } = context.terminal;
  const { renameAsker } = await import("../rename-text.js");
  // Everywhere else a question would hang for ever.
  const canAsk = stdin.isTTY === true && stderr.isTTY === true && !context.options.json;
  const chooseRename = canAsk ? renameAsker(context) : undefined;
  return {
    ...others,
    ...defined({ branchLabels: branchLabel, renames: rename, chooseRename }),
    ...(renames ? {} : { detectRenames: false }),
    ...(prove === false && { prove }),
  };
}

/** @param next What to do if they are renames, before the option. */
async function warnOfRenames(
  output: CommandContext["output"],
  renames: readonly Rename[],
  next: string,
): Promise<void> {
  if (renames.length === 0) return;
  const { dropText, renameOption } = await import("../rename-text.js");
  const what = renames.length === 1 ? "this is a rename" : "these are renames";
  output.warn(
    `${renames.map(dropText).join("; ")}. If ${what}, ${next} ${renames.map(renameOption).join(" ")}`,
  );
}

const places = {
  transaction: "in a rolled-back transaction",
  scratch: "in a scratch database, without rows",
  pglite: "in an embedded scratch database, without rows",
} as const;

/** Says on stderr what the proof has shown, unless it failed, which is an error. */
function tellProof(output: CommandContext["output"], proof: Proof | undefined): void {
  if (proof === undefined) return;
  const { proven, where, reason, differences, durationMs } = proof;
  if (where !== null && differences.length === 0)
    output.note(
      `${proven ? "Proven" : "Tried"} ${places[where]}: up, down and up again, ${durationMs} ms.`,
    );
  if (reason !== undefined) output.warn(`Not proven: ${reason}.`);
}
