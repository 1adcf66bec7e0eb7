/** Random rows for described tables: whatever the constraints let in. */
import fc from "fast-check";
import type { Connection } from "../../src/database/connection.js";
import { quoteIdentifier, quoteLiteral, quoteName } from "../../src/schema/identifiers.js";
import type { Column, Schema, Table } from "../../src/schema/types.js";

/** Statements that insert a few rows into every table; some of them will be refused. */
export function randomRows(schema: Schema): fc.Arbitrary<readonly string[]> {
  return fc.gen().map((draw) =>
    // Twice, because a table may refer to one that comes later.
    [...schema.tables, ...schema.tables].flatMap((table) =>
      Array.from({ length: 2 }, () => insert(draw, table, schema)),
    ),
  );
}

/** Runs the statements and passes over those that a constraint refuses. */
export async function insertRows(
  connection: Connection,
  statements: readonly string[],
): Promise<void> {
  for (const statement of statements) {
    try {
      await connection.query(statement);
    } catch (error) {
      const state = Reflect.get(Object(error), "sqlState");
      if (typeof state !== "string" || !/^2[23]/.test(state)) throw error;
    }
  }
}

function insert(draw: fc.GeneratorValue, table: Table, schema: Schema): string {
  const given = table.columns.filter(
    (column) => !column.generated && !column.serial && !column.identity,
  );
  const chosen = given.filter((column) => column.default === undefined || draw(fc.boolean));
  if (chosen.length === 0) return `insert into ${quoteName(table)} default values`;
  const names = chosen.map((column) => quoteIdentifier(column.name));
  const values = chosen.map((column) => value(draw, column, schema));
  return `insert into ${quoteName(table)} (${names.join(", ")}) values (${values.join(", ")})`;
}

const pools: Readonly<Record<string, readonly string[]>> = {
  smallint: ["1", "2", "5", "77"],
  integer: ["1", "2", "5", "4711"],
  bigint: ["1", "2", "5", "9007199254740993"],
  text: ["'run'", "'done'", "'long'", "'it''s'", "'12'"],
  boolean: ["true", "false"],
  "numeric(10,2)": ["1.25", "2", "4.5"],
  "timestamp with time zone": ["'2024-05-06 07:08:09+00'", "'2001-01-01 00:00:00+00'"],
  date: ["'2024-05-06'", "'2001-01-01'"],
  uuid: ["gen_random_uuid()", "'00000000-0000-0000-0000-000000000009'"],
  jsonb: [`'{"a": 1}'`, `'{"a": "b"}'`],
  "text[]": ["'{a,b}'", "'{}'"],
  "double precision": ["1.5", "1e10"],
};

/** Of types with parameters, and of those that only large models use. */
const likePools: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^character varying|^character\(2\)/, ["'en'", "'de'", "'12'", "'small'", "'done'"]],
  [/^character\(/, ["'a'", "'b'"]],
  [/^numeric/, ["1", "2.5", "7"]],
  [/^timestamp/, ["'2024-05-06 07:08:09'", "now()"]],
  [/^time/, ["'10:20'"]],
  [/^interval/, ["'1 day'"]],
  [/^real/, ["1.5"]],
  [/^inet/, ["'10.1.2.3'", "'192.168.0.0/16'"]],
  [/^json/, [`'{"a": 1}'`]],
  [/\[\]$/, ["'{}'"]],
];

function value(draw: fc.GeneratorValue, column: Column, schema: Schema): string {
  if (!column.notNull && draw(fc.nat, { max: 3 }) === 0) return "null";
  const { sql, enum: own } = column.type;
  if (own !== undefined) {
    const type = schema.enums.find((one) => one.schema === own.schema && one.name === own.name);
    const literal = quoteLiteral(draw(fc.constantFrom<string[]>, ...(type?.values ?? [])));
    return sql.endsWith("[]") ? `array[${literal}]::${sql}` : literal;
  }
  const pool = pools[sql] ?? likePools.find(([type]) => type.test(sql))?.[1];
  return pool === undefined ? "null" : draw(fc.constantFrom<string[]>, ...pool);
}
