/** Unqualified names in the models' SQL that the session finds in another schema. */
import { displayName, nameKey, quoteIdentifier, quoteName } from "../../schema/identifiers.js";
import { textArray } from "../../introspect/scope.js";
import { namesIn, withoutStrings } from "../../schema/sql-scanner.js";
import type { Schema } from "../../schema/types.js";
import type { Planning } from "./planning.js";

/** Notes texts with an unqualified name of a model for which `search_path` finds another object. */
export async function noteShadowedNames({ input, found, desired, notes }: Planning): Promise<void> {
  const { searchPath } = found;
  const models = [...desired.tables, ...desired.views];
  const hidden = models.filter(({ schema }) => searchPath[0] !== schema);
  if (hidden.length === 0 || searchPath.length === 0) return;
  const named = textsOf(desired).flatMap(({ owner, sql }) => {
    const read = readUnqualified(sql);
    return hidden.filter(({ name }) => read.has(name)).map((model) => ({ owner, model }));
  });
  if (named.length === 0) return;
  const names = textArray(named.map(({ model }) => model.name));
  const rows = await input.connection.query<{ asked: string; schema: string; name: string }>(
    `select asked.name as asked, n.nspname as schema, c.relname as name
      from unnest(${names}) asked (name)
      join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(pg_catalog.quote_ident(asked.name))
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace`,
  );
  const resolved = new Map(rows.map(({ asked, ...name }) => [asked, name]));
  const known = new Set(models.map(nameKey));
  const told = named.flatMap(({ owner, model }) => {
    const other = resolved.get(model.name);
    if (other === undefined || known.has(nameKey(other))) return [];
    return [
      `${owner} names ${quoteIdentifier(model.name)} without a schema, which this session's search_path (${searchPath.join(", ")}) resolves to ${displayName(other)}, not to ${displayName(model)} of the models. Write ${quoteName(model)}, or the model itself in \${…}.`,
    ];
  });
  notes.push(...new Set(told));
}

/** The unqualified names that a query reads from, except those of its own `with`. */
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
