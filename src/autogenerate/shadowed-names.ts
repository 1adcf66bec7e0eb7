/** Names without a schema in the models' own SQL that the session takes for somebody else's. */
import type { Connection } from "../database/connection.js";
import { mentions } from "../schema/mentions.js";
import {
  displayName,
  nameKey,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "../schema/identifiers.js";
import type { QualifiedName, Schema } from "../schema/types.js";

/** A text of the models, and whose it is, for people. */
interface Text {
  readonly owner: string;
  readonly sql: string;
}

/**
 * A sentence for each text of the models that names a table or view of theirs without its schema,
 * where the session's `search_path` finds another one. One round trip, and none where `public` comes
 * first on the path or no text names anything so.
 *
 * @param searchPath The schemas that the session looks in.
 */
export async function shadowedNameNotes(
  connection: Connection,
  desired: Schema,
  searchPath: readonly string[],
): Promise<readonly string[]> {
  const models = [...desired.tables, ...desired.views];
  const hidden = models.filter(({ schema }) => searchPath[0] !== schema);
  if (hidden.length === 0 || searchPath.length === 0) return [];
  const named = textsOf(desired).flatMap(({ owner, sql }) =>
    hidden.filter(({ name }) => readsUnqualified(sql, name)).map((model) => ({ owner, model })),
  );
  if (named.length === 0) return [];
  const found = await resolved(
    connection,
    named.map(({ model }) => model.name),
  );
  const known = new Set(models.map(nameKey));
  return [
    ...new Set(
      named.flatMap(({ owner, model }) => {
        const other = found.get(model.name);
        return other === undefined || known.has(nameKey(other))
          ? []
          : [
              `${owner} names ${quoteIdentifier(model.name)} without a schema, which this session's search_path (${searchPath.join(", ")}) takes for ${displayName(other)}, not for ${displayName(model)} of the models. Write ${quoteName(model)}, or the model itself in \${…}.`,
            ];
      }),
    ),
  ];
}

/** What each name means to the session today, of names that mean something. */
async function resolved(
  connection: Connection,
  names: readonly string[],
): Promise<ReadonlyMap<string, QualifiedName>> {
  const list = [...new Set(names)].map((name) => `(${quoteLiteral(name)})`).join(", ");
  const rows = await connection.query<{ asked: string; schema: string; name: string }>(
    `select asked.name as asked, n.nspname as schema, c.relname as name
      from (values ${list}) asked (name)
      join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(pg_catalog.quote_ident(asked.name))
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace`,
  );
  return new Map(rows.map(({ asked, schema, name }) => [asked, { schema, name }]));
}

/** Whether a query reads from a bare name, which no \`with\` of its own defines. */
function readsUnqualified(sql: string, name: string): boolean {
  if (!mentions(sql, name)) return false;
  const code = sql.replaceAll(/'(?:[^']|'')*'/g, "''");
  const spelled = String.raw`("(?:[^"]|"")*"|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)`;
  const own = new Set(
    Array.from(
      code.matchAll(
        new RegExp(
          String.raw`(?:\bwith\s+(?:recursive\s+)?|,\s*)${spelled}\s*(?:\([^()]*\)\s*)?as\s*(?:not\s+)?(?:materialized\s*)?\(`,
          "gi",
        ),
      ),
      ([, one = ""]) => folded(one),
    ),
  );
  const read = code.matchAll(
    new RegExp(String.raw`\b(?:from|join)\s+(?:only\s+)?${spelled}(?![\w$"])(?!\s*[.(])`, "gi"),
  );
  return !own.has(name) && [...read].some(([, one = ""]) => folded(one) === name);
}

function folded(identifier: string): string {
  return identifier.startsWith('"')
    ? identifier.slice(1, -1).replaceAll('""', '"')
    : identifier.toLowerCase();
}

/** Only what can hold a query. */
function textsOf({ tables, views }: Schema): readonly Text[] {
  return [
    ...tables.flatMap((table) =>
      table.policies.flatMap(({ name, using, withCheck }) =>
        [using, withCheck].flatMap((sql) =>
          sql === undefined ? [] : [{ owner: `The policy ${name} of ${displayName(table)}`, sql }],
        ),
      ),
    ),
    ...views.map((view) => ({
      owner: `The ${view.materialized ? "materialized view" : "view"} ${displayName(view)}`,
      sql: view.definition,
    })),
  ];
}
