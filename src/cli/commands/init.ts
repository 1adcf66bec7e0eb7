import { resolve } from "node:path";
import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .argument("[dir]", "the project's directory", ".")
    .action((directory: string) => run((context) => init(context, directory)));
};

async function init({ output, path, terminal }: CommandContext, to: string): Promise<void> {
  const [{ initProject }, { templatePath, templateName }] = await Promise.all([
    import("../../config/init-project.js"),
    import("../../render/template.js"),
  ]);
  const directory = resolve(terminal.cwd, to);
  const template = { path: templatePath(), name: templateName };
  const { written, left, notes } = await initProject({
    directory,
    template,
    env: terminal.env,
  });
  for (const note of notes) output.note(note);
  for (const file of left) output.note(`${path(file)} exists and was left as it is.`);
  output.result({
    text: (style) => written.map((file) => `${style.green("created")} ${path(file)}`),
    json: () => ({ written: written.map(path), left: left.map(path) }),
  });
  if (written.length === 0) return;
  const enter = path(directory) === "." ? "" : `cd ${path(directory)} && `;
  output.note(`Next: write the models, then \`${enter}npx gen revision -m "first"\`.`);
}
