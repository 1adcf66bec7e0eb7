/** What model files declare and export, by their text alone: nothing is run, no type is known. */
import { readFileSync } from "node:fs";
import type { ts } from "ts-morph";

type TypeScript = typeof ts;

/** Which file each import of a file leads to, as the bundler found it. */
export type Sources = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Something that has a name in a module. */
export interface Declared {
  readonly module: Module;
  /** What it is set to; a function's own declaration. */
  readonly node: ts.Node | undefined;
  /** The text of its JSDoc comment, without tags. */
  readonly comment: string | undefined;
}

export interface Module {
  readonly file: string;
  readonly declarations: ReadonlyMap<string, Declared>;
  /** Local names of what other modules export; `*` for all of it. */
  readonly imports: ReadonlyMap<string, Elsewhere>;
  /** Under which local name something is exported, or from where. */
  readonly exports: ReadonlyMap<string, string | Elsewhere>;
  /** Modules of which everything is exported. */
  readonly stars: readonly string[];
}

interface Elsewhere {
  readonly specifier: string;
  readonly name: string;
}

/** Follows names from module to module. Files are read when they are first asked for. */
export class Modules {
  private readonly read = new Map<string, Module | undefined>();

  constructor(
    readonly ts: TypeScript,
    private readonly sources: Sources,
  ) {}

  /** What a file exports under a name, wherever it is declared. */
  exported(file: string, name: string, depth = 0): Declared | undefined {
    const module = this.module(file);
    if (module === undefined || depth > 50) return undefined;
    const own = module.exports.get(name);
    if (typeof own === "string") return this.local(module, own, depth + 1);
    if (own !== undefined) return this.elsewhere(module, own, depth + 1);
    for (const specifier of module.stars) {
      const found = this.elsewhere(module, { specifier, name }, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * What a file exports under a name, followed through namespaces: with `export * as blog`,
   * `posts` of `blog` is what that module exports.
   *
   * @returns The declaration, and the keys that lead on from there, inside of an object.
   */
  exportedAt(
    file: string,
    name: string,
    keys: readonly string[],
  ): readonly [Declared | undefined, readonly string[]] {
    const [next, ...rest] = keys;
    const namespace = next === undefined ? undefined : this.namespaceOf(file, name);
    if (next === undefined || namespace === undefined) return [this.exported(file, name), keys];
    return this.exportedAt(namespace, next, rest);
  }

  /** The file of the module that a file exports as a whole under a name. */
  private namespaceOf(file: string, name: string): string | undefined {
    const module = this.module(file);
    const own = module?.exports.get(name);
    const whole = typeof own === "string" ? module?.imports.get(own) : own;
    return whole?.name === "*" ? this.sources.get(file)?.get(whole.specifier) : undefined;
  }

  /** What a name means inside a module. */
  local(module: Module, name: string, depth = 0): Declared | undefined {
    const own = module.declarations.get(name);
    if (own !== undefined) return own;
    const imported = module.imports.get(name);
    return imported && this.elsewhere(module, imported, depth + 1);
  }

  /** What `namespace.name` means, where the first is a module that was imported as a whole. */
  member(module: Module, namespace: string, name: string): Declared | undefined {
    const imported = module.imports.get(namespace);
    if (imported?.name !== "*") return undefined;
    return this.elsewhere(module, { specifier: imported.specifier, name }, 0);
  }

  private elsewhere(
    { file }: Module,
    { specifier, name }: Elsewhere,
    depth: number,
  ): Declared | undefined {
    const target = this.sources.get(file)?.get(specifier);
    return target === undefined ? undefined : this.exported(target, name, depth);
  }

  private module(file: string): Module | undefined {
    if (!this.read.has(file)) this.read.set(file, this.parse(file));
    return this.read.get(file);
  }

  private parse(file: string): Module | undefined {
    const { ts } = this;
    if (!/\.[cm]?[jt]sx?$/.test(file)) return undefined;
    const options = {
      languageVersion: ts.ScriptTarget.ESNext,
      jsDocParsingMode: ts.JSDocParsingMode.ParseAll,
    };
    return moduleOf(ts, file, ts.createSourceFile(file, readFileSync(file, "utf8"), options, true));
  }
}

/** The description of the JSDoc comment that stands directly before a node. */
export function commentOf(ts: TypeScript, node: ts.Node): string | undefined {
  const last = ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc) ?? inlineComment(ts, node);
  const text = last && ts.getTextOfJSDocComment(last.comment)?.trim();
  return text === "" ? undefined : text;
}

/**
 * The comment between what stands before a node on its line and the node: `{ /** The key. *\/ id }`.
 * TypeScript counts it to the brace.
 */
function inlineComment(ts: TypeScript, node: ts.Node): ts.JSDoc | undefined {
  const source = node.getSourceFile().text;
  const range = ts.getTrailingCommentRanges(source, node.pos)?.at(-1);
  if (range === undefined || !source.startsWith("/**", range.pos)) return undefined;
  if (/^\s*\n/.test(source.slice(range.end, node.getStart()))) return undefined;
  const alone = ts.createSourceFile(
    "comment.ts",
    `${source.slice(range.pos, range.end)}\nlet x;`,
    ts.ScriptTarget.ESNext,
    true,
  );
  const [statement] = alone.statements;
  return statement && ts.getJSDocCommentsAndTags(statement).findLast(ts.isJSDoc);
}

function moduleOf(ts: TypeScript, file: string, source: ts.SourceFile): Module {
  const declarations = new Map<string, Declared>();
  const imports = new Map<string, Elsewhere>();
  const exports = new Map<string, string | Elsewhere>();
  const stars: string[] = [];
  const module: Module = { file, declarations, imports, exports, stars };
  const declare = (name: string, node: ts.Node | undefined, documented: ts.Node): void => {
    declarations.set(name, { module, node, comment: commentOf(ts, documented) });
    const isExported =
      ts.canHaveModifiers(documented) &&
      ts.getModifiers(documented)?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword);
    if (isExported === true) exports.set(name, name);
  };
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations)
        if (ts.isIdentifier(name)) declare(name.text, initializer, statement);
    } else if (ts.isFunctionDeclaration(statement) && statement.name) {
      declare(statement.name.text, statement, statement);
    } else if (ts.isExportAssignment(statement)) {
      declare("default", statement.expression, statement);
      exports.set("default", "default");
    } else if (ts.isImportDeclaration(statement)) {
      addImports(ts, statement, imports);
    } else if (ts.isExportDeclaration(statement)) {
      addExports(ts, statement, exports, stars);
    }
  }
  return module;
}

