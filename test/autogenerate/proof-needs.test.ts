/** Whatever a change refers to and does not change is there too, wherever it is tried out. */
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/autogenerate/plan/planning.js";
import type { Proof, ProofMode } from "../../src/autogenerate/proof/types.js";
import { openConnection } from "../../src/database/open.js";
import { introspect } from "../../src/introspect/introspect.js";
import type { Operation } from "../../src/operations/types.js";
import type { Schema } from "../../src/schema/types.js";
import { createDatabase, type TestDatabase } from "../support/database.js";
import { proveEmbedded } from "./embedded.js";
import { mistakes, type Need, needs } from "./proof-needs.js";
import { config, planFor, proveFile } from "./support.js";

/** A table for what sends a proof into a scratch database. */
const gate = "create table gate (id int, note text);";

/** What the database would be after some SQL, which is rolled back. */
async function wanted({ connection }: TestDatabase, sql: string): Promise<Schema> {
  await connection.batch(`begin; ${sql}`);
  try {
    return (await introspect(connection, config, { insideTransaction: true })).schema;
  } finally {
    await connection.query("rollback");
  }
}

/** Sends the proof of a plan into a scratch database, and proves it there. */
type Circumstance = (database: TestDatabase, change: string) => Promise<void>;

const circumstances: readonly Circumstance[] = [
  async function concurrentIndex(database, change) {
    const desired = await wanted(database, `${change}; create index g on gate (id)`);
    expect(await proofOf(database, desired)).toMatchObject(proven("scratch"));
  },
  async function rowsInTheWay(database, change) {
    const desired = await wanted(database, `${change}; alter table gate alter note set not null`);
    await database.connection.batch("insert into gate values (1, null)");
    const proof = await proofOf(database, desired);
    expect(proof).toMatchObject({ where: "scratch", differences: [] });
  },
  async function locked(database, change) {
    const desired = await wanted(database, `${change}; alter table gate add more int`);
    const other = await openConnection(database.url);
    await other.batch("begin; lock table gate in access share mode");
    expect(await proofOf(database, desired)).toMatchObject(proven("scratch"));
    await other.close();
  },
  async function large(database, change) {
    const desired = await wanted(database, `${change}; alter table gate add more int`);
    await database.connection.batch(
      "insert into gate select i from generate_series(1, 20000) i; analyze gate",
    );
    expect(await proofOf(database, desired)).toMatchObject(proven("scratch"));
  },
];

/** One for each need, in turn; all for each with `GEN_TEST_RUNS`. */
function circumstancesOf(index: number): readonly Circumstance[] {
  if (process.env["GEN_TEST_RUNS"] !== undefined) return circumstances;
  return circumstances.filter((_, at) => at === index % circumstances.length);
}

async function proofOf({ connection, url }: TestDatabase, desired: Schema): Promise<Proof> {
  return proveFile({ connection, url, ...concurrent(await planFor(connection, desired)) });
}

describe.each(needs.map((need, index) => [need.name, need, index] as const))(
  "%s",
  (_, need, index) => {
    const { change } = need;

    test("is proven in all three places", async () => {
      const { database, plan, input } = await prepared(need, change);
      expect(plan.upgrade).not.toEqual([]);
      for (const mode of ["transaction", "scratch"] as const)
        expect(await proveFile({ ...input, mode })).toMatchObject(proven(mode));
      const found = await proveEmbedded(input);
      expect(found.reason ?? "").toMatch(need.notInPglite ?? /^$/);
      if (need.notInPglite === undefined) expect(found).toMatchObject(proven("pglite"));
      else expect(found).toMatchObject({ proven: false, differences: [], where: null });
      await database.drop();
    });

    test("is proven in a scratch database for whatever reason it is there", async () => {
      const { database } = await prepared(need, change);
      for (const circumstance of circumstancesOf(index)) await circumstance(database, change);
      await database.drop();
    });
  },
);

test.each(mistakes)("$name that is nowhere is a mistake in all three places", async ({ sql }) => {
  const { input } = await prepared(
    { setup: "create table cars (id int primary key, n int);" },
    "select",
  );
  const upgrade: readonly Operation[] = [{ kind: "execute", sql }];
  // What is compared afterwards is of no interest: the first statement is refused.
  const wrong = { ...input, upgrade, downgrade: touching };
  for (const mode of ["transaction", "scratch"] as const)
    expect(await proveFile({ ...wrong, mode })).toMatchObject(refused(mode));
  expect(await proveEmbedded(wrong)).toMatchObject(refused("pglite"));
});

/** Operations that the proof takes the tables from. */
const touching: readonly Operation[] = [
  {
    kind: "commentOn",
    object: { kind: "table", schema: "public", name: "gate" },
    text: "not gated",
  },
];

function refused(where: ProofMode) {
  return {
    proven: false,
    where,
    differences: [{ direction: "upgrade", message: expect.stringContaining("fails at") }],
  };
}

function proven(where: ProofMode) {
  return { differences: [], proven: true, where };
}

async function prepared({ setup }: Pick<Need, "setup">, change: string) {
  const database = await createDatabase();
  const { connection, url } = database;
  await connection.batch(`${setup} ${gate}`);
  const plan = await planFor(connection, await wanted(database, change));
  return { database, plan, input: { connection, url, ...plan } };
}

/** With the indexes built as `concurrently()` has them built. */
function concurrent(plan: Plan): Plan {
  const build = (operation: Operation): Operation =>
    operation.kind === "createIndex" && operation.table.name === "gate"
      ? {
          kind: "autocommit",
          operations: [{ ...operation, index: { ...operation.index, concurrently: true } }],
        }
      : operation;
  return { ...plan, upgrade: plan.upgrade.map(build) };
}
