/** What a command works with, and how the events of its project are told. */
import { isAbsolute, relative, sep } from "node:path";
import { describeStep } from "../revisions/version-rows.js";
import { defined } from "../defined.js";
import type { ExitStatus } from "../errors.js";
import { Project, type ProjectEvent } from "../library/project.js";
import type { Conflict, ConflictReport } from "../autogenerate/conflicts/find.js";
import type { GlobalOptions } from "./options.js";
import type { Output } from "./output.js";
import type { Terminal } from "./terminal.js";

export interface CommandContext {
  readonly terminal: Terminal;
  readonly options: GlobalOptions;
  readonly output: Output;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  readonly project: Project;
  readonly path: (path: string) => string;
}

/** Runs the body of a command, and closes whatever it opened, also when it fails. */
export async function withContext(
  given: Omit<CommandContext, "project" | "path">,
  body: (context: CommandContext) => Promise<ExitStatus | void>,
): Promise<ExitStatus | void> {
  const { terminal, output, signal } = given;
  const { config, databaseUrl, args } = given.options;
  const { cwd, env, stdin, stdout, stderr } = terminal;
  const path = (absolute: string): string => displayPath(absolute, cwd);
  const project = new Project({
    ...defined({ config, databaseUrl }),
    cwd,
    env,
    args,
    isOnTerminal: stdin.isTTY === true && (stdout.isTTY === true || stderr.isTTY === true),
    signal,
    tell: (event) => tell(event, output),
    path,
  });
  try {
    return await body({ ...given, project, path });
  } finally {
    output.endProgress();
    await project.close();
  }
}

function tell(event: ProjectEvent, output: Output): void {
  switch (event.kind) {
    case "note":
      return output.note(event.text);
    case "warning":
      return output.warn(event.text);
    case "progress":
      return output.progress(event.text);
    case "serverNotice":
      return event.severity === "WARNING"
        ? output.warn(event.message)
        : output.note(`${event.severity}: ${event.message}`);
    case "conflicts":
      return tellConflicts(output, event.report);
    case "stepStart": {
      const { number, total } = event.position;
      return output.begin(describeStep(event.step), total === 1 ? "" : `${number}/${total}`);
    }
    case "step":
      output.complete(describeStep(event.step), `${event.report.durationMs} ms`);
      for (const sql of event.report.sql) output.detail(sql);
  }
}

/** Relative inside the working directory, else absolute: both can be typed again. */
function displayPath(path: string, cwd: string): string {
  const fromHere = relative(cwd, path);
  const isOutside = fromHere === ".." || fromHere.startsWith(`..${sep}`) || isAbsolute(fromHere);
  return isOutside ? path : fromHere || ".";
}

const mostUnjudged = 5;

function tellConflicts(output: Output, { conflicts, unjudged }: ConflictReport): void {
  for (const conflict of conflicts) {
    const lines = conflict.sides.flatMap(({ operations }) =>
      operations.map(({ path, operation }) => `  ${path}: ${operation}`),
    );
    output.warn([`${phraseFor(conflict)}:`, ...lines].join("\n"));
  }
  for (const { path, reason } of unjudged.slice(0, mostUnjudged))
    output.note(`Cannot tell what this migration touches: ${path}: ${reason}`);
  const more = unjudged.length - mostUnjudged;
  if (more > 0) output.note(`… and ${more} more like this`);
}

const bothVerbs = { bothAdd: "add", bothDrop: "drop", bothAlter: "change" } as const;

function phraseFor({ kind, object, sides: [left, right] }: Conflict): string {
  return kind === "dropsUsed"
    ? `${left.head} drops ${object}, which ${right.head} uses`
    : `${left.head} and ${right.head} both ${bothVerbs[kind]} ${object}`;
}
