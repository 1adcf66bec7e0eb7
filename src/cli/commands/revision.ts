import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { RevisionInput } from "../../autogenerate/revision.js";
import type { Rename } from "../../compare/renames/rename.js";
import type { ResolvedConfig } from "../../config/types.js";
import type { Connection } from "../../database/connection.js";
import { ExitStatus, GenError } from "../../errors.js";
import type { CommandContext } from "../context.js";
import { reportError } from "../errors.js";
import { paintOperation } from "../operation-text.js";
import { collect } from "../options.js";
import type { CommandDefinition } from "../program.js";
import { errorJson, failureOf, proofJson, tellProof } from "../proof-text.js";
import { canAsk } from "../prompt.js";

export interface RevisionOptions {
  readonly message?: string;
  readonly autogenerate?: boolean;
  readonly empty?: boolean;
  readonly head?: string;
  readonly splice?: boolean;
  readonly branchLabel?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly revId?: string;
  readonly versionPath?: string;
  readonly rename?: readonly string[];
  readonly renames: boolean;
  readonly replay?: boolean;
  readonly prove?: string | false;
  readonly sql?: boolean;
}

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .option("-m, --message <text>", "what the migration does, for its file and its name")
    .option("--autogenerate", "compare models and database (this is the default)")
    .option("--empty", "write a file with empty bodies")
    .option("--head <revision>", "the revision that it follows; by default the head")
    .option("--splice", "allow a revision that is no head after --head, and so a new branch")
    .option("--branch-label <label>", "a label for the branch that begins here", collect)
    .option("--depends-on <revision>", "a revision that must be applied first", collect)
    .option("--rev-id <id>", "the identifier, instead of a random one")
    .option("--version-path <dir>", "the migrations folder to write to, of several")
    .option(
      "--rename <kind:old=new>",
      "a rename, such as table:old=new or column:table.old=new (repeatable)",
      collect,
    )
    .option("--no-renames", "take for a rename only what --rename says")
    .option("--replay", "compare with what the migrations make of an empty database")
    .option("--prove <revision>", "prove a migration that is there, as its file says it now")
    .option("--no-prove", "do not try the migration out before it is written")
    .option("--sql", "print the SQL of what was found, and write no file")
    .action((options: RevisionOptions) =>
      run(
        async (context) =>
          typeof options.prove === "string"
            ? (await import("../revision-proof.js")).proveFileOf(context, options.prove, options)
            : revision(context, options),
        { handlesSignal: true },
      ),
    );
};

async function revision(
  context: CommandContext,
  options: RevisionOptions,
): Promise<ExitStatus | void> {
  const { output, path } = context;
  const other = options.autogenerate ? "--autogenerate" : options.sql ? "--sql" : undefined;
  if (options.empty && other !== undefined) throw contradiction(other);
  const [{ createRevision, summarize }, { describeOperation }, { warnOfHazards }, input] =
    await Promise.all([
      import("../../autogenerate/index.js"),
      import("../../operations/index.js"),
      import("../hazard-text.js"),
      inputOf(context, options),
    ]);
  if (!options.empty) output.progress("Comparing the models with the database …");
  if (options.sql) return printSql(context, input);
  const created = await createRevision(input);
  if (created === null) return nothingToWrite(context);
  await warnOfRenames(context, created.unconfirmedRenames, "delete the file and run again with");
  const operations = created.revisions.flatMap((one) => one.operations);
  noteOperations(
    context,
    operations.map((one) => paintOperation(one, describeOperation(one), output.style)),
  );
  warnOfHazards(
    context,
    created.revisions.map((one) => one.operations),
  );
  for (const one of created.revisions) output.note(`Generating ${path(one.path)} ... done`);
  const { proof } = created;
  if (proof !== undefined) tellProof(context, proof);
  const error = failureOf(proof, path(created.path)) ?? created.hookFailure;
  output.result({
    text: () => created.revisions.map((one) => path(one.path)),
    json: () => ({
      revision: created.revision,
      path: path(created.path),
      operations: summarize(created.operations),
      revisions: created.revisions.map((one) => ({
        revision: one.revision,
        path: path(one.path),
        operations: summarize(one.operations),
      })),
      ...(proof === undefined ? {} : { proof: proofJson(proof) }),
      ...(error === undefined ? {} : { error: errorJson(error) }),
    }),
  });
  if (error === undefined) return;
  // With --json the one document on stdout has said it already.
  if (!context.options.json) output.error(reportError(error));
  return error.status;
}

