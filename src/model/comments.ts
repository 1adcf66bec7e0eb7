/** JSDoc comments of models, as comments of what they describe. */
import { extname } from "node:path";
import { getTableColumns } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import type { ts } from "ts-morph";
import { nameKey } from "../schema/identifiers.js";
import type { ObjectKind } from "../schema/object-ref.js";
import type { QualifiedName, Schema } from "../schema/types.js";
import { loadTsMorph } from "../typescript.js";
import { type Models, namedModels, nameOf } from "./collect.js";
import { columnName, is } from "./drizzle.js";
import type { DescribeOptions } from "./errors.js";

/**
 * Adds the JSDoc comments of exported tables, their columns, enums, sequences, views and schemas. Names
 * are followed, but no type is looked up: a thousand tables take some tenths of a second.
 */
export async function withModelComments(
  models: Models,
  schema: Schema,
  { casing }: DescribeOptions = {},
): Promise<Schema> {
  const declarations = new Declarations(models);
  const comments = new Map<string, string | undefined>();
  for (const { object, path, keys, value } of [...namedModels(models), ...models.schemas]) {
    const symbol = declarations.exportedAt(path, keys);
    if (symbol === undefined) continue;
    const name = nameOf(object);
    comments.set(keyOf(object.kind, name), declarations.comment(symbol));
    const columns = new Map(is(value, PgTable) ? Object.entries(getTableColumns(value)) : []);
    for (const [key, comment] of columns.size > 0 ? declarations.columnComments(symbol) : []) {
      const column = columns.get(key);
      if (column) comments.set(keyOf("table", name, columnName(column, casing)), comment);
    }
  }
  const commented = <T extends object>(object: T, key: string): T => {
    const comment = comments.get(key);
    return comment === undefined ? object : { ...object, comment };
  };
  const withComment = <T extends QualifiedName>(kind: ObjectKind, object: T): T =>
    commented(object, keyOf(kind, object));
  return {
    ...schema,
    namespaces: schema.namespaces.map((namespace) =>
      commented(namespace, keyOf("schema", { schema: "", name: namespace.name })),
    ),
    enums: schema.enums.map((type) => withComment("enum", type)),
    sequences: schema.sequences.map((sequence) => withComment("sequence", sequence)),
    views: schema.views.map((view) =>
      withComment(view.materialized ? "materializedView" : "view", view),
    ),
    tables: schema.tables.map((table) => ({
      ...withComment("table", table),
      columns: table.columns.map((column) => commented(column, keyOf("table", table, column.name))),
    })),
  };
}

function keyOf(kind: ObjectKind, name: QualifiedName, column = ""): string {
  return `${kind} ${nameKey(name)} ${column}`;
}

type TypeScript = typeof ts;

class Declarations {
  private readonly ts = loadTsMorph().ts;
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;

  constructor({ files, sources }: Pick<Models, "files" | "sources">) {
    const paths = files.map(({ path }) => path).filter(isSource);
    this.program = createProgram(this.ts, paths, sources);
    this.checker = this.program.getTypeChecker();
  }

  /** @param keys The name of the export, and below it the key in each object on the way. */
  exportedAt(file: string, keys: readonly string[]): ts.Symbol | undefined {
    const source = this.program.getSourceFile(file);
    return keys.reduce<ts.Symbol | undefined>(
      (container, key) => container && this.member(container, key),
      source && this.checker.getSymbolAtLocation(source),
    );
  }

  /** The comment of a declaration or, where it only gives another name to something, of that. */
  comment(symbol: ts.Symbol): string | undefined {
    return this.declarations(symbol)
      .map((declaration) => commentOf(this.ts, declaration))
      .find((comment) => comment !== undefined);
  }

  /** The comments of a table's columns, by their keys in the model. */
  columnComments(table: ts.Symbol): ReadonlyMap<string, string | undefined> {
    const { ts } = this;
    const declaration = this.declarations(table).at(-1);
    let node = declaration && valueOf(ts, declaration);
    // `pgTable("users", { … }).enableRLS()`: the columns are in the inner call.
    while (node !== undefined && ts.isCallExpression(node)) {
      const columns = node.arguments[1];
      const properties = columns ? this.properties(columns) : [];
      if (properties.length > 0)
        return new Map(properties.map((column) => [column.name, this.comment(column)]));
      node = ts.isPropertyAccessExpression(node.expression)
        ? unwrapped(ts, node.expression.expression)
        : undefined;
    }
    return new Map();
  }

  /** The declarations on the way from a name to its value. */
  private declarations(symbol: ts.Symbol): readonly ts.Declaration[] {
    const found = new Set<ts.Declaration>();
    for (let next: ts.Symbol | undefined = symbol; next !== undefined;) {
      const declaration = this.declarationOf(next);
      if (declaration === undefined || found.has(declaration)) break;
      found.add(declaration);
      const value = valueOf(this.ts, declaration);
      next = value && this.referred(value);
    }
    return [...found];
  }

