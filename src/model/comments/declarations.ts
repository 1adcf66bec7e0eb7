/** From the declaration of a table to its columns, as far as the text alone tells. */
import type { ts } from "ts-morph";
import { commentOf, type Declared, type Module, type Modules } from "./modules.js";

/** The comments of properties, by key. */
export type PropertyComments = ReadonlyMap<string, string | undefined>;

/** The comment of a declaration or, where it only gives another name to something, of that. */
export function declaredComment(modules: Modules, found: Declared): string | undefined {
  return found.comment ?? target(modules, found)?.comment;
}

/** The comments of a table's columns, by their keys in the model. */
export function columnComments(modules: Modules, found: Declared): PropertyComments {
  const { ts } = modules;
  const declared = target(modules, found) ?? found;
  let node = declared.node && unwrapped(ts, declared.node);
  // `pgTable("users", { … }).enableRLS()`: the columns stand in the inner call.
  while (node !== undefined && ts.isCallExpression(node)) {
    const columns = node.arguments[1];
    const comments = columns && propertiesOf(modules, declared.module, columns);
    if (comments !== undefined) return comments;
    node = ts.isPropertyAccessExpression(node.expression)
      ? unwrapped(ts, node.expression.expression)
      : undefined;
  }
  return new Map();
}

/** A member of an object that a module exports, by itself or under another name. */
export function memberOf(modules: Modules, whole: Declared, key: string): Declared | undefined {
  const { ts } = modules;
  const { module, node } = target(modules, whole) ?? whole;
  const object = node && unwrapped(ts, node);
  if (object === undefined || !ts.isObjectLiteralExpression(object)) return undefined;
  const property = object.properties.find(({ name }) => name && keyOf(ts, name) === key);
  if (property === undefined) return undefined;
  const comment = commentOf(ts, property);
  if (ts.isPropertyAssignment(property)) return { module, node: property.initializer, comment };
  return ts.isShorthandPropertyAssignment(property)
    ? { module, node: property.name, comment }
    : undefined;
}

/** What a chain of names ends at, with the first comment on the way. */
function target(modules: Modules, found: Declared, depth = 0): Declared | undefined {
  const { ts } = modules;
  const node = found.node && unwrapped(ts, found.node);
  if (node === undefined || depth > 50) return undefined;
  const next = referred(modules, found.module, node);
  if (next === undefined) return undefined;
  const last = target(modules, next, depth + 1) ?? next;
  return { ...last, comment: next.comment ?? last.comment };
}

/** What a name or `module.name` refers to. */
function referred(modules: Modules, module: Module, node: ts.Node): Declared | undefined {
  const { ts } = modules;
  if (ts.isIdentifier(node)) {
    const found = modules.local(module, node.text);
    // In `{ users }` of a default export the name is that of a declaration.
    return found?.node === node ? undefined : found;
  }
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const name = node.name.text;
  const member = modules.member(module, node.expression.text, name);
  if (member !== undefined) return member;
  const object = modules.local(module, node.expression.text);
  return object && memberOf(modules, target(modules, object) ?? object, name);
}

/** The properties of an object, however it is written; `undefined` for what is no object. */
function propertiesOf(
  modules: Modules,
  module: Module,
  expression: ts.Node,
  depth = 0,
): PropertyComments | undefined {
  const { ts } = modules;
  const node = unwrapped(ts, expression);
  if (depth > 50) return undefined;
  if (ts.isObjectLiteralExpression(node)) return ownProperties(modules, module, node, depth);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node)) {
    const { body } = node;
    // What it returns, where it returns once.
    const result =
      body !== undefined && ts.isBlock(body)
        ? body.statements.find(ts.isReturnStatement)?.expression
        : body;
    return result && propertiesOf(modules, module, result, depth + 1);
  }
  const callee = ts.isCallExpression(node) ? node.expression : node;
  const found = referred(modules, module, callee);
  return found?.node && propertiesOf(modules, found.module, found.node, depth + 1);
}

function ownProperties(
  modules: Modules,
  module: Module,
  object: ts.ObjectLiteralExpression,
  depth: number,
): PropertyComments {
  const { ts } = modules;
  const comments = new Map<string, string | undefined>();
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = propertiesOf(modules, module, property.expression, depth + 1);
      for (const [key, comment] of spread ?? []) comments.set(key, comment);
      continue;
    }
    const key = keyOf(ts, property.name);
    if (key === undefined) continue;
    const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
    const shared = referred(modules, module, unwrapped(ts, value));
    comments.set(key, commentOf(ts, property) ?? shared?.comment);
  }
  return comments;
}

function keyOf(ts: Modules["ts"], name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)
    ? name.text
    : undefined;
}

/** Without parentheses, `as const`, `satisfies` and `!`. */
function unwrapped(ts: Modules["ts"], node: ts.Node): ts.Node {
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
