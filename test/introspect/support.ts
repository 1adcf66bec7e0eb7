/** What the tests of introspection share: a database made of DDL, and a look into it. */
import { inject } from "vitest";
import type { Connection } from "../../src/database/connection.js";
import { introspect } from "../../src/introspect/introspect.js";
import type { Introspection, IntrospectionScope } from "../../src/introspect/types.js";
import type { Table, View } from "../../src/schema/types.js";
import { createDatabase } from "../support/database.js";

export const publicScope: IntrospectionScope = {
  schemas: ["public"],
  versionTable: { schema: "public", name: "gen_version" },
};

/** For `test.each`: one case on servers of that major version and later, none on earlier ones. */
export function since(version: number): readonly string[] {
  return Number(inject("postgresVersion")) >= version ? [`PostgreSQL ${version} and later`] : [];
}

export async function introspectedDdl(
  ddl: string,
  scope: Partial<IntrospectionScope> = {},
): Promise<Introspection> {
  const { connection } = await createDatabase();
  await connection.batch(ddl);
  return await introspect(connection, { ...publicScope, ...scope });
}

export function tableOf({ schema }: Introspection, name: string): Table {
  const table = schema.tables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new Error(`There is no table ${name}.`);
  return table;
}

export function viewOf({ schema }: Introspection, name: string): View {
  const view = schema.views.find((candidate) => candidate.name === name);
  if (view === undefined) throw new Error(`There is no view ${name}.`);
  return view;
}

const trips: ReadonlySet<string | symbol> = new Set(["query", "queryRaw", "batch"]);

/** The same connection, and how many round trips have been asked of it. */
export function counting(connection: Connection): { connection: Connection; trips: () => number } {
  let count = 0;
  const counted = new Proxy(connection, {
    get(target, property) {
      if (trips.has(property)) count += 1;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { connection: counted, trips: () => count };
}
