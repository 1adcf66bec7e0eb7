import { CommanderError } from "commander";
import { ExitStatus } from "../errors.js";
import { type ErrorReport, reportError } from "./errors.js";
import { watchInterruption } from "./interruption.js";
import { Output } from "./output.js";
import { createProgram } from "./program.js";
import type { Terminal } from "./terminal.js";

/**
 * Runs one command line and returns its exit status. Never throws and never ends the process.
 *
 * @example
 * const status = await main(["upgrade", "head"], processTerminal());
 */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const interruption = watchInterruption();
  const run = createProgram(terminal, interruption.signal);
  try {
    await run.program.parseAsync(argv, { from: "user" });
    return interruption.status() ?? run.status();
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return ExitStatus.done;
    if (isMissingCommand(error)) {
      terminal.stderr.write(run.program.helpInformation());
      return ExitStatus.usage;
    }
    const output = run.output() ?? outputBefore(argv, terminal);
    const status = interruption.status();
    const report = reportError(error);
    output.error(status === undefined ? report : interrupted(report));
    return status ?? report.status;
  } finally {
    interruption.dispose();
  }
}

/** `gen` alone: a wrong call that is answered by the help. */
function isMissingCommand(error: unknown): boolean {
  return error instanceof CommanderError && error.code === "commander.help";
}

/** The output of a command line that could not be parsed: what it asks for is seen all the same. */
function outputBefore(argv: readonly string[], terminal: Terminal): Output {
  return new Output(terminal, {
    json: argv.includes("--json"),
    verbose: argv.includes("-v") || argv.includes("--verbose"),
    color: !argv.includes("--no-color"),
  });
}

/** Whatever failed because of it, the interruption is what happened. */
function interrupted(report: ErrorReport): ErrorReport {
  if (report.code === "interrupted") return report;
  return { ...report, code: "interrupted", message: "Interrupted.", hint: undefined };
}
