import type { RenameAnswer, RenameQuestion } from "../compare/renames/questions.js";
import type { CommandContext } from "./context.js";
import { createPrompt } from "./prompt.js";
import { wrap } from "./wrap.js";
import { PAGE, promptText, questionLines, readTyped } from "./rename-text.js";

/** Asks on the terminal whether something is new or was renamed, until the answer is clear. */
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
      switch (typed.kind) {
        case "rename":
          return typed.rename;
        case "none":
          isRestNew = true;
          return "new";
        case "new":
          return "new";
        case "more":
          show(shown);
          shown += PAGE;
          break;
        case "unclear":
          write(wrap(typed.why, width()));
      }
    }
  };
}
