/** Programs of the project's that are run on a file that was just written. */
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { PostWriteHook, ResolvedConfig } from "../config/types.js";
import { GenError } from "../errors.js";

/** What stands for the file's path in a command. */
const fileToken = "REVISION_SCRIPT_FILENAME";

export interface HookInput {
  readonly config: Pick<ResolvedConfig, "directory" | "postWriteHooks">;
  /** Absolute. */
  readonly path: string;
  readonly signal?: AbortSignal | undefined;
  /** Told each line that a hook prints. */
  readonly onOutput?: ((line: string) => void) | undefined;
}

/**
 * Runs the hooks one after the other.
 *
 * @returns what is wrong with the first that fails, after which none is run; the file stays
 */
export async function runPostWriteHooks(input: HookInput): Promise<GenError | undefined> {
  for (const hook of input.config.postWriteHooks) {
    const problem = await runHook(hook, input);
    if (problem !== undefined) return hookFailed(hook, problem);
  }
  return undefined;
}

/** @returns how it ended, if not well */
async function runHook(hook: PostWriteHook, input: HookInput): Promise<string | undefined> {
  const { config, path, signal, onOutput = () => undefined } = input;
  const { command, args, shell } = commandLine(hook.command, path);
  const child = spawn(command, args, {
    cwd: resolve(config.directory, hook.cwd ?? "."),
    shell,
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal && { signal }),
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", onOutput);
  }
  return new Promise((settle) => {
    child.once("error", (error) => settle(`could not be run: ${error.message}`));
    child.once("close", (status, killedBy) =>
      settle(status === 0 ? undefined : `ended with ${killedBy ?? `status ${status}`}`),
    );
  });
}

interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  readonly shell: boolean;
}

function commandLine(command: PostWriteHook["command"], path: string): CommandLine {
  if (typeof command === "string") {
    return { command: withFile(command, quoted(path)), args: [], shell: true };
  }
  const [program = "", ...args] = command;
  const isNamed = command.some((part) => part.includes(fileToken));
  return {
    command: program.replaceAll(fileToken, () => path),
    args: [
      ...args.map((part) => part.replaceAll(fileToken, () => path)),
      ...(isNamed ? [] : [path]),
    ],
    shell: false,
  };
}

function withFile(line: string, file: string): string {
  return line.includes(fileToken) ? line.replaceAll(fileToken, () => file) : `${line} ${file}`;
}

function quoted(path: string): string {
  return process.platform === "win32" ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
}

function hookFailed(hook: PostWriteHook, problem: string): GenError {
  const command = typeof hook.command === "string" ? hook.command : hook.command.join(" ");
  const name = hook.name ?? command;
  return new GenError("post_write_hook", `The hook \`${name}\` ${problem}. The file is written.`, {
    hint: `Look at the file, and run \`${command}\` on it by hand, or mend \`postWriteHooks\` in the configuration.`,
  });
}
