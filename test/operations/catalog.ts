import type { Connection } from "../../src/database/connection.js";

/**
 * What a database's own objects are, in PostgreSQL's words, a line each: enough to tell whether
 * two states of a schema are the same. The order of columns is left out.
 */
export async function catalogOf(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.query<{ line: string }>(`
    WITH ours AS (
      SELECT oid, nspname FROM pg_namespace
      WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
    )
    SELECT line FROM (
      SELECT format('schema %I %s', nspname, obj_description(oid, 'pg_namespace')) AS line FROM ours
      UNION ALL
      SELECT format('relation %s %s %s %s rls=%s %s %s', c.relkind, n.nspname, c.relname,
                    c.reloptions, c.relrowsecurity, c.relacl, obj_description(c.oid, 'pg_class'))
        FROM pg_class c JOIN ours n ON n.oid = c.relnamespace
      UNION ALL
      SELECT format('column %s.%s.%s %s %s default=%s identity=%s generated=%s %s %s %s',
                    n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                    a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated,
                    a.attcollation::regcollation, col_description(c.oid, a.attnum), a.attacl)
        FROM pg_class c JOIN ours n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
       WHERE c.relkind IN ('r', 'p', 'v', 'm')
      UNION ALL
      SELECT format('constraint %s.%s %s %s valid=%s %s', n.nspname, r.relname, c.conname,
                    pg_get_constraintdef(c.oid), c.convalidated,
                    obj_description(c.oid, 'pg_constraint'))
        FROM pg_constraint c JOIN ours n ON n.oid = c.connamespace
        JOIN pg_class r ON r.oid = c.conrelid WHERE c.contype <> 'n'
      UNION ALL
      SELECT format('index %s', pg_get_indexdef(i.indexrelid)) FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid JOIN ours n ON n.oid = c.relnamespace
      UNION ALL
      SELECT format('enum %s.%s %s %s', n.nspname, t.typname,
                    (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum
                      WHERE enumtypid = t.oid), obj_description(t.oid, 'pg_type'))
        FROM pg_type t JOIN ours n ON n.oid = t.typnamespace WHERE t.typtype = 'e'
      UNION ALL
      SELECT format('sequence %s %s %s owned=%s', s.seqrelid::regclass,
                    (SELECT to_jsonb(s) - 'seqrelid'), format_type(s.seqtypid, NULL),
                    (SELECT format('%s.%s %s', d.refobjid::regclass, o.attname, d.deptype)
                       FROM pg_depend d JOIN pg_attribute o
                         ON (o.attrelid, o.attnum) = (d.refobjid, d.refobjsubid) WHERE d.objid = s.seqrelid
                        AND d.classid = 'pg_class'::regclass AND d.refobjsubid > 0))
        FROM pg_sequence s
      UNION ALL
      SELECT format('view %s %s', c.oid::regclass, pg_get_viewdef(c.oid)) FROM pg_class c
        JOIN ours n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm')
      UNION ALL
      SELECT format('policy %s %s %s %s %s %s %s', p.polrelid::regclass, p.polname, p.polcmd,
                    p.polpermissive, (SELECT array_agg(r::regrole::text ORDER BY 1)
                                        FROM unnest(p.polroles) AS r),
                    pg_get_expr(p.polqual, p.polrelid) || ' / ' ||
                      coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '-'),
                    obj_description(p.oid, 'pg_policy')) FROM pg_policy p
    ) AS lines ORDER BY line COLLATE "C"`);
  return rows.map((row) => row.line);
}

/** The lines that stand in one state only: `-` before, `+` after. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
}
