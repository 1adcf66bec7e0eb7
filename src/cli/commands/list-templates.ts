import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command.action(() => run(listTemplates));
};

async function listTemplates({ output, path }: CommandContext): Promise<void> {
  const templates = (await import("../../render/template.js")).shippedTemplates();
  output.result({
    text: (style) =>
      templates.map(({ name, description }) => `${style.bold(name)}  ${description}`),
    json: () => templates.map((template) => ({ ...template, path: path(template.path) })),
  });
}
