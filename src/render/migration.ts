import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { Options } from "prettier";
import type { FunctionDeclaration, ImportDeclaration, SourceFile } from "ts-morph";
import type { Operation } from "../operations/types.js";
import { loadTsMorph, parseSource } from "../typescript.js";
import { renderBody } from "./body.js";
import { Imports, type RenderType } from "./imports.js";
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
  /** What a reader must know first: one line each, at the top of the function. */
  readonly remarks?: Readonly<Partial<Record<"upgrade" | "downgrade", readonly string[]>>>;
  /** What a reader must know about an operation, besides its hazards. */
  readonly marks?: ReadonlyMap<Operation, string> | undefined;
  /** Default: the template next to `filePath`, or the package's own. */
  readonly template?: Template | undefined;
  /** How the types of columns are written, if not as usual. */
  readonly renderType?: RenderType | undefined;
  /** The future path of the file, which decides which prettier configuration applies. */
  readonly filePath: string;
  /** Called with a sentence about a prettier configuration that cannot be used. */
  readonly onNote?: ((message: string) => void) | undefined;
}

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
  // Loading ts-morph takes longer than everything else, so it is loaded only if needed.
  const isTidy = input.upgrade.length > 0 && input.downgrade.length > 0 && isShipped(template);
  const tidy = isTidy ? filled : tidySource(filled, template);
  try {
    return await formatSource(tidy, filePath, onNote);
  } catch (error) {
    throw templateError(template, `is not TypeScript: ${reason(error)}`, { cause: error });
  }
}

/** Loads prettier and, if a template needs it, ts-morph, while a database is working: 0.4 s. */
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

/** Separate from the comments of the first operation. */
function remarkLines(remarks: readonly string[] = []): string {
  const lines = remarks.map((remark) => `// ${commentText(remark)}\n`);
  return lines.length === 0 ? "" : `${lines.join("")}\n`;
}

/** There, the parameter is called `_op`, so that the file passes every linter. */
const emptyBodies = {
  upgrade: '// Rename _op to op and write the change: await op.execute("UPDATE …");',
  downgrade: '// Undo the change, or: await op.irreversible("The old values were not kept.");',
};

/** Joins imports of one module, and renames an unused parameter to `_op`, for linters. */
function tidySource(text: string, template: Template): string {
  const source = parseSource(text);
  checkConstants(source, template);
  for (const name of ["upgrade", "downgrade"]) {
    const body = source.getFunction(name);
    if (body?.isExported() !== true) {
      throw templateError(template, `does not export the function ${name}.`);
    }
    nameParameter(body);
  }
  joinImports(source);
  return source.getFullText();
}

function checkConstants(source: SourceFile, template: Template): void {
  const { SyntaxKind: kinds } = loadTsMorph();
  const literals = new Set([kinds.NullKeyword, kinds.StringLiteral, kinds.ArrayLiteralExpression]);
  for (const name of ["revision", "downRevision", "branchLabels", "dependsOn"]) {
    const declaration = source.getVariableDeclaration(name);
    const value = declaration?.getInitializer()?.getKind();
    if (declaration?.isExported() !== true || value === undefined || !literals.has(value)) {
      throw templateError(template, `does not export the constant ${name} as a literal.`);
    }
  }
}

function nameParameter(body: FunctionDeclaration): void {
  const parameter = body.getParameters()[0];
  if (parameter?.getName() !== "op") return;
  const { Node } = loadTsMorph();
  const use = body
    .getBody()
    ?.getFirstDescendant((node) => Node.isIdentifier(node) && node.getText() === "op");
  if (use === undefined) parameter.getNameNode().replaceWithText("_op");
}

/** The template has imports of its own. Each name is imported only once. */
function joinImports(source: SourceFile): void {
  const byModule = new Map<string, ImportDeclaration[]>();
  for (const declaration of source.getImportDeclarations().filter(hasOnlyNames)) {
    const module = declaration.getModuleSpecifierValue();
    byModule.set(module, [...(byModule.get(module) ?? []), declaration]);
  }
  for (const [module, [first, ...others]] of byModule) {
    if (first === undefined || others.length === 0) continue;
    const imports = new Imports();
    for (const declaration of [first, ...others]) {
      for (const specifier of declaration.getNamedImports()) {
        const name = specifier.getText().replace(/^type /, "");
        const isType = declaration.isTypeOnly() || specifier.isTypeOnly();
        imports.use(module, name, { isType });
      }
    }
    first.replaceWithText(imports.declarations().join("\n"));
    for (const other of others) other.remove();
  }
}

function hasOnlyNames(declaration: ImportDeclaration): boolean {
  return (
    declaration.getNamedImports().length > 0 &&
    declaration.getDefaultImport() === undefined &&
    declaration.getNamespaceImport() === undefined
  );
}

/** The text as `prettier --write` would leave it. `note` reports a configuration that fails. */
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

/** Plugins are resolved from the project, which need not be the working directory. */
function withPlugins(options: Options, path: string): Options {
  if (options.plugins === undefined) return options;
  const { resolve } = createRequire(path);
  const plugins = options.plugins.map((plugin) => {
    try {
      return typeof plugin === "string" ? resolve(plugin) : plugin;
    } catch {
      // Prettier reports itself if it cannot find the plugin.
      return plugin;
    }
  });
  return { ...options, plugins };
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n", 1)[0] ?? "";
}
