import { randomBytes } from "node:crypto";
import { expect, it, onTestFinished } from "vitest";
import { inverseAll } from "../../src/operations/rules.js";
import type { Operation } from "../../src/operations/types.js";
import { administer, createDatabase } from "../support/database.js";
import { apply } from "./apply.js";

it("creates, changes, renames and drops a role, and gives it rights", async () => {
  // Roles belong to the whole server, which other tests use at the same time.
  const suffix = randomBytes(6).toString("hex");
  const from = `gen "r" ${suffix}`;
  const to = `gen "s" ${suffix}`;
  onTestFinished(async () => {
    for (const name of [from, to]) {
      await administer(`DROP ROLE IF EXISTS "${name.replaceAll('"', '""')}"`);
    }
  });
  const { connection, drop } = await createDatabase();
  await connection.batch(
    `CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE SEQUENCE s.q; CREATE TYPE s.e AS ENUM ('a');
     CREATE FUNCTION s."F f"(integer, text) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  );
  const changes = { createDb: false, createRole: true, inherit: true };
  const grant = (privilege: string, target: Extract<Operation, { kind: "grant" }>["target"]) =>
    ({ kind: "grant", privileges: [privilege], target, to: [to], withGrantOption: true }) as const;
  const operations: readonly Operation[] = [
    { kind: "createRole", role: { name: from, createDb: true, createRole: false, inherit: false } },
    {
      kind: "alterRole",
      name: from,
      changes,
      previous: { createDb: true, createRole: false, inherit: false },
    },
    { kind: "rename", object: { kind: "role", name: from }, to },
    { kind: "commentOn", object: { kind: "role", name: to }, text: "c", previous: null },
    grant("select", { on: "table", name: { schema: "s", name: "t" } }),
    grant("usage", { on: "sequence", name: { schema: "s", name: "q" } }),
    grant("usage", { on: "schema", name: "s" }),
    grant("usage", { on: "type", name: { schema: "s", name: "e" } }),
    grant("execute", { on: "function", name: `s."F f"(integer, text)` }),
  ];
  await apply(connection, operations);
  const rights = await connection.query<{ held: boolean }>(
    `SELECT has_table_privilege($1, 's.t', 'SELECT WITH GRANT OPTION')
        AND has_sequence_privilege($1, 's.q', 'USAGE') AND has_schema_privilege($1, 's', 'USAGE')
        AND has_type_privilege($1, 's.e', 'USAGE')
        AND has_function_privilege($1, 's."F f"(integer, text)', 'EXECUTE') AS held`,
    [to],
  );
  expect(rights[0]?.held).toBe(true);
  const roles = await connection.query(
    "SELECT rolcreatedb, rolcreaterole, rolinherit FROM pg_roles WHERE rolname = $1",
    [to],
  );
  expect(roles).toEqual([{ rolcreatedb: false, rolcreaterole: true, rolinherit: true }]);
  await apply(connection, inverseAll(operations));
  const left = await connection.query("SELECT 1 FROM pg_roles WHERE rolname = ANY ($1)", [
    [from, to],
  ]);
  expect(left).toEqual([]);
  await drop();
});
