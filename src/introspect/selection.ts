import picomatch from "picomatch";
import type { QualifiedName } from "../schema/types.js";
import type { SchemaObject } from "../schema/object-ref.js";
import { nameKey, sameName } from "../schema/identifiers.js";
import { isOwnTable } from "../schema/own-tables.js";
import type { IntrospectionScope } from "./types.js";

/** Decides which objects in scope are described. */
export type Selection = ReturnType<typeof selectionOf>;

export function selectionOf(scope: IntrospectionScope) {
  const { include, versionTable, journal, always = [], tables = [] } = scope;
  const [includesRelation, includesType] = [tableMatcher(tables), schemaMatcher(tables)];
  const isWhollyExcluded = isExcluded(tables.filter((pattern) => /^!.*\.\*$/.test(pattern)));
  const roles = new Set(scope.roles);
  const named = new Set([...(scope.named ?? []), ...(scope.only ?? []), ...always].map(nameKey));
  const fixed = new Set(always.map(nameKey));
  const fixedSchemas = new Set(always.map(({ schema }) => schema));
  const includesSchema = (object: SchemaObject): boolean =>
    fixedSchemas.has(object.name) ||
    (!isWhollyExcluded({ schema: object.name, name: "" }) && (include?.(object) ?? true));
  const knownSchemas = new Map<string, boolean>();
  /** Applies the patterns and `include` of the configuration. Parts of a table follow it. */
  const includes = (object: SchemaObject): boolean => {
    const { kind, schema = "", table, name } = object;
    if (kind === "schema") {
      const isIncluded = knownSchemas.get(name) ?? includesSchema(object);
      knownSchemas.set(name, isIncluded);
      return isIncluded;
    }
    if (fixed.size > 0 && kind !== "role" && fixed.has(nameKey({ schema, name: table ?? name })))
      return true;
    if (kind !== "role" && table === undefined) {
      const matches = kind === "enum" || kind === "sequence" ? includesType : includesRelation;
      if (!includes({ kind: "schema", name: schema }) || !matches({ schema, name })) return false;
    }
    return include?.(object) ?? true;
  };
  return {
    includes,
    /** Whether a table belongs to this tool. */
    isOwn: (name: QualifiedName): boolean => isOwnTable(name, versionTable),
    /** Whether a table or view belongs to another tool, by the configuration or by its columns. */
    isJournal: (name: QualifiedName, looksLikeIt: boolean): boolean =>
      !named.has(nameKey(name)) &&
      (looksLikeIt || (journal !== undefined && sameName(journal, name))),
    /** Whether the scope names the role. */
    namesRole: (name: string): boolean => roles.has(name),
  };
}

/**
 * Like Drizzle's `tablesFilter`, but patterns with a dot match `schema.name`.
 *
 * @example tableMatcher(["*", "!audit.*"])({ schema: "audit", name: "log" }) // false
 */
export function tableMatcher(patterns: readonly string[]): (name: QualifiedName) => boolean {
  return matcherOf(patterns, nameMatcher);
}

/** A name matches if no pattern excludes it, and one includes it or none includes anything. */
function matcherOf(
  patterns: readonly string[],
  including: (pattern: string) => (name: QualifiedName) => boolean,
): (name: QualifiedName) => boolean {
  const included = patterns.filter((pattern) => !pattern.startsWith("!")).map(including);
  const excluded = isExcluded(patterns);
  return (name) =>
    !excluded(name) && (included.length === 0 || included.some((matches) => matches(name)));
}

/**
 * For enums and sequences: only patterns with a dot apply, and only if one includes the schema.
 *
 * @example schemaMatcher(["*", "!auth.*"])({ schema: "auth", name: "factor" }) // false
 */
function schemaMatcher(patterns: readonly string[]): (name: QualifiedName) => boolean {
  const ofSchemas = patterns.filter((pattern) => !pattern.startsWith("!") || pattern.includes("."));
  return matcherOf(ofSchemas, (pattern) =>
    pattern.includes(".") ? nameMatcher(`${pattern.slice(0, pattern.indexOf("."))}.*`) : () => true,
  );
}

/** Whether a pattern with `!` matches the name. */
export function isExcluded(patterns: readonly string[]): (name: QualifiedName) => boolean {
  const excluded = patterns
    .filter((pattern) => pattern.startsWith("!"))
    .map((pattern) => nameMatcher(pattern.slice(1)));
  return (name) => excluded.some((matches) => matches(name));
}

function nameMatcher(pattern: string): (name: QualifiedName) => boolean {
  // Names that have a meaning in paths, such as `..`, are ordinary names here.
  if (pattern === "*") return () => true;
  const matches = picomatch(withoutSlashes(pattern), { dot: true });
  if (!pattern.includes(".")) return ({ name }) => matches(withoutSlashes(name));
  return ({ schema, name }) => matches(withoutSlashes(`${schema}.${name}`));
}

/** In a path, `*` stops at a slash. Names have no such separators. */
function withoutSlashes(text: string): string {
  return text.replaceAll("/", "\u0001");
}