function addImports(
  ts: TypeScript,
  { importClause, moduleSpecifier }: ts.ImportDeclaration,
  imports: Map<string, Elsewhere>,
): void {
  if (importClause === undefined || !ts.isStringLiteral(moduleSpecifier)) return;
  const specifier = moduleSpecifier.text;
  const { name, namedBindings } = importClause;
  if (name !== undefined) imports.set(name.text, { specifier, name: "default" });
  if (namedBindings === undefined) return;
  if (ts.isNamespaceImport(namedBindings)) {
    imports.set(namedBindings.name.text, { specifier, name: "*" });
    return;
  }
  for (const one of namedBindings.elements)
    imports.set(one.name.text, { specifier, name: (one.propertyName ?? one.name).text });
}

function addExports(
  ts: TypeScript,
  { exportClause, moduleSpecifier }: ts.ExportDeclaration,
  exports: Map<string, string | Elsewhere>,
  stars: string[],
): void {
  const specifier =
    moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
  if (exportClause === undefined) {
    if (specifier !== undefined) stars.push(specifier);
    return;
  }
  if (ts.isNamespaceExport(exportClause)) {
    if (specifier !== undefined) exports.set(exportClause.name.text, { specifier, name: "*" });
    return;
  }
  for (const { name, propertyName } of exportClause.elements) {
    const local = (propertyName ?? name).text;
    exports.set(name.text, specifier === undefined ? local : { specifier, name: local });
  }
}
