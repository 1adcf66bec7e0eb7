import { spawn } from "node:child_process";
import { GenError, usageError } from "../../errors.js";
import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";

export const edit: CommandDefinition = (command, run) => {
  command
    .argument("<revision>", "an identifier, a branch label, `head`, `heads`, `current`, …")
    .action(run(editRevision));
};

async function editRevision(context: CommandContext, identifier: string): Promise<void> {
  const { output, path, project, terminal } = context;
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
  await openEditor(editor, files, context);
  output.result({ text: () => [], json: { paths: files.map(path) } });
}

async function openEditor(
  editor: string,
  files: readonly string[],
  { terminal }: CommandContext,
): Promise<void> {
  const [command, args] = editorCommand(editor, files);
  // stdout is kept for the result.
  const child = spawn(command, args, {
    cwd: terminal.cwd,
    env: terminal.env,
    shell: process.platform === "win32",
    stdio: ["inherit", 2, "inherit"],
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("exit", resolve);
  });
  if (status === 0) return;
  throw new GenError("editor_failed", `The editor \`${editor}\` ended with status ${status}.`, {
    hint: "Check VISUAL and EDITOR.",
  });
}

/** Through a shell, because the variable may hold options: `EDITOR="code --wait"`. */
function editorCommand(editor: string, files: readonly string[]): [string, string[]] {
  return process.platform === "win32"
    ? [editor, files.map((file) => `"${file}"`)]
    : ["sh", ["-c", `${editor} "$@"`, "sh", ...files]];
}
