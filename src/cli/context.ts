import { isAbsolute, relative, sep } from "node:path";
import { describeStep } from "../runtime/describe-step.js";
import { defined } from "../defined.js";
import type { ExitStatus } from "../errors.js";
import { Project, type ProjectEvent } from "../library/project.js";
import { tellConflicts } from "./conflict-text.js";
import type { GlobalOptions } from "./options.js";
import type { Output } from "./output.js";
import type { Terminal } from "./terminal.js";

/** What a command works with. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly options: GlobalOptions;
  readonly output: Output;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  readonly project: Project;
  /** A path as messages show it. */
  readonly path: (path: string) => string;
}

/** Runs the body of a command, and closes whatever it opened, also when it fails. */
export async function withContext(
  given: Omit<CommandContext, "project" | "path">,
  body: (context: CommandContext) => Promise<ExitStatus | void>,
): Promise<ExitStatus | void> {
  const { terminal, options, output, signal } = given;
  const { cwd, env, stdin, stdout, stderr } = terminal;
  const path = (absolute: string): string => displayPath(absolute, cwd);
  const project = new Project({
    ...defined({ config: options.config, databaseUrl: options.databaseUrl }),
    cwd,
    env,
    args: options.args,
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

/** Prints what happens while it happens. */
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

/**
 * A path relative to the working directory when it lies inside it, absolute otherwise. Both can be
 * typed into the next command.
 */
function displayPath(path: string, cwd: string): string {
  const fromHere = relative(cwd, path);
  const isOutside = fromHere === ".." || fromHere.startsWith(`..${sep}`) || isAbsolute(fromHere);
  return isOutside ? path : fromHere || ".";
}
