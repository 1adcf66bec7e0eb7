import type { EnumUse } from "../../operations/types.js";
import { displayName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import { fail } from "./arguments.js";
import type { OpContext } from "./context.js";

/**
 * The columns that have an enum's type or are arrays of it, with their defaults, from the
 * catalog. Partitions follow their parents and are left out.
 *
 * @throws GenError `op_argument` when a script is written, for then there is no catalog to ask
 */
export async function findEnumUses(
  context: OpContext,
  type: QualifiedName,
): Promise<readonly EnumUse[]> {
  if (context.executor.isOffline) {
    throw fail(
      "alterEnum",
      `the columns of ${displayName(type)} cannot be looked up while a script is written`,
      "Name them in the option columns.",
    );
  }
  const rows = await context.executor.query(usesQuery, [type.schema, type.name]);
  return rows.map((row) => ({
    table: { schema: String(row["schema"]), name: String(row["table"]) },
    column: String(row["column"]),
    array: row["array"] === true,
    ...(row["default"] === null ? {} : { default: withoutCast(String(row["default"])) }),
  }));
}

/**
 * PostgreSQL prints the default of an enum column as `'x'::public.role`. The cast names the type
 * that is about to go; the bare literal becomes whatever type the column has.
 */
function withoutCast(expression: string): string {
  return /^('(?:[^']|'')*')::[^'()]+$/.exec(expression)?.[1] ?? expression;
}

const usesQuery = `
SELECT n.nspname AS "schema", c.relname AS "table", a.attname AS "column",
       a.atttypid = t.typarray AS "array",
       pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS "default"
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
  JOIN pg_catalog.pg_attribute a ON a.atttypid IN (t.oid, t.typarray)
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_attrdef d
    ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated = ''
 WHERE tn.nspname = $1 AND t.typname = $2
   AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY n.nspname, c.relname, a.attnum`;
