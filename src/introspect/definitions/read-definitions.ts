/** The statements that create chosen objects elsewhere. */
import type { Connection } from "../../database/connection.js";
import { readInOneTrip } from "../session.js";
import { type CatalogKind, type DefinitionSql, fromCatalog } from "./kind.js";
import { catalogKinds, objectKinds } from "./kinds.js";
import { type DatabaseObject, texts } from "./objects.js";

/** How an object, or a part of one, is created elsewhere. */
export interface Definition {
  readonly id: string;
  /** For people, in PostgreSQL's words: `function public.f(integer)`. */
  readonly label: string;
  readonly statements: readonly string[];
  /** One by one instead, if the statements are refused: what is then refused is left out. */
  readonly instead: readonly string[];
}

/**
 * The definitions of the objects, roughly in an order in which they can be created: some may need
 * one that stands further back. Tables come without defaults, checks, foreign keys and policies,
 * materialized views as tables, publications without tables. One round trip.
 *
 * @param connection Not inside a transaction.
 */
export async function readDefinitions(
  connection: Connection,
  objects: readonly DatabaseObject[],
): Promise<readonly Definition[]> {
  const parts = objectKinds.flatMap((name) => {
    const kind = catalogKinds[name];
    const oids = objects.filter((object) => object.kind === name).map(({ oid }) => oid);
    return oids.length === 0 ? [] : kind.definitions.map((sql) => ({ kind, oids, sql }));
  });
  if (parts.length === 0) return [];
  const queries = parts.map(({ kind, oids, sql }) =>
    definitionsQuery(kind, sql, oids, connection.serverVersion),
  );
  const results = await readInOneTrip(connection, [], queries);
  return parts.flatMap(({ kind: { catalog } }, index) =>
    (results[index] ?? []).map((row) => ({
      id: `${catalog} ${String(row["oid"])}`,
      label: String(row["label"]),
      statements: texts(row["statements"]),
      instead: texts(row["instead"]),
    })),
  );
}

function definitionsQuery(
  kind: CatalogKind,
  { create, further = "'{}'::text[]", instead = "'[]'::jsonb", ...sql }: DefinitionSql,
  oids: readonly string[],
  serverVersion: number,
): string {
  const first = typeof create === "string" ? create : create(serverVersion);
  return `select o.oid, array[${first}] || ${further} as statements, ${instead} as instead,
      pg_describe_object('${kind.catalog}'::regclass, o.oid, 0) as label
    from ${fromCatalog(kind)} ${sql.joins ?? ""}
    where o.oid in (${oids.join(", ")}) and ${sql.where ?? "true"}
    order by ${sql.part ?? "o.oid"}, o.oid`;
}
