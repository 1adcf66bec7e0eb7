import picomatch from "picomatch";
import type { QualifiedName, SchemaObject } from "../schema/types.js";
import { nameKey, sameName } from "../schema/identifiers.js";
import type { IntrospectionScope } from "./types.js";

/** Decides what of a schema in scope is described. */
export interface Selection {
  /** For every kind of object: what the configuration's `include` says. */
  includes(object: SchemaObject): boolean;
  /** For tables and views by name: the patterns, and that they are not the tool's own. */
  includesName(name: QualifiedName): boolean;
  /** Whether a role is asked for by name. */
  namesRole(name: string): boolean;
}

export function selectionOf(scope: IntrospectionScope): Selection {
  const matches = tableMatcher(scope.tables ?? []);
  const { include, versionTable, always = [] } = scope;
  const roles = new Set(scope.roles);
  const fixed = new Set(always.map(nameKey));
  const isFixed = ({ schema = "", table, name }: SchemaObject): boolean =>
    fixed.has(nameKey({ schema, name: table ?? name }));
  return {
    includes: (object) => include === undefined || isFixed(object) || include(object),
    includesName: (name) =>
      !isOwnTable(name, versionTable) && (fixed.has(nameKey(name)) || matches(name)),
    namesRole: (name) => roles.has(name),
  };
}

function isOwnTable(name: QualifiedName, versionTable: QualifiedName): boolean {
  const besides = name.schema === versionTable.schema && name.name.startsWith("gen_");
  return besides || sameName(name, versionTable);
}

/**
 * A table is taken when no pattern with `!` matches it and, if there are patterns without, one of
 * those does. As in Drizzle's `tablesFilter`, but for patterns with a dot, which match
 * `schema.name`.
 *
 * @example tableMatcher(["*", "!audit.*"])({ schema: "audit", name: "log" }) // false
 */
export function tableMatcher(patterns: readonly string[]): (name: QualifiedName) => boolean {
  const included = patterns.filter((pattern) => !pattern.startsWith("!")).map(nameMatcher);
  const excluded = patterns
    .filter((pattern) => pattern.startsWith("!"))
    .map((pattern) => nameMatcher(pattern.slice(1)));
  return (name) =>
    !excluded.some((matches) => matches(name)) &&
    (included.length === 0 || included.some((matches) => matches(name)));
}

function nameMatcher(pattern: string): (name: QualifiedName) => boolean {
  // Names that a matcher of paths takes for something else, such as `..`, are names as well.
  if (pattern === "*") return () => true;
  const matches = picomatch(withoutSlashes(pattern), { dot: true });
  if (!pattern.includes(".")) return ({ name }) => matches(withoutSlashes(name));
  return ({ schema, name }) => matches(withoutSlashes(`${schema}.${name}`));
}

/** In a path `*` stops at a slash; a name has no such parts. */
function withoutSlashes(text: string): string {
  return text.replaceAll("/", "\u0001");
}
