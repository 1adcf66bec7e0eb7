import { resolve } from "node:path";
import type { RevisionInput } from "../../autogenerate/revision.js";
import type { Rename } from "../../compare/renames.js";
import type { ResolvedConfig } from "../../config/types.js";
import type { Connection } from "../../database/connection.js";
import { ExitStatus, GenError } from "../../errors.js";
import type { CommandContext } from "../context.js";
import { reportError } from "../errors.js";
import { collect } from "../options.js";
import type { CommandDefinition } from "../program.js";
import { errorJson, failureOf, proofJson, tellProof } from "../proof-text.js";
import { confirm, canAsk } from "../prompt.js";

interface RevisionOptions {
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
  readonly prove: boolean;
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
    .option("--no-prove", "do not try the migration out before it is written")
    .action((options: RevisionOptions) =>
      run((context) => revision(context, options), { handlesSignal: true }),
    );
};

async function revision(
  context: CommandContext,
  options: RevisionOptions,
): Promise<ExitStatus | void> {
  const { output, path } = context;
  if (options.autogenerate && options.empty) throw contradiction();
  const [{ createRevision, summarize }, { formatRename, parseRename }, { describeOperation }] =
    await Promise.all([
      import("../../autogenerate/index.js"),
      import("../../compare/rename-syntax.js"),
      import("../../operations/index.js"),
    ]);
  const renames = (options.rename ?? []).map(parseRename);
  const [config, graph] = [await context.config(), await context.graph()];
  if (!options.empty) output.progress("Comparing the models with the database …");
  const created = await createRevision({
    config,
    graph,
    message: options.message ?? "",
    header: headerOf(options),
    empty: options.empty ?? false,
    connect: () => cancellable(context),
    renames,
    ...(options.renames ? {} : { detectRenames: false }),
    replay: options.replay ?? false,
    ...(options.prove ? {} : { prove: false }),
    signal: context.signal,
    ...(canAsk(context) ? { confirmRename: asker(context) } : {}),
    ...(options.versionPath === undefined
      ? {}
      : { versionPath: versionPath(options.versionPath, context, config) }),
    onNote: (message) => output.note(message),
  });
  if (created === null) {
    output.note("The database is as the models say: no revision was written.");
    return output.result({ text: () => [], json: () => ({ revision: null }) });
  }
  for (const rename of canAsk(context) ? [] : created.unconfirmedRenames) {
    output.warn(likelyRename(rename, formatRename(rename)));
  }
  const operations = created.revisions.flatMap((one) => one.operations);
  noteOperations(context, operations.map(describeOperation));
  for (const one of created.revisions) output.note(`Generating ${path(one.path)} ... done`);
  const { proof } = created;
  if (proof !== undefined) tellProof(context, proof);
  const error = failureOf(proof, path(created.path)) ?? created.hookFailure;
  output.result({
    text: () => created.revisions.map((one) => path(one.path)),
    json: () => ({
      revision: created.revision,
      path: path(created.path),
      operations: created.operations.map(summarize),
      revisions: created.revisions.map((one) => ({
        revision: one.revision,
        path: path(one.path),
        operations: one.operations.map(summarize),
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

function asker(context: CommandContext): (rename: Rename) => Promise<boolean> {
  return (rename) => confirm(context, `Was ${subject(rename)} renamed to ${target(rename)}?`);
}

function likelyRename(rename: Rename, option: string): string {
  return (
    `${subject(rename)} goes and ${target(rename)} comes: the file drops and creates. ` +
    `If it is a rename, delete the file and run again with --rename ${option}`
  );
}

function subject(rename: Rename): string {
  switch (rename.kind) {
    case "schema":
    case "role":
      return `${rename.kind} ${rename.from}`;
    case "column":
    case "policy":
      return `${rename.kind} ${rename.table.name}.${rename.from}`;
    case "enumValue":
      return `value ${rename.from} of enum ${rename.enum.name}`;
    default:
      return `${rename.kind} ${rename.from.name}`;
  }
}

function target({ to }: Rename): string {
  return typeof to === "string" ? to : to.name;
}

function contradiction(): GenError {
  return new GenError("usage", "--autogenerate and --empty contradict each other.", {
    hint: "Leave one of them out.",
    status: ExitStatus.usage,
  });
}
