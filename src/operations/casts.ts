import { quoteIdentifier } from "../schema/identifiers.js";
import type { DataType } from "../schema/types.js";
import { builtInCasts, stringTypes } from "./cast-table.js";
import { type ParsedType, parseType } from "./data-types.js";

/**
 * The expression of `USING` that changing a column's type needs: `undefined` where PostgreSQL
 * casts by assignment, an explicit cast where there is one, and a way through text where there is
 * none. A scalar becomes an array of one, an array its first element.
 *
 * @example castExpression("a", { sql: "integer" }, { sql: "bigint" }) // undefined
 * @example castExpression("a", { sql: "text" }, { sql: "integer" }) // "a"::integer
 * @example castExpression("a", { sql: "boolean" }, { sql: "bigint" }) // "a"::text::bigint
 */
export function castExpression(column: string, from: DataType, to: DataType): string | undefined {
  const source = parseType(from.sql);
  const target = parseType(to.sql);
  const value = quoteIdentifier(column);
  const type = withoutCollation(to.sql);
  if (!source.array && target.array) {
    const element = cast(source, { ...target, array: false });
    const text = element === "throughText" ? `ARRAY[${value}::text]` : `ARRAY[${value}]`;
    return `CASE WHEN ${value} IS NOT NULL THEN ${text}::${type} END`;
  }
  if (source.array && !target.array) {
    const element = cast({ ...source, array: false }, target);
    return `${value}[1]${element === "throughText" ? "::text" : ""}::${type}`;
  }
  switch (cast(source, target)) {
    case "assignment":
      return undefined;
    case "explicit":
      return `${value}::${type}`;
    case "throughText":
      return `${value}::text${source.array ? "[]" : ""}::${type}`;
  }
}

type Cast = "assignment" | "explicit" | "throughText";

/**
 * Every type can be cast to a string type by assignment and from one explicitly; the rest is
 * `pg_cast`. https://www.postgresql.org/docs/current/sql-createcast.html
 */
function cast(from: ParsedType, to: ParsedType): Cast {
  if (from.base === to.base) return "assignment";
  const known = builtInCasts.get(from.base);
  if (known?.assignment?.includes(to.base) === true) return "assignment";
  if (known?.explicit?.includes(to.base) === true) return "explicit";
  if (stringTypes.has(to.base)) return "assignment";
  if (stringTypes.has(from.base)) return isCitext(to) ? "assignment" : "explicit";
  return "throughText";
}

/** citext comes with assignment casts from the string types, which spare a rewrite. */
function isCitext({ base }: ParsedType): boolean {
  return /(^|\.)citext$/.test(base);
}

function withoutCollation(sql: string): string {
  return sql.replace(/\s+collate\s+\S+$/i, "");
}
