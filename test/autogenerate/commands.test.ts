/** The proof, the replay, the drift and the difference as a user meets them. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildProgram } from "../cli/support/build.js";
import { createProject, type Project } from "../cli/support/project.js";
import { createDatabase, type TestDatabase } from "../support/database.js";

const bin = buildProgram();

const model = (columns: string): string => `
import { integer, pgTable, text } from "drizzle-orm/pg-core";
export const vehicles = pgTable("vehicles", { id: integer("id").primaryKey(), ${columns} });
`;

function fleet(database: TestDatabase, more = ""): Project {
  return createProject(
    bin(),
    {
      "gen.config.ts": `import { defineConfig } from "drizzle-gen";
export default defineConfig({ schema: "./schema.ts", ${more} });`,
      "schema.ts": model(`vin: text("vin").notNull()`),
    },
    { DATABASE_URL: database.url },
  );
}

/** A project whose first revision is applied. */
async function migrated(database: TestDatabase, more?: string): Promise<Project> {
  const project = fleet(database, more);
  await project.gen("revision", "-m", "first", "--no-prove");
  expect(await project.gen("upgrade", "head")).toMatchObject({ status: 0 });
  return project;
}

test("the first revision of a database that is there already asks for a baseline", async () => {
  const database = await createDatabase();
  await database.connection.query(
    "CREATE TABLE vehicles (id integer PRIMARY KEY, vin text NOT NULL)",
  );
  const project = fleet(database);
  const commands = '  gen revision --replay -m "Baseline"\n  gen stamp head';
  const same = await project.gen("revision", "-m", "first");
  expect(same.status).toBe(0);
  expect(same.stderr).toContain("warning: No migration creates public.vehicles");
  expect(same.stderr).toContain(commands);

  project.write("schema.ts", model(`vin: text("vin").notNull(), plate: text("plate")`));
  const more = await project.gen("revision", "-m", "first", "-q", "--no-prove");
  expect(more.stderr).toContain("delete the file, make the models match the database");
  expect(more.stderr).toContain(commands);
  const file = more.stdout.trim();
  expect(project.read(file)).toContain("// No migration creates public.vehicles");

  // The way that it shows.
  rmSync(join(project.directory, file));
  project.write("schema.ts", model(`vin: text("vin").notNull()`));
  const baseline = await project.gen("revision", "--replay", "-m", "Baseline", "-q", "--no-prove");
  expect(baseline.stderr).toBe("");
  const forgotten = await project.gen("upgrade", "head");
  expect(forgotten.status).toBe(5);
  expect(forgotten.stderr).toMatch(/`gen stamp [0-9a-f]{12}`/);
  expect((await project.gen("stamp", "head")).status).toBe(0);
  project.write("schema.ts", model(`vin: text("vin").notNull(), plate: text("plate")`));
  const second = await project.gen("revision", "-m", "second", "-q", "--no-prove");
  expect(second.stderr).toBe("");
  expect((await project.gen("upgrade", "head")).status).toBe(0);
});

test("a revision is proven before it is written", async () => {
  const project = fleet(await createDatabase());
  const first = await project.gen("revision", "-m", "first");
  expect(first.stderr).toMatch(
    /^Proven in a rolled-back transaction: up, down and up again, \d+ ms\.$/m,
  );
  expect(first.status).toBe(0);

  await project.gen("upgrade", "head");
  project.write("schema.ts", model(`vin: text("vin"), plate: text("plate")`));
  const json = await project.gen("revision", "-m", "second", "--json");
  expect(json.json()).toMatchObject({
    proof: { proven: true, where: "transaction", differences: [] },
  });
  expect(await project.gen("upgrade", "head")).toMatchObject({ status: 0 });
});

test("the proof is chosen by an option and by the configuration", async () => {
  const database = await createDatabase();
  const without = await fleet(database).gen("revision", "-m", "x", "--no-prove", "--json");
  expect(without.json()).not.toHaveProperty("proof");
  const none = await fleet(database, "prove: false").gen("revision", "-m", "x", "--json");
  expect(none.json()).not.toHaveProperty("proof");
  const scratch = await fleet(database, `prove: "scratch"`).gen("revision", "-m", "x", "--json");
  expect(scratch.json()).toMatchObject({ proof: { proven: true, where: "scratch" } });
  const wrong = await fleet(database, `prove: "maybe" as never`).gen("heads");
  expect(wrong).toMatchObject({ status: 2 });
  expect(wrong.stderr).toContain("prove");
});

