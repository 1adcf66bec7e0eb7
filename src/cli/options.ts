import { type Command, InvalidArgumentError, Option } from "commander";

/** The options that every command takes, before or after its name. */
export interface GlobalOptions {
  readonly config?: string;
  readonly databaseUrl?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color?: boolean;
}

/** Adds them to the program, or (`hidden`, for its help shows the program's) to a command. */
export function addGlobalOptions(command: Command, hidden = false): void {
  const pair = new Option("-x, --arg <key=value>", "passed to migrations as op.args (repeatable)");
  const options = [
    new Option("-c, --config <file>", "the configuration file to read"),
    new Option("--database-url <url>", "the database, instead of DATABASE_URL"),
    pair.argParser(addPair),
    new Option("--json", "print the result, or the error, as one JSON document"),
    new Option("-q, --quiet", "print nothing but the result, warnings and errors"),
    new Option("-v, --verbose", "print more, and the stack of an error"),
    new Option("--no-color", "print without colours"),
  ];
  for (const option of options) command.addOption(hidden ? option.hideHelp() : option);
}

export function globalOptions(program: Command, command: Command): GlobalOptions {
  type Given = Omit<GlobalOptions, "args"> & { readonly arg?: GlobalOptions["args"] };
  const [before, after] = [program.opts<Given>(), command.opts<Given>()];
  return {
    ...before,
    ...after,
    args: { ...before.arg, ...after.arg },
    // A `--no-` option is true on either side unless it was given.
    color: before.color !== false && after.color !== false,
  };
}

export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

function addPair(text: string, previous: GlobalOptions["args"] = {}): GlobalOptions["args"] {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new InvalidArgumentError("It must be KEY=VALUE.");
  return { ...previous, [key]: value };
}
