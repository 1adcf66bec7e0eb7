import { createInterface } from "node:readline/promises";
import type { CommandContext } from "./context.js";

/**
 * Whether somebody is there to answer: a terminal on both sides, and no program that wants JSON.
 * Everywhere else a question would hang for ever.
 */
export function canAsk({ terminal, options }: CommandContext): boolean {
  return terminal.stdin.isTTY === true && terminal.stderr.isTTY === true && !options.json;
}

/** Asks for a line. Lines that were typed or pasted together are the answers to what follows. */
export type Prompt = (question: string) => Promise<string>;

/**
 * Makes a prompt on the terminal of a command. Ctrl-C and Ctrl-D both interrupt the command: the
 * promise is rejected, and the terminal is as it was before.
 */
export function createPrompt({ terminal, output, signal }: CommandContext): Prompt {
  const { stdin, stderr } = terminal;
  const ahead: string[] = [];
  const interrupt = (): void => {
    stderr.write("\n");
    // The handler that a command has for it aborts the signal, and knows the exit status.
    process.emit("SIGINT", "SIGINT");
  };
  return async (question) => {
    output.endProgress();
    const typed = ahead.shift();
    if (typed !== undefined) {
      stderr.write(`${question}${typed}\n`);
      return typed;
    }
    const lines = createInterface({ input: stdin, output: stderr, historySize: 0 });
    // The first line is the answer, and no event. Ctrl-D closes.
    lines.on("line", (line) => ahead.push(line));
    lines.once("SIGINT", interrupt).once("close", interrupt);
    try {
      return await lines.question(question, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      lines.off("close", interrupt).close();
    }
  };
}
