import { expect, test } from "vitest";
import { buildProgram } from "./support/build.js";
import { createFleet, withManufacturer } from "./support/fleet.js";

const bin = buildProgram();

test("a model is edited, a migration written, run, undone and run again", async () => {
  const fleet = await createFleet(bin());
  const first = await fleet.gen("revision", "-m", "Create vehicles", "--rev-id", "aaaa00000001");
  expect(first.status).toBe(0);
  expect(first.stdout).toBe("migrations/aaaa00000001_create_vehicles.ts\n");
  expect(first.stderr.replace(/\d+ ms/, "N ms")).toBe(
    "Detected: create table public.vehicles\n" +
      "Generating migrations/aaaa00000001_create_vehicles.ts ... done\n" +
      "Proven in a rolled-back transaction: up, down and up again, N ms.\n",
  );

  // `head`, where there is one.
  const up = await fleet.gen("upgrade");
  expect(up).toMatchObject({ status: 0, stdout: "" });
  expect(up.stderr).toBe("Running upgrade <base> -> aaaa00000001, Create vehicles\n");
  expect(await fleet.columns()).toEqual(["id", "vin"]);
  expect((await fleet.gen("check")).stdout).toBe("No new upgrade operations detected.\n");

  fleet.model(withManufacturer);
  const check = await fleet.gen("check");
  expect(check.status).toBe(6);
  expect(check.stdout).toBe(
    "New upgrade operations detected:\n  add column public.vehicles.manufacturer\n",
  );
  expect(check.stderr).toContain("gen revision -m");

  const script = await fleet.gen("revision", "--sql");
  expect(script.stdout).toBe(
    "BEGIN;\n\n-- add column public.vehicles.manufacturer\n" +
      'ALTER TABLE "public"."vehicles" ADD COLUMN "manufacturer" character varying(50);\n\nCOMMIT;\n',
  );
  expect(fleet.list("migrations")).toHaveLength(1);
  expect((await fleet.gen("revision", "--sql", "--empty")).status).toBe(2);

  const message = "Add manufacturer column to vehicles table";
  const second = await fleet.gen("revision", "-m", message, "--rev-id", "bbbb00000002");
  expect(second.stdout).toBe("migrations/bbbb00000002_add_manufacturer_column_to_vehicles_.ts\n");
  expect(fleet.read(second.stdout.trim())).toContain(
    `await op.addColumn("vehicles", varchar("manufacturer", { length: 50 }));`,
  );

  expect((await fleet.gen("upgrade", "+1")).stderr).toBe(
    `Running upgrade aaaa00000001 -> bbbb00000002, ${message}\n`,
  );
  expect(await fleet.columns()).toEqual(["id", "vin", "manufacturer"]);
  expect((await fleet.gen("current")).stdout).toBe("bbbb00000002 (head)\n");

  const down = await fleet.gen("downgrade", "-1");
  expect(down).toMatchObject({ status: 0, stdout: "" });
  expect(down.stderr).toBe(`Running downgrade bbbb00000002 -> aaaa00000001, ${message}\n`);
  expect(await fleet.columns()).toEqual(["id", "vin"]);
  expect((await fleet.gen("current")).stdout).toBe("aaaa00000001\n");

  expect((await fleet.gen("upgrade", "head")).status).toBe(0);
  expect(await fleet.columns()).toEqual(["id", "vin", "manufacturer"]);
  expect((await fleet.gen("upgrade", "head")).stderr).toBe(
    "Nothing to do: the database is at bbbb00000002.\n",
  );
  expect((await fleet.gen("history")).stdout).toBe(
    `aaaa00000001 -> bbbb00000002 (head), ${message}\n` +
      "<base> -> aaaa00000001, Create vehicles\n",
  );

  expect((await fleet.gen("downgrade", "base")).status).toBe(0);
  expect(await fleet.columns()).toEqual([]);
});

test("a database that is not at head gets no revision", async () => {
  const fleet = await createFleet(bin());
  await fleet.gen("revision", "-m", "Create vehicles", "--rev-id", "aaaa00000001");
  const files = fleet.list("migrations");
  fleet.model(withManufacturer);
  const outcome = await fleet.gen("revision", "-m", "second");
  expect(outcome).toMatchObject({ status: 5, stdout: "" });
  expect(outcome.stderr).toBe(
    "error: Target database is not up to date.\n" +
      "hint: It is at no revision yet, and the newest is aaaa00000001: run `gen upgrade head` first.\n",
  );
  expect(fleet.list("migrations")).toEqual(files);
});

test("nothing changed: says so, writes nothing", async () => {
  const fleet = await createFleet(bin());
  await fleet.gen("revision", "-m", "Create vehicles");
  await fleet.gen("upgrade", "head");
  const files = fleet.list("migrations");
  const text = await fleet.gen("revision", "-m", "again");
  expect(text).toMatchObject({ status: 0, stdout: "" });
  expect(text.stderr).toContain("no revision was written");
  const json = await fleet.gen("revision", "-m", "again", "--json");
  expect(json.status).toBe(0);
  expect(json.json()).toEqual({ revision: null });
  expect(fleet.list("migrations")).toEqual(files);
});

test("a likely rename is told, and with --rename it is one", async () => {
  const fleet = await createFleet(bin());
  await fleet.gen("revision", "-m", "Create vehicles");
  await fleet.gen("upgrade", "head");
  fleet.model(`vin: varchar("vin_code", { length: 17 }).notNull(),`);
  const check = await fleet.gen("check");
  expect(check.stderr).toContain("--rename column:vehicles.vin=vin_code");

  const guessed = await fleet.gen("revision", "-m", "guess", "--rev-id", "aaaa00000002");
  expect(guessed.stderr).toContain("--rename column:vehicles.vin=vin_code");
  expect(fleet.read(guessed.stdout.trim())).toContain("op.dropColumn");

  const rename = ["--rename", "column:vehicles.vin=vin_code"];
  const sure = await fleet.gen("revision", "-m", "sure", "--rev-id", "aaaa00000002", ...rename);
  expect(sure.status).toBe(2);
  expect(sure.stderr).toContain("aaaa00000002");
});

test("an edited migration is proven again, and only told about", async () => {
  const fleet = await createFleet(bin());
  const path = (await fleet.gen("revision", "-m", "first")).stdout.trim();
  const right = await fleet.gen("revision", "--prove", "head");
  expect(right).toMatchObject({ status: 0, stdout: "" });
  expect(right.stderr.replace(/\d+ ms/, "N ms")).toBe(
    "Proven in a scratch database, without rows: up, down and up again, N ms.\n",
  );
  const edited = fleet.read(path).replace("await op.dropTable", "// await op.dropTable");
  fleet.write(path, edited);
  const wrong = await fleet.gen("revision", "--prove", "head", "--json");
  expect(wrong.status).toBe(1);
  expect(wrong.json()).toMatchObject({
    path,
    proof: {
      proven: false,
      differences: ["downgrade leaves undone: drop table public.vehicles", {}],
    },
    error: { code: "proof_failed", message: expect.stringContaining("does not do what it should") },
  });
  expect(fleet.read(path)).toBe(edited);
  expect(await fleet.columns()).toEqual([]);
  expect((await fleet.gen("revision", "--prove", "head", "-m", "x")).status).toBe(2);
});
