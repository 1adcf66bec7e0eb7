/** How a function of the package becomes a command on a project. */
import { revisionInfo } from "../revisions/revision.js";
import { type Outcome, Project, type ProjectEvent } from "./project.js";
import type { MigrationOptions } from "./types.js";

/**
 * A command as a function of the package. Its module is loaded when it is called.
 *
 * @example export const upgrade = command(() => import("./run.js"), (run) => run.upgrade);
 */
export function command<Module, Options extends MigrationOptions, Result>(
  load: () => Promise<Module>,
  pick: (module: Module) => (project: Project, options: Options) => Promise<Outcome<Result>>,
): (...given: {} extends Options ? [options?: Options] : [options: Options]) => Promise<Result> {
  return (...given) => {
    // They can be left out only where none is required.
    const options = (given[0] ?? {}) as Options;
    return inProject(options, async (project) => pick(await load())(project, options));
  };
}

/** Runs a command, closes what it opened, and throws where the command line would fail. */
export async function inProject<T>(
  options: MigrationOptions,
  body: (project: Project) => Promise<Outcome<T>>,
): Promise<T> {
  const { stdin, stdout, stderr } = process;
  const project = new Project({
    cwd: process.cwd(),
    ...options,
    // `.env` is read for this call alone: the environment of the process stays as it is.
    env: { ...process.env },
    isOnTerminal: stdin.isTTY && (stdout.isTTY || stderr.isTTY),
    tell: (event) => tell(event, options),
    path: (path) => path,
  });
  try {
    const { result, failure } = await body(project);
    if (failure !== undefined) throw failure;
    return result;
  } finally {
    await project.close();
  }
}

function tell(event: ProjectEvent, { onNotice, onStepStart, onStep }: MigrationOptions): void {
  switch (event.kind) {
    case "note":
    case "warning":
      return onNotice?.(event.text);
    case "serverNotice":
      return onNotice?.(`${event.severity}: ${event.message}`);
    case "stepStart":
      return onStepStart?.(revisionInfo(event.step.revision), event.position);
    case "step":
      return onStep?.(event.report, event.position);
    case "progress":
    case "conflicts":
  }
}
