import { compare } from "../../src/compare/compare.js";
import type { Connection } from "../../src/database/connection.js";
import { introspect } from "../../src/introspect/introspect.js";
import { settle } from "../../src/introspect/oracle/settle.js";
import { collectModels } from "../../src/model/collect.js";
import { describeModels } from "../../src/model/describe.js";
import type { DescribeOptions } from "../../src/model/errors.js";
import { compile } from "../../src/operations/rules.js";
import type { Operation } from "../../src/operations/types.js";
import type { Schema } from "../../src/schema/types.js";

/** What a module with these exports describes. */
export function describeExports(
  exports: Readonly<Record<string, unknown>>,
  options: DescribeOptions = {},
): Schema {
  return describeModels(collectModels([{ file: "schema.ts", exports }]), options);
}

/** Brings the database to the schema. */
export async function apply(connection: Connection, schema: Schema): Promise<void> {
  for (const operation of await differences(connection, schema)) {
    for (const { sql, values } of compile(operation)) {
      try {
        await connection.query(sql, values);
      } catch (error) {
        throw new Error(`${sql}\n${error instanceof Error ? error.message : ""}`, { cause: error });
      }
    }
  }
}

/** What has still to be done in the database to have the schema. */
export async function differences(
  connection: Connection,
  schema: Schema,
): Promise<readonly Operation[]> {
  const found = await introspect(connection, {
    schemas: ["public", ...schema.namespaces.map(({ name }) => name)],
    versionTable: { schema: "public", name: "gen_version" },
  });
  const settled = await settle(connection, found.schema, schema, { searchPath: found.searchPath });
  return compare(settled.actual, settled.desired, { dependencies: found.dependencies }).upgrade;
}
