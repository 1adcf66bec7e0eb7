import { Command } from "commander";
import { ExitStatus } from "../errors.js";
import { commands } from "./commands.js";
import type { CommandContext } from "./context.js";
import { addGlobalOptions, globalOptions } from "./options.js";
import { Output } from "./output.js";
import type { Terminal } from "./terminal.js";
import { packageVersion } from "./version.js";

/** What a command does once its arguments are parsed; a status other than 0 is returned. */
export type CommandBody = (context: CommandContext) => Promise<ExitStatus | void>;

/** One file of `commands/`: its arguments and options, and what is done with them. */
export interface CommandDefinition {
  define(command: Command, run: CommandRunner): void;
}

/**
 * Runs the body of a command in a context. With `handlesSignal` the body itself ends, and says
 * where, when the user interrupts; any other is left where it is, for it changes nothing.
 */
export type CommandRunner = (
  body: CommandBody,
  options?: { readonly handlesSignal?: boolean },
) => Promise<void>;

/** A program that is ready to parse one command line. */
export interface Run {
  readonly program: Command;
  /** The exit status of the command that ran. */
  status(): ExitStatus;
  /** Undefined until a command runs, because only then its options are known. */
  output(): Output | undefined;
}

/** Lays out the program. A command's module is imported when its name was given. */
export function createProgram(terminal: Terminal, signal: AbortSignal): Run {
  let status: ExitStatus = ExitStatus.done;
  let output: Output | undefined;
  const program = baseProgram(terminal);

  const runner =
    (command: Command): CommandRunner =>
    async (body, { handlesSignal } = {}) => {
      const options = globalOptions(program, command);
      output = new Output(terminal, options);
      const { withContext } = await import("./context.js");
      const given = { terminal, options, output, signal };
      status =
        (await withContext(given, handlesSignal ? body : untilAborted(body))) ?? ExitStatus.done;
    };
  const loaded = new Set<string>();
  const load = async (command: Command) => {
    const entry = commands.find(({ name }) => name === command.name());
    if (entry === undefined || loaded.has(entry.name)) return;
    loaded.add(entry.name);
    addGlobalOptions(command, true);
    (await entry.load()).define(command, runner(command));
    const { helpText } = await import("./help-text.js");
    command.addHelpText("after", () => helpText(entry.name));
  };

  for (const { name, summary } of commands) program.command(name).description(summary);
  program.hook("preSubcommand", (_program, command) => load(command));
  addHelpCommand(program, load);
  return { program, status: () => status, output: () => output };
}

/** A body that ends as soon as the user interrupts. */
function untilAborted(body: CommandBody): CommandBody {
  return (context) => {
    const { signal } = context;
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });
    return Promise.race([body(context), aborted]);
  };
}

function baseProgram(terminal: Terminal): Command {
  const program = new Command("gen")
    .description("Alembic-style migrations for Drizzle models and PostgreSQL")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      // Errors are thrown, and shown in one place and one form (see main).
      writeErr: () => undefined,
    })
    .exitOverride();
  addGlobalOptions(program);
  return program;
}

/** `gen help`, `gen help upgrade`; and `gen` alone, which is a wrong call that gets the same help. */
function addHelpCommand(program: Command, load: (command: Command) => Promise<void>): void {
  program
    .command("help")
    .description("print help for a command")
    .argument("[command]")
    .action(async (name?: string) => {
      const command = program.commands.find((candidate) => candidate.name() === name);
      if (name === undefined) program.outputHelp();
      else if (command === undefined) program.error(`error: unknown command '${name}'`);
      else {
        await load(command);
        command.outputHelp();
      }
    });
}
