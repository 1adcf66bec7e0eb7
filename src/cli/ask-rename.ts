/** Asks on the terminal whether something is new or was renamed. */
import { createInterface } from "node:readline/promises";
import type { RenameAnswer, RenameQuestion } from "../compare/renames/questions.js";
import type { CommandContext } from "./context.js";
import { PAGE, promptText, questionLines, readTyped } from "./rename-text.js";
import { wrap } from "./wrap.js";

/** Asks until the answer is clear. */
export function renameAsker(
  context: CommandContext,
): (question: RenameQuestion) => Promise<RenameAnswer> {
  const { output, terminal } = context;
  const prompt = createPrompt(context);
  const write = (lines: readonly string[]): void => {
    output.endProgress();
    terminal.stderr.write(`${lines.join("\n")}\n`);
  };
  // A terminal of unknown width says 0.
  const width = (): number => terminal.stderr.columns || 80;
  let isRestNew = false;
  return async (question) => {
    if (isRestNew) return "new";
    const show = (shown: number): void =>
      write(questionLines(question, { style: output.style, width: width(), shown }));
    show(0);
    for (let shown = PAGE; ;) {
      const typed = readTyped(await prompt(promptText(question)), question, shown);
      if (typed.kind === "rename") return typed.rename;
      isRestNew = typed.kind === "none";
      if (typed.kind === "none" || typed.kind === "new") return "new";
      if (typed.kind === "unclear") write(wrap(typed.why, width()));
      else {
        show(shown);
        shown += PAGE;
      }
    }
  };
}

/** Lines that are pasted together answer what follows. Ctrl-C and Ctrl-D interrupt the command. */
function createPrompt({ terminal, output, signal }: CommandContext) {
  const { stdin, stderr } = terminal;
  const ahead: string[] = [];
  const interrupt = (): void => {
    stderr.write("\n");
    // The handler that a command has for it aborts the signal, and knows the exit status.
    process.emit("SIGINT", "SIGINT");
  };
  return async (question: string): Promise<string> => {
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