test("the chain is replayed instead of a database that lies", async () => {
  const database = await createDatabase();
  const project = await migrated(database);
  await database.connection.batch("alter table vehicles add plate text");
  expect(await project.gen("check", "--replay")).toMatchObject({ status: 0 });

  project.write("schema.ts", model(`vin: text("vin").notNull(), plate: text("plate")`));
  const check = await project.gen("check", "--replay", "--json");
  expect(check.json()).toMatchObject({
    upToDate: false,
    operations: [{ kind: "addColumn", object: "public.vehicles.plate" }],
  });
  expect(check.status).toBe(6);
  const revision = await project.gen("revision", "--replay", "-m", "plate", "--json");
  expect(revision.json()).toMatchObject({
    operations: [{ kind: "addColumn" }],
    proof: { proven: true },
  });
});

test("drift names every difference from what the migrations make", async () => {
  const database = await createDatabase();
  const project = await migrated(database);
  expect(await project.gen("check", "--drift")).toMatchObject({ status: 0 });

  await database.connection.batch(
    `alter table vehicles alter vin drop not null; create index by_hand on vehicles (vin);
     comment on table vehicles is 'by hand'`,
  );
  const drift = await project.gen("check", "--drift", "--json");
  expect(drift.status).toBe(6);
  const { operations } = drift.json() as { operations: { kind: string }[] };
  expect(operations.map(({ kind }) => kind).sort()).toEqual([
    "alterColumn",
    "commentOn",
    "dropIndex",
  ]);
  expect((await project.gen("check", "--drift")).stdout).toContain("drop index public.by_hand");
});

test("a difference as a script and as JSON", async () => {
  const database = await createDatabase();
  const project = await migrated(database);
  project.write("schema.ts", model(`vin: text("vin").notNull(), plate: text("plate")`));
  const script = await project.gen("diff", database.url, "models", "--sql");
  expect(script.stdout).toBe(`BEGIN;

-- add column public.vehicles.plate
ALTER TABLE "public"."vehicles" ADD COLUMN "plate" text;

COMMIT;
`);
  const back = await project.gen("diff", "revision:head", "models", "--reverse", "--json");
  expect(back.json()).toMatchObject({ operations: [{ kind: "dropColumn" }] });
  expect(await project.gen("diff", "nonsense", database.url)).toMatchObject({ status: 2 });
});

test("a replay leaves the server's roles as they are, and none of its own behind", async () => {
  const database = await createDatabase();
  const role = `replayed_${Date.now()}`;
  const roles = () => database.connection.query("select from pg_roles where rolname = $1", [role]);
  const project = fleet(database);
  project.write(
    "schema.ts",
    `import { integer, pgPolicy, pgRole, pgTable } from "drizzle-orm/pg-core";
export const role = pgRole("${role}");
export const t = pgTable("t", { id: integer() }, () => [pgPolicy("p", { to: role })]);`,
  );
  await project.gen("revision", "-m", "first", "--no-prove");
  for (const there of [0, 1]) {
    expect(await roles()).toHaveLength(there);
    expect(await project.gen("check", "--replay")).toMatchObject({ status: 0 });
    expect(await roles()).toHaveLength(there);
    expect(await project.gen("upgrade", "head")).toMatchObject({ status: 0 });
  }
  expect(await project.gen("check", "--drift")).toMatchObject({ status: 0 });
  expect(await project.gen("downgrade", "base")).toMatchObject({ status: 0 });
  expect(await roles()).toHaveLength(0);
});

test("a migration that fails in a replay is told as what it is, not as the database's state", async () => {
  const database = await createDatabase();
  const project = await migrated(database);
  await project.gen("revision", "--empty", "-m", "second", "--rev-id", "aaaa0002");
  const file = project.list("migrations").find((name) => name.startsWith("aaaa0002")) ?? "";
  project.write(
    `migrations/${file}`,
    project
      .read(`migrations/${file}`)
      .replace(
        /export async function upgrade[^}]*/,
        'export async function upgrade(op: Op) {\n  await op.execute("alter table platform.users add seen date");\n',
      ),
  );
  await database.connection.batch(
    "create schema platform; create table platform.users (); insert into gen_version select 'aaaa0002'; delete from gen_version where version_num <> 'aaaa0002'; drop table platform.users; drop schema platform",
  );
  for (const option of ["--drift", "--replay"]) {
    const { status, stderr } = await project.gen("check", option);
    expect(status).toBe(1);
    expect(stderr).toContain('schema "platform" does not exist');
    expect(stderr).toContain("It ran in a scratch database: your database was not changed.");
    expect(stderr).toContain("scratch.before");
    expect(stderr).not.toMatch(/version table says|the database is (still )?at|run it again/i);
  }
  const before = `scratch: { before: "create schema platform; create table platform.users ()" }`;
  project.write(
    "gen.config.ts",
    project.read("gen.config.ts").replace("schema:", `${before}, schema:`),
  );
  expect(await project.gen("check", "--drift")).toMatchObject({ status: 0 });
  project.write("gen.config.ts", project.read("gen.config.ts").replace("platform;", "platfom;"));
  const broken = await project.gen("check", "--replay");
  expect(broken.status).toBe(1);
  expect(broken.stderr).toContain("`scratch.before` of the configuration failed");
});
