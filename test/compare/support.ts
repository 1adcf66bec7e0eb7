/** What the tests of the comparison share: a database, and the way to a schema and back. */
import { compare, type CompareOptions, type Comparison } from "../../src/compare/compare.js";
import type { Connection } from "../../src/database/connection.js";
import { introspect } from "../../src/introspect/introspect.js";
import { settle } from "../../src/introspect/oracle/settle.js";
import type { IntrospectionScope } from "../../src/introspect/types.js";
import { compile } from "../../src/operations/rules.js";
import type { Operation } from "../../src/operations/types.js";
import type { Schema } from "../../src/schema/types.js";

export const publicScope: IntrospectionScope = {
  schemas: ["public"],
  versionTable: { schema: "public", name: "gen_version" },
};

/** What makes of the database what `desired` says. */
export async function difference(
  connection: Connection,
  desired: Schema,
  scope: IntrospectionScope = publicScope,
  options: CompareOptions = {},
): Promise<Comparison> {
  const found = await introspect(connection, scope);
  const settled = await settle(connection, found.schema, desired, {
    searchPath: found.searchPath,
  });
  return compare(settled.actual, settled.desired, {
    dependencies: found.dependencies,
    ...options,
  });
}

/** Runs operations as a migration does; what says so, outside the transaction. */
export async function run(connection: Connection, operations: readonly Operation[]): Promise<void> {
  const isEarly = ({ kind }: Operation): boolean => kind === "autocommit";
  for (const operation of operations.filter(isEarly)) await execute(connection, operation);
  await connection.batch("begin");
  try {
    for (const operation of operations.filter((one) => !isEarly(one)))
      await execute(connection, operation);
    await connection.batch("commit");
  } catch (error) {
    await connection.batch("rollback").catch(() => undefined);
    throw error;
  }
}

async function execute(connection: Connection, operation: Operation): Promise<void> {
  for (const { sql, values } of compile(operation)) {
    try {
      await connection.query(sql, values);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${operation.kind}: ${sql}\n${reason}`, { cause: error });
    }
  }
}

/**
 * The catalog but for what PostgreSQL cannot restore: the order of columns, and on which of several
 * unique indexes a foreign key leans.
 */
export async function catalog(
  connection: Connection,
  scope: IntrospectionScope = publicScope,
): Promise<Schema> {
  const { schema } = await introspect(connection, scope);
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: [...table.columns].sort(byName),
      foreignKeys: table.foreignKeys.map(({ referencedIndex: _, ...foreignKey }) => foreignKey),
    })),
  };
}
