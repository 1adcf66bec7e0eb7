/** Names without a schema in the models' own SQL that the session takes for somebody else's. */
import type { Connection } from "../../database/connection.js";
import {
  displayName,
  nameKey,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "../../schema/identifiers.js";
import { namesIn, withoutStrings } from "../../schema/sql-scanner.js";
import type { QualifiedName, Schema } from "../../schema/types.js";
import type { Planning } from "./planning.js";

/** Notes texts that name a model without its schema, where `search_path` finds another object. */
export async function noteShadowedNames(planning: Planning): Promise<void> {
  const { input, desired, notes } = planning;
  const { searchPath } = planning.found;
  const models = [...desired.tables, ...desired.views];
  const hidden = models.filter(({ schema }) => searchPath[0] !== schema);
  if (hidden.length === 0 || searchPath.length === 0) return;
  const named = textsOf(desired).flatMap(({ owner, sql }) => {
    const read = readUnqualified(sql);
    return hidden.filter(({ name }) => read.has(name)).map((model) => ({ owner, model }));
  });
  if (named.length === 0) return;
  const names = named.map(({ model }) => model.name);
  const found = await resolved(input.connection, names);
  const known = new Set(models.map(nameKey));
  const told = named.flatMap(({ owner, model }) => {
    const other = found.get(model.name);
    if (other === undefined || known.has(nameKey(other))) return [];
    return [
      `${owner} names ${quoteIdentifier(model.name)} without a schema, which this session's search_path (${searchPath.join(", ")}) resolves to ${displayName(other)}, not to ${displayName(model)} of the models. Write ${quoteName(model)}, or the model itself in \${…}.`,
    ];
  });
  notes.push(...new Set(told));
}

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

/** The bare names that a query reads from, and no `with` of its own defines. */
function readUnqualified(sql: string): ReadonlySet<string> {
  const read = namesIn(sql).filter(
    ({ parts, before, after }) =>
      parts.length === 1 && /^(?:from|join|only)$/i.test(before?.text ?? "") && after?.text !== "(",
  );
  const found = new Set(read.flatMap(({ parts }) => parts));
  for (const [, own = ""] of withoutStrings(sql).matchAll(ownQuery))
    found.delete(namesIn(own)[0]?.parts[0] ?? "");
  return found;
}

const ownQuery =
  /(?:\bwith\s+(?:recursive\s+)?|,\s*)("(?:[^"]|"")*"|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)\s*(?:\([^()]*\)\s*)?as\s*(?:not\s+)?(?:materialized\s*)?\(/gi;

function textsOf({ tables, views }: Schema): readonly { owner: string; sql: string }[] {
  const policies = tables.flatMap((table) =>
    table.policies.flatMap(({ name, using, withCheck }) =>
      [using, withCheck]
        .filter((sql) => sql !== undefined)
        .map((sql) => ({ owner: `The policy ${name} of ${displayName(table)}`, sql })),
    ),
  );
  const queries = views.map((view) => ({
    owner: `The ${view.materialized ? "materialized view" : "view"} ${displayName(view)}`,
    sql: view.definition,
  }));
  return [...policies, ...queries];
}
