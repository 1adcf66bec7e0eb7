/** The command line as commander sees it. */
import { Command } from "commander";
import { createRequire } from "node:module";
import { ExitStatus } from "../errors.js";
import { definitions, helpText, isCommand, summaries } from "./commands.js";
import type { CommandContext } from "./context.js";
import { addGlobalOptions, globalOptions } from "./options.js";
import { Output } from "./output.js";
import type { Terminal } from "./terminal.js";

// From the manifest above this file, wherever a build has put it.
const { version } = createRequire(import.meta.url)("drizzle-gen/package.json") as {
  readonly version: string;
};

export type CommandDefinition = (command: Command, run: CommandRunner) => void;

/** With `handlesSignal` a command ends itself, and says where, when the user interrupts. */
export type CommandRunner = <Arguments extends readonly unknown[]>(
  body: (context: CommandContext, ...given: Arguments) => Promise<ExitStatus | void>,
  options?: { readonly handlesSignal?: boolean },
) => (...given: Arguments) => Promise<void>;

/** A command's module is imported when its name was given; its output is known when it runs. */
export function createProgram(terminal: Terminal, signal: AbortSignal) {
  let status: ExitStatus = ExitStatus.done;
  let output: Output | undefined;
  const program = baseProgram(terminal);
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
  aborted.catch(() => undefined);

  const runner =
    (command: Command): CommandRunner =>
    (body, { handlesSignal = false } = {}) =>
    async (...given) => {
      const options = globalOptions(program, command);
      output = new Output(terminal, options);
      const { withContext } = await import("./context.js");
      const ended = await withContext({ terminal, options, output, signal }, (context) => {
        const running = body(context, ...given);
        return handlesSignal ? running : Promise.race([running, aborted]);
      });
      status = ended ?? ExitStatus.done;
    };
  const loaded = new Set<string>();
  const load = async (command: Command) => {
    const name = command.name();
    if (!isCommand(name) || loaded.has(name)) return;
    loaded.add(name);
    addGlobalOptions(command, true);
    (await definitions[name]())(command, runner(command));
    command.addHelpText("after", () => helpText(name));
  };

  for (const [name, summary] of Object.entries(summaries))
    program.command(name).description(summary);
  program.hook("preSubcommand", (_program, command) => load(command));
  addHelpCommand(program, load);
  return { program, status: () => status, output: (): Output | undefined => output };
}

function baseProgram(terminal: Terminal): Command {
  const program = new Command("gen")
    .description("Alembic-style migrations for Drizzle models and PostgreSQL")
    .version(version, "-V, --version", "print the version")
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
      if (name === undefined) return program.outputHelp();
      if (command === undefined) return program.error(`error: unknown command '${name}'`);
      await load(command);
      command.outputHelp();
    });
}
