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
  /** What a name means: a declaration, or what another module exports. */
  readonly locals: Map<string, Declared | Elsewhere>;
  /** Under which local name something is exported, or from where. */
  readonly exports: Map<string, string | Elsewhere>;
  /** Modules of which everything is exported. */
  readonly stars: string[];
}

/** What another module exports; `*` for all of it. */
interface Elsewhere {
  readonly specifier: string;
  readonly name: string;
}

/** No chain of names is longer, unless it is a circle. */
const longest = 50;

/** Follows names from module to module. Files are read when they are first asked for. */
export class Modules {
  private readonly read = new Map<string, Module | undefined>();

  constructor(
    readonly ts: TypeScript,
    private readonly sources: Sources,
  ) {}

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
    const module = this.module(file);
    const own = module?.exports.get(name);
    const whole = typeof own === "string" ? module?.locals.get(own) : own;
    const isNamespace = whole !== undefined && "specifier" in whole && whole.name === "*";
    const namespace = isNamespace ? this.sources.get(file)?.get(whole.specifier) : undefined;
    const [next, ...rest] = keys;
    if (next === undefined || namespace === undefined) return [this.exported(file, name, 0), keys];
    return this.exportedAt(namespace, next, rest);
  }

  /** What a name means inside a module. */
  local(module: Module, name: string, depth = 0): Declared | undefined {
    return this.meant(module, module.locals.get(name), depth);
  }

  /** What `namespace.name` means, where the first is a module that was imported as a whole. */
  member(module: Module, namespace: string, name: string): Declared | undefined {
    const whole = module.locals.get(namespace);
    if (whole === undefined || !("specifier" in whole) || whole.name !== "*") return undefined;
    return this.meant(module, { specifier: whole.specifier, name }, 0);
  }

  /** What a file exports under a name, wherever it is declared. */
  private exported(file: string, name: string, depth: number): Declared | undefined {
    const module = this.module(file);
    if (module === undefined || depth > longest) return undefined;
    const own = module.exports.get(name);
    if (typeof own === "string") return this.local(module, own, depth + 1);
    const places =
      own === undefined ? module.stars.map((specifier) => ({ specifier, name })) : [own];
    for (const place of places) {
      const found = this.meant(module, place, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private meant(
    { file }: Module,
    place: Declared | Elsewhere | undefined,
    depth: number,
  ): Declared | undefined {
    if (place === undefined || "module" in place) return place;
    const target = this.sources.get(file)?.get(place.specifier);
    return target === undefined ? undefined : this.exported(target, place.name, depth + 1);
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
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), options, true);
    const module: Module = { file, locals: new Map(), exports: new Map(), stars: [] };
    for (const statement of source.statements) addStatement(ts, module, statement);
    return module;
  }
}

/** The description of the JSDoc comment that stands directly before a node. */
export function commentOf(ts: TypeScript, node: ts.Node): string | undefined {
  const last = ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc) ?? inlineComment(ts, node);
  return (last && ts.getTextOfJSDocComment(last.comment)?.trim()) || undefined;
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
  const text = `${source.slice(range.pos, range.end)}\nlet x;`;
  const [statement] = ts.createSourceFile(
    "comment.ts",
    text,
    ts.ScriptTarget.ESNext,
    true,
  ).statements;
  return statement && ts.getJSDocCommentsAndTags(statement).findLast(ts.isJSDoc);
}

function addStatement(ts: TypeScript, module: Module, statement: ts.Statement): void {
  const declare = (name: string, node: ts.Node | undefined): void => {
    module.locals.set(name, { module, node, comment: commentOf(ts, statement) });
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    const isExported = modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (isExported || ts.isExportAssignment(statement)) module.exports.set(name, name);
  };
  if (ts.isVariableStatement(statement)) {
    for (const { name, initializer } of statement.declarationList.declarations)
      if (ts.isIdentifier(name)) declare(name.text, initializer);
  } else if (ts.isFunctionDeclaration(statement) && statement.name) {
    declare(statement.name.text, statement);
  } else if (ts.isExportAssignment(statement)) {
    declare("default", statement.expression);
  } else if (ts.isImportDeclaration(statement)) {
    addImports(ts, module, statement);
  } else if (ts.isExportDeclaration(statement)) {
    addExports(ts, module, statement);
  }
}

function addImports(ts: TypeScript, { locals }: Module, statement: ts.ImportDeclaration): void {
  const { importClause, moduleSpecifier } = statement;
  if (importClause === undefined || !ts.isStringLiteral(moduleSpecifier)) return;
  const specifier = moduleSpecifier.text;
  const { name, namedBindings } = importClause;
  if (name !== undefined) locals.set(name.text, { specifier, name: "default" });
  if (namedBindings === undefined) return;
  if (ts.isNamespaceImport(namedBindings)) {
    locals.set(namedBindings.name.text, { specifier, name: "*" });
    return;
  }
  for (const element of namedBindings.elements) {
    const imported = element.propertyName ?? element.name;
    locals.set(element.name.text, { specifier, name: imported.text });
  }
}

function addExports(ts: TypeScript, module: Module, statement: ts.ExportDeclaration): void {
  const { exportClause: clause, moduleSpecifier } = statement;
  const specifier =
    moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
  if (clause !== undefined && ts.isNamedExports(clause)) {
    for (const { name, propertyName } of clause.elements) {
      const local = (propertyName ?? name).text;
      module.exports.set(name.text, specifier === undefined ? local : { specifier, name: local });
    }
  } else if (specifier !== undefined) {
    if (clause === undefined) module.stars.push(specifier);
    else module.exports.set(clause.name.text, { specifier, name: "*" });
  }
}
