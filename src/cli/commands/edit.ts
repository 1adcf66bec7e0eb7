import { spawn } from "node:child_process";
import { failedError, usageError } from "../../errors.js";
import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";

export const edit: CommandDefinition = (command, run) => {
  command
    .argument("<revision>", "an identifier, a branch label, `head`, `heads`, `current`, …")
    .action(
      run(async ({ output, path, project, terminal }, identifier: string) => {
        const editor = terminal.env["VISUAL"] || terminal.env["EDITOR"];
        if (!editor) {
          const hint = "Set VISUAL or EDITOR: `EDITOR=vim gen edit head`.";
          throw usageError("editor_missing", "No editor is set.", hint);
        }
        const { show } = await import("../../library/revisions.js");
        const { revisions } = await show(project, { revision: identifier });
        if (revisions.length === 0) {
          const message = `'${identifier}' names no revision file.`;
          throw usageError("unknown_revision", message, "`gen history` lists the revisions.");
        }
        const files = revisions.map((revision) => revision.path);
        await openEditor(editor, files, terminal);
        output.result({ text: () => [], json: { paths: files.map(path) } });
      }),
    );
};

async function openEditor(
  editor: string,
  files: readonly string[],
  { cwd, env }: CommandContext["terminal"],
): Promise<void> {
  const shell = process.platform === "win32";
  // Through a shell, because the variable may hold options: `EDITOR="code --wait"`.
  const [program, args]: [string, string[]] = shell
    ? [editor, files.map((file) => `"${file}"`)]
    : ["sh", ["-c", `${editor} "$@"`, "sh", ...files]];
  // stdout is kept for the result.
  const child = spawn(program, args, { cwd, env, shell, stdio: ["inherit", 2, "inherit"] });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("exit", resolve);
  });
  const message = `The editor \`${editor}\` ended with status ${status}.`;
  if (status !== 0) throw failedError("editor_failed", message, "Check VISUAL and EDITOR.");
}
