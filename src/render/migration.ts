import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { Options } from "prettier";
import type { Operation } from "../operations/types.js";
import { loadTsMorph } from "../typescript.js";
import { renderBody } from "./body.js";
import { Imports, type RenderType } from "./imports.js";
import { tidySource } from "./source.js";
import {
  commentText,
  fillTemplate,
  headerValues,
  isShipped,
  type MigrationHeader,
  readTemplate,
  type Template,
  templateError,
} from "./template.js";

export interface MigrationInput {
  readonly header: MigrationHeader;
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** What a reader must know before anything else: a line each, at the top of the function. */
  readonly remarks?: Readonly<Partial<Record<"upgrade" | "downgrade", readonly string[]>>>;
  /** What a reader must know of an operation besides its hazards. */
  readonly marks?: ReadonlyMap<Operation, string> | undefined;
  /** Absent: the one beside `filePath`, or else the one that comes with the package. */
  readonly template?: Template | undefined;
  /** How the types of columns are written, where it is not as always. */
  readonly renderType?: RenderType | undefined;
  /** Where the file is going to be: decides which prettier configuration counts. */
  readonly filePath: string;
  /** Told, in a sentence, of a prettier configuration that cannot be used. */
  readonly onNote?: ((message: string) => void) | undefined;
}

/** The text of a migration file. The same input makes the same text. */
export async function renderMigration(input: MigrationInput): Promise<string> {
  const { header, filePath, onNote = () => {} } = input;
  const template = input.template ?? readTemplate(dirname(filePath));
  const imports = new Imports(input.renderType);
  imports.use("drizzle-gen", "Op", { isType: true });
  const bodies = bodiesOf(input, imports);
  const filled = fillTemplate(template, {
    imports: imports.declarations().join("\n"),
    ...headerValues(header),
    ...bodies,
  });
  // Loading ts-morph to find nothing out of order would take longer than all the rest.
  const isTidy = input.upgrade.length > 0 && input.downgrade.length > 0 && isShipped(template);
  const tidy = isTidy ? filled : tidySource(filled, template);
  try {
    return await formatSource(tidy, filePath, onNote);
  } catch (error) {
    throw templateError(template, `is not TypeScript: ${reason(error)}`, { cause: error });
  }
}

/** Loads prettier and, where a template needs it, ts-morph, while a database is working: 0.4 s. */
export async function preloadRenderer(directory: string): Promise<void> {
  await import("prettier");
  if (!isShipped(readTemplate(directory))) loadTsMorph();
}

function bodiesOf(
  { header, upgrade, downgrade, remarks = {}, marks }: MigrationInput,
  imports: Imports,
): { readonly upgrade: string; readonly downgrade: string } {
  const isEmpty = upgrade.length === 0 && downgrade.length === 0;
  const isMerge = header.downRevision.length > 1;
  if (isEmpty && !isMerge) return emptyBodies;
  return {
    upgrade: remarkLines(remarks.upgrade) + renderBody(upgrade, imports, marks),
    downgrade: remarkLines(remarks.downgrade) + renderBody(downgrade, imports),
  };
}

/** Set apart from the comments of the first operation. */
function remarkLines(remarks: readonly string[] = []): string {
  const lines = remarks.map((remark) => `// ${commentText(remark)}\n`);
  return lines.length === 0 ? "" : `${lines.join("")}\n`;
}

/** The parameter is called `_op` there, so that the file passes every check as it is. */
const emptyBodies = {
  upgrade: '// Rename _op to op and write the change: await op.execute("UPDATE …");',
  downgrade: '// Undo the change, or: await op.irreversible("The old values were not kept.");',
};

/**
 * The text as `prettier --write` would leave it. A configuration that prettier cannot use is not
 * followed: the file is then laid out in prettier's own style, and `note` is told why.
 */
async function formatSource(
  text: string,
  path: string,
  note: (message: string) => void,
): Promise<string> {
  const { format, resolveConfig } = await import("prettier");
  const plain: Options = { filepath: path, parser: "typescript" };
  try {
    const options = await resolveConfig(path, { editorconfig: true, useCache: false });
    return await format(text, { ...withPlugins(options ?? {}, path), filepath: path });
  } catch (error) {
    const laidOut = await format(text, plain);
    note(
      `The prettier configuration for ${dirname(path)} was not followed, and prettier's own style is used: ${reason(error)}`,
    );
    return laidOut;
  }
}

/** Plugins are named from the project, which need not be the working directory. */
function withPlugins(options: Options, path: string): Options {
  if (options.plugins === undefined) return options;
  const { resolve } = createRequire(path);
  const plugins = options.plugins.map((plugin) => {
    try {
      return typeof plugin === "string" ? resolve(plugin) : plugin;
    } catch {
      // Prettier looks for it in its own way, and says so if it cannot be found.
      return plugin;
    }
  });
  return { ...options, plugins };
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n", 1)[0] ?? "";
}
