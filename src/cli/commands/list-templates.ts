import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command.action(() => run(listTemplates));
};

async function listTemplates({ output, path }: CommandContext): Promise<void> {
  const { templateName, templatePath } = await import("../../render/template.js");
  const description = "a migration; `gen init` puts a copy beside the migrations, to be changed";
  output.result({
    text: (style) => `${style.bold(templateName)}  ${description}`,
    json: () => [{ name: templateName, description, path: path(templatePath()) }],
  });
}