  private declarationOf(symbol: ts.Symbol): ts.Declaration | undefined {
    const [declaration] = symbol.declarations ?? [];
    const isElsewhere =
      (symbol.flags & this.ts.SymbolFlags.Alias) !== 0 &&
      declaration !== undefined &&
      !this.ts.isExportAssignment(declaration);
    return isElsewhere ? this.checker.getAliasedSymbol(symbol).declarations?.[0] : declaration;
  }

  /** What a name or `object.name` refers to. */
  private referred(node: ts.Node): ts.Symbol | undefined {
    const { ts, checker } = this;
    if (ts.isPropertyAccessExpression(node)) {
      const object = this.referred(node.expression);
      return object && this.member(object, node.name.text);
    }
    if (!ts.isIdentifier(node)) return undefined;
    return ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
  }

  /** What a module exports under a name, or an object has under a key. */
  private member(container: ts.Symbol, key: string): ts.Symbol | undefined {
    const declaration = this.declarations(container).at(-1);
    if (declaration === undefined) return undefined;
    if (this.ts.isSourceFile(declaration)) {
      const module = this.checker.getSymbolAtLocation(declaration);
      return module && this.checker.tryGetMemberInModuleExports(key, module);
    }
    const object = valueOf(this.ts, declaration);
    return object && this.properties(object).findLast(({ name }) => name === key);
  }

  /** The properties of an object, however it is written. No chain of names is longer than 50. */
  private properties(expression: ts.Node, depth = 0): readonly ts.Symbol[] {
    const { ts } = this;
    const node = unwrapped(ts, expression);
    if (depth > 50) return [];
    if (ts.isObjectLiteralExpression(node))
      return node.properties.flatMap((property) =>
        ts.isSpreadAssignment(property)
          ? this.properties(property.expression, depth + 1)
          : (this.checker.getSymbolAtLocation(property.name) ?? []),
      );
    if (
      ts.isArrowFunction(node) ||
      ts.isFunctionExpression(node) ||
      ts.isFunctionDeclaration(node)
    ) {
      const { body } = node;
      // What it returns, where it returns once.
      const result =
        body !== undefined && ts.isBlock(body)
          ? body.statements.find(ts.isReturnStatement)?.expression
          : body;
      return result ? this.properties(result, depth + 1) : [];
    }
    const found = this.referred(ts.isCallExpression(node) ? node.expression : node);
    const declaration = found && this.declarations(found).at(-1);
    const value = declaration && valueOf(ts, declaration);
    return value ? this.properties(value, depth + 1) : [];
  }
}

function isSource(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file);
}

/** Without libraries: all that they export is of no known type. */
function createProgram(
  ts: TypeScript,
  files: readonly string[],
  sources: Models["sources"],
): ts.Program {
  const options: ts.CompilerOptions = {
    allowJs: true,
    noLib: true,
    types: [],
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
  };
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options, true),
    jsDocParsingMode: ts.JSDocParsingMode.ParseAll,
    // An import leads where the bundler found that it does.
    resolveModuleNameLiterals: (names, file) =>
      names.map(({ text }) => {
        const target = sources.get(file)?.get(text);
        if (target === undefined || !isSource(target)) return { resolvedModule: undefined };
        return { resolvedModule: { resolvedFileName: target, extension: extname(target) } };
      }),
  };
  return ts.createProgram(files, options, host);
}

/** The description of the JSDoc comment that stands directly before a declaration. */
function commentOf(ts: TypeScript, declaration: ts.Declaration): string | undefined {
  if (ts.isBindingElement(declaration)) return undefined;
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const last = ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc) ?? inlineComment(ts, node);
  return (last && ts.getTextOfJSDocComment(last.comment)?.trim()) || undefined;
}

/**
 * The comment between a node and what precedes it on its line: `{ /** The key. *\/ id }`.
 * TypeScript counts it to the brace.
 */
function inlineComment(ts: TypeScript, node: ts.Node): ts.JSDoc | undefined {
  const source = node.getSourceFile().text;
  const range = ts.getTrailingCommentRanges(source, node.pos)?.at(-1);
  if (range === undefined || !source.startsWith("/**", range.pos)) return undefined;
  if (/^\s*\n/.test(source.slice(range.end, node.getStart()))) return undefined;
  const text = `${source.slice(range.pos, range.end)}\nlet x;`;
  const comment = ts.createSourceFile("comment.ts", text, ts.ScriptTarget.ESNext, true);
  const [statement] = comment.statements;
  return statement && ts.getJSDocCommentsAndTags(statement).findLast(ts.isJSDoc);
}

function valueOf(ts: TypeScript, declaration: ts.Declaration): ts.Node | undefined {
  if (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration))
    return declaration.initializer && unwrapped(ts, declaration.initializer);
  if (ts.isExportAssignment(declaration)) return unwrapped(ts, declaration.expression);
  if (ts.isShorthandPropertyAssignment(declaration)) return declaration.name;
  return ts.isFunctionDeclaration(declaration) ? declaration : undefined;
}

/** Without parentheses, `as const`, `satisfies` and `!`. */
function unwrapped(ts: TypeScript, node: ts.Node): ts.Node {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner)
  )
    inner = inner.expression;
  return inner;
}
