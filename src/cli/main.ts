import { CommanderError } from "commander";
import { ExitStatus, type GenError } from "../errors.js";
import { isCommand } from "./commands.js";
import { type ErrorReport, reportError } from "./errors.js";
import { watchForeignCode } from "./foreign-code.js";
import { watchInterruption } from "./interruption.js";
import { Output } from "./output.js";
import { createProgram } from "./program.js";
import type { Terminal } from "./terminal.js";

/** @example const status = await main(["upgrade", "head"], processTerminal()); // never throws */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const interruption = watchInterruption(terminal.env);
  const foreign = watchForeignCode((error) => interruption.abort(error));
  const run = createProgram(terminal, interruption.signal);
  try {
    await Promise.race([run.program.parseAsync(argv, { from: "user" }), foreign.overdue]);
    const failure = foreign.failure();
    if (failure !== undefined && interruption.status() === undefined) throw failure;
    return interruption.status() ?? run.status();
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return ExitStatus.done;
    // `gen` alone.
    if (error instanceof CommanderError && error.code === "commander.help") {
      terminal.stderr.write(run.program.helpInformation());
      return ExitStatus.usage;
    }
    const output = run.output() ?? outputBefore(argv, terminal);
    const status = interruption.status();
    const report = reportWith(error, foreign.failure(), argv.find(isCommand));
    output.error(status === undefined ? report : interrupted(report));
    return status ?? report.status;
  } finally {
    foreign.dispose();
    interruption.dispose();
  }
}

/** The output for a command line that could not be parsed; its global options count all the same. */
function outputBefore(argv: readonly string[], terminal: Terminal): Output {
  return new Output(terminal, {
    json: argv.includes("--json"),
    verbose: argv.includes("-v") || argv.includes("--verbose"),
    color: !argv.includes("--no-color"),
  });
}

/** Whatever failed because of an interruption, the interruption is what is reported. */
function interrupted(report: ErrorReport): ErrorReport {
  if (report.code === "interrupted") return report;
  return { ...report, code: "interrupted", message: "Interrupted.", hint: undefined };
}

/** Reports the failure of foreign code first, and then where it stopped the command. */
function reportWith(
  error: unknown,
  failure: GenError | undefined,
  command: string | undefined,
): ErrorReport {
  const report = reportError(error, command);
  if (failure === undefined || (error !== failure.cause && isCause(failure.cause, error)))
    return report;
  const reason = reportError(failure);
  if (error === failure || error === failure.cause) return reason;
  return { ...reason, message: `${reason.message}\n${report.message}` };
}

function isCause(cause: unknown, error: unknown): boolean {
  if (error === cause) return true;
  return error instanceof Error && error.cause !== undefined && isCause(cause, error.cause);
}
