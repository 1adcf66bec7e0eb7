/** What is done before there is a project. */
import { resolve } from "node:path";
import type { CommandDefinition } from "../program.js";

export const init: CommandDefinition = (command, run) => {
  command.argument("[dir]", "the project's directory", ".").action(
    run(async ({ output, path, terminal }, to: string) => {
      const library = await import("../../library/set-up.js");
      const directory = resolve(terminal.cwd, to);
      const { written, left, notes } = await library.init(directory, terminal.env);
      for (const note of notes) output.note(note);
      for (const file of left) output.note(`${path(file)} exists and was not changed.`);
      output.result({
        text: (style) => written.map((file) => `${style.green("created")} ${path(file)}`),
        json: { written: written.map(path), left: left.map(path) },
      });
      if (written.length === 0) return;
      const enter = path(directory) === "." ? "" : `cd ${path(directory)} && `;
      output.note(`Next: write the models, then \`${enter}npx gen revision -m "first"\`.`);
    }),
  );
};

export const listTemplates: CommandDefinition = (command, run) => {
  command.action(
    run(async ({ output, path }) => {
      const templates = await (await import("../../library/api.js")).listTemplates();
      output.result({
        text: (style) =>
          templates.map(({ name, description }) => `${style.bold(name)}  ${description}`),
        json: templates.map((template) => ({ ...template, path: path(template.path) })),
      });
    }),
  );
};
