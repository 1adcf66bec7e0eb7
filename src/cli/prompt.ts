import { createInterface } from "node:readline/promises";
import type { CommandContext } from "./context.js";

/**
 * Whether somebody is there to answer: a terminal on both sides, and no program that wants JSON.
 * Everywhere else a question would hang for ever.
 */
export function canAsk({ terminal, options }: CommandContext): boolean {
  return terminal.stdin.isTTY === true && terminal.stderr.isTTY === true && !options.json;
}

/** Asks a question that is answered by yes or no; anything but a yes is a no. */
export async function confirm(context: CommandContext, question: string): Promise<boolean> {
  const { terminal, output, signal } = context;
  output.endProgress();
  const lines = createInterface({ input: terminal.stdin, output: terminal.stderr });
  // readline takes Ctrl-C for itself; the program's own handling is to have it.
  lines.once("SIGINT", () => void process.kill(process.pid, "SIGINT"));
  try {
    const answer = await lines.question(`${output.style.bold(question)} [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