async function inputOf(context: CommandContext, options: RevisionOptions): Promise<RevisionInput> {
  const { parseRename } = await import("../../compare/renames/syntax.js");
  const renames = (options.rename ?? []).map(parseRename);
  const [config, graph] = [await context.config(), await context.graph()];
  const [folder = ""] = config.migrations;
  if (config.migrationsNote !== undefined && !existsSync(folder)) {
    context.output.note(config.migrationsNote);
  }
  return {
    config,
    graph,
    message: options.message ?? "",
    header: headerOf(options),
    empty: options.empty ?? false,
    connect: () => cancellable(context),
    renames,
    ...(options.renames ? {} : { detectRenames: false }),
    replay: options.replay ?? false,
    ...(options.prove === false ? { prove: false } : {}),
    signal: context.signal,
    ...(canAsk(context) ? { chooseRename: await asker(context) } : {}),
    ...(options.versionPath === undefined
      ? {}
      : { versionPath: versionPath(options.versionPath, context, config) }),
    onNote: (message) => context.output.note(message),
    onWarning: (message) => context.output.warn(message),
  };
}

/** `--sql`: what the migration would run, for whoever wants to see it before there is a file. */
async function printSql(context: CommandContext, input: RevisionInput): Promise<ExitStatus | void> {
  const { previewRevision, script, summarize } = await import("../../autogenerate/index.js");
  const changes = await previewRevision(input);
  if (changes === undefined) return nothingToWrite(context);
  const { output } = context;
  await warnOfRenames(context, changes.unconfirmedRenames, "run again with");
  if (changes.proof !== undefined) tellProof(context, changes.proof);
  output.note("No file was written: that is done without --sql.");
  const operations = changes.revisions.flatMap((one) => one.upgrade);
  const sql = script(operations);
  output.result({
    text: () => [sql.trimEnd()],
    json: () => ({ revision: null, operations: summarize(operations), script: sql }),
  });
}

function nothingToWrite({ output }: CommandContext): void {
  output.note("The database is as the models say: no revision was written.");
  output.result({ text: () => [], json: () => ({ revision: null }) });
}

/** @param next What to do if they are renames, before the option. */
async function warnOfRenames(
  { output }: CommandContext,
  renames: readonly Rename[],
  next: string,
): Promise<void> {
  if (renames.length === 0) return;
  const { dropText, renameOption } = await import("../rename-text.js");
  const what = renames.length === 1 ? "it is a rename" : "these are renames";
  output.warn(
    `${renames.map(dropText).join("; ")}: the migration drops and creates. ` +
      `If ${what}, ${next} ${renames.map(renameOption).join(" ")}`,
  );
}

const MOST_OPERATIONS = 20;

/** Names what was found, for the first look; the file has it all. */
function noteOperations({ output }: CommandContext, phrases: readonly string[]): void {
  for (const phrase of phrases.slice(0, MOST_OPERATIONS)) output.note(`Detected: ${phrase}`);
  const more = phrases.length - MOST_OPERATIONS;
  if (more > 0) output.note(`… and ${more} more`);
}

/** Typed in a folder of the project, it may also be relative to there. */
function versionPath(given: string, { terminal }: CommandContext, config: ResolvedConfig): string {
  const fromHere = resolve(terminal.cwd, given);
  return config.migrations.includes(fromHere) ? fromHere : given;
}

/** Whatever the database is doing ends when the user interrupts. */
async function cancellable({ connection, signal }: CommandContext): Promise<Connection> {
  const opened = await connection();
  signal.addEventListener("abort", () => void opened.cancel());
  return opened;
}

function headerOf(options: RevisionOptions): NonNullable<RevisionInput["header"]> {
  const { head, splice, branchLabel, dependsOn, revId } = options;
  return {
    ...(head === undefined ? {} : { head }),
    ...(splice === undefined ? {} : { splice }),
    ...(branchLabel === undefined ? {} : { branchLabels: branchLabel }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
    ...(revId === undefined ? {} : { revision: revId }),
  };
}

async function asker(context: CommandContext): Promise<NonNullable<RevisionInput["chooseRename"]>> {
  const { renameAsker } = await import("../ask-rename.js");
  return renameAsker(context);
}

function contradiction(other: string): GenError {
  return new GenError("usage", `${other} and --empty contradict each other.`, {
    hint: "Leave one of them out.",
    status: ExitStatus.usage,
  });
}
