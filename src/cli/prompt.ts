import { createInterface } from "node:readline";
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
  const ahead: string[] = [];
  return async (question) => {
    output.endProgress();
    const typed = ahead.shift();
    if (typed !== undefined) {
      terminal.stderr.write(`${question}${typed}\n`);
      return typed;
    }
    const lines = createInterface({
      input: terminal.stdin,
      output: terminal.stderr,
      historySize: 0,
    });
    try {
      return await new Promise<string>((resolve, reject) => {
        let isAnswered = false;
        const interrupt = (): void => {
          terminal.stderr.write("\n");
          // The handler that a command has for it aborts the signal, and knows the exit status.
          process.emit("SIGINT", "SIGINT");
        };
        const abort = (): void => reject(signal.reason);
        signal.addEventListener("abort", abort, { once: true });
        lines.on("line", (line) => {
          if (isAnswered) ahead.push(line);
          isAnswered = true;
          resolve(line);
        });
        lines.once("SIGINT", interrupt);
        lines.once("close", () => {
          // Ctrl-D.
          if (!isAnswered && !signal.aborted) interrupt();
          signal.removeEventListener("abort", abort);
        });
        if (signal.aborted) return abort();
        lines.setPrompt(question);
        lines.prompt();
      });
    } finally {
      lines.close();
    }
  };
}
