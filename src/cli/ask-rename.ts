import type { RenameAnswer, RenameQuestion } from "../compare/rename-questions.js";
import type { CommandContext } from "./context.js";
import { createPrompt } from "./prompt.js";
import { PAGE, promptText, questionLines, readTyped } from "./rename-text.js";

/** Asks on the terminal whether something is new or was renamed, until the answer is clear. */
export function renameAsker(
  context: CommandContext,
): (question: RenameQuestion) => Promise<RenameAnswer> {
  const { output, terminal } = context;
  const prompt = createPrompt(context);
  return async (question) => {
    const show = (shown: number): void => {
      output.endProgress();
      // A terminal of unknown width says 0.
      const page = { style: output.style, width: terminal.stderr.columns || 80, shown };
      terminal.stderr.write(`${questionLines(question, page).join("\n")}\n`);
    };
    show(0);
    for (let shown = PAGE; ;) {
      const typed = readTyped(await prompt(promptText(question)), question, shown);
      switch (typed.kind) {
        case "rename":
          return typed.rename;
        case "new":
          return "new";
        case "more":
          show(shown);
          shown += PAGE;
          break;
        case "unclear":
          terminal.stderr.write(`${typed.why}\n`);
      }
    }
  };
}
