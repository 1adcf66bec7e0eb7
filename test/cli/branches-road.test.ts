import { expect, test } from "vitest";
import { buildProgram } from "./support/build.js";
import { createFleet, type Fleet } from "./support/fleet.js";
import { revisionFile } from "./support/project.js";

const bin = buildProgram();

const column = (revision: string, name: string, downRevision = "base01") =>
  revisionFile(
    { revision, downRevision, message: `Add ${name}` },
    {
      upgrade: `await op.execute('ALTER TABLE vehicles ADD COLUMN ${name} text');`,
      downgrade: `await op.dropColumn("vehicles", "${name}");`,
    },
  );

/** Two developers have each added a column to the table of the first revision. */
async function twoDevelopers(): Promise<Fleet> {
  const fleet = await createFleet(bin());
  fleet.write(
    "migrations/base01_vehicles.ts",
    revisionFile(
      { revision: "base01", message: "Vehicles" },
      {
        upgrade: `await op.execute("CREATE TABLE vehicles (id integer PRIMARY KEY)");`,
        downgrade: `await op.dropTable("vehicles");`,
      },
    ),
  );
  fleet.write("migrations/abc123_colour.ts", column("abc123", "colour"));
  fleet.write("migrations/def456_weight.ts", column("def456", "weight"));
  return fleet;
}

test("the runbook's conflict: refused, seen, merged, up, down past the merge, and up", async () => {
  const fleet = await twoDevelopers();
  const refused = await fleet.gen("upgrade", "head");
  expect(refused.status).toBe(5);
  expect(refused.stderr).toContain("abc123");
  expect(refused.stderr).toContain("def456");
  expect(refused.stderr).toContain("gen merge heads");
  expect(await fleet.columns()).toEqual([]);

  const heads = await fleet.gen("heads");
  expect(heads).toMatchObject({ status: 0, stdout: "abc123 (head)\ndef456 (head)\n" });
  expect(heads.stderr).toContain("gen merge heads");

  const merged = await fleet.gen("merge", "-m", "Merge abc123 and def456", "abc123", "def456");
  expect(merged.status).toBe(0);
  expect(merged.stdout).toMatch(/^migrations\/[0-9a-f]{12}_merge_abc123_and_def456\.ts\n$/);
  expect(fleet.read(merged.stdout.trim())).toContain('downRevision = ["abc123", "def456"];');
  const [, merge = ""] = /migrations\/([0-9a-f]+)_/.exec(merged.stdout) ?? [];

  expect((await fleet.gen("upgrade", "head")).status).toBe(0);
  expect((await fleet.columns()).toSorted()).toEqual(["colour", "id", "weight"]);
  expect((await fleet.gen("current")).stdout).toBe(`${merge} (head) (mergepoint)\n`);

  expect((await fleet.gen("downgrade", "abc123")).status).toBe(0);
  expect((await fleet.gen("downgrade", "base01")).status).toBe(0);
  expect(await fleet.columns()).toEqual(["id"]);
  expect((await fleet.gen("current")).stdout).toBe("base01 (branchpoint)\n");
  expect((await fleet.gen("upgrade", "head")).status).toBe(0);
  expect((await fleet.gen("current", "--check-heads")).status).toBe(0);
});

test("merge --prove runs both orders, and refuses what does not go together", async () => {
  const fleet = await twoDevelopers();
  const proven = await fleet.gen("merge", "heads", "--prove", "--rev-id", "ccc789", "--json");
  expect(proven.json()).toMatchObject({
    revision: "ccc789",
    conflicts: [],
    proof: { proven: true },
  });
  expect(proven.stderr).toContain("Proven: both orders");

  fleet.write(
    "migrations/eee_a.ts",
    revisionFile(
      { revision: "eee111", downRevision: "ccc789" },
      { upgrade: `await op.dropColumn("vehicles", "weight");` },
    ),
  );
  fleet.write(
    "migrations/eee_b.ts",
    revisionFile(
      { revision: "eee222", downRevision: "ccc789" },
      { upgrade: `await op.createIndex("weights", "vehicles", ["weight"]);` },
    ),
  );
  const before = fleet.list("migrations");
  const heads = await fleet.gen("heads");
  expect(heads.stdout).toBe("eee111 (head)\neee222 (head)\n");
  expect(heads.stderr).toContain(
    "eee111 drops public.vehicles.weight, which eee222 uses:\n" +
      "  migrations/eee_a.ts: drop column public.vehicles.weight\n" +
      "  migrations/eee_b.ts: create index public.weights\n",
  );
  const refused = await fleet.gen("merge", "heads", "--prove", "--json");
  expect(refused.status).toBe(1);
  expect(refused.json()).toMatchObject({
    error: {
      code: "merge_conflict",
      message: expect.stringMatching(
        /- in the order eee111, eee222: .* failed: [^]*\n- in the order eee222, eee111: everything succeeds/,
      ),
    },
  });
  expect(fleet.list("migrations")).toEqual(before);
  const written = await fleet.gen("merge", "heads", "--json");
  expect(written.status).toBe(0);
  expect(written.json()).toMatchObject({
    conflicts: [{ kind: "dropsUsed", object: "public.vehicles.weight" }],
  });
});

test("merge --prove sees that the order of two values of an enum depends on the order", async () => {
  const fleet = await createFleet(bin());
  const enumFile = (revision: string, downRevision: string | null, upgrade: string) =>
    fleet.write(`migrations/${revision}.ts`, revisionFile({ revision, downRevision }, { upgrade }));
  enumFile("aaaa", null, `await op.createEnum("mood", ["calm"]);`);
  enumFile("bbbb", "aaaa", `await op.addEnumValue("mood", "glad");`);
  enumFile("cccc", "aaaa", `await op.addEnumValue("mood", "sad");`);
  const { status, stderr } = await fleet.gen("merge", "heads", "--prove");
  expect(status).toBe(1);
  expect(stderr).toContain("bbbb and cccc both change public.mood");
  expect(stderr).toContain("the order cccc, bbbb differs from the order bbbb, cccc by");
});

test("rebase puts one revision behind the other, unless it is applied", async () => {
  const fleet = await twoDevelopers();
  expect((await fleet.gen("upgrade", "def456")).status).toBe(0);
  const file = "migrations/def456_weight.ts";
  const before = fleet.read(file);
  const refused = await fleet.gen("rebase", "def456", "--onto", "abc123");
  expect(refused.status).toBe(5);
  expect(refused.stderr).toContain("gen downgrade base01");
  expect(fleet.read(file)).toBe(before);

  const rebased = await fleet.gen("rebase", "abc123", "--onto", "def456", "--json");
  expect(rebased.json()).toMatchObject({
    revision: "abc123",
    path: "migrations/abc123_colour.ts",
    downRevision: ["def456"],
    previousDownRevision: ["base01"],
  });
  expect(fleet.read("migrations/abc123_colour.ts")).toBe(column("abc123", "colour", "def456"));
  expect((await fleet.gen("heads")).stdout).toBe("abc123 (head)\n");
  expect((await fleet.gen("upgrade", "head")).status).toBe(0);
  expect((await fleet.gen("rebase", "base01", "--onto", "abc123")).status).toBe(5);
  expect((await fleet.gen("rebase", "abc123", "--onto", "def456")).status).toBe(2);
  expect((await fleet.gen("rebase", "abc123")).status).toBe(2);
});

test("current --check-heads is right where a head is only implied by a dependency", async () => {
  const fleet = await createFleet(bin());
  fleet.write("migrations/1.ts", revisionFile({ revision: "lib001", branchLabels: "lib" }));
  fleet.write("migrations/2.ts", revisionFile({ revision: "app001", dependsOn: "lib001" }));
  expect((await fleet.gen("current", "--check-heads")).status).toBe(6);
  expect((await fleet.gen("upgrade", "heads")).status).toBe(0);
  const current = await fleet.gen("current", "--check-heads");
  expect(current).toMatchObject({
    status: 0,
    stdout: "lib001 (lib) (effective head)\napp001 (head)\n",
  });
  expect((await fleet.gen("heads")).stdout).toBe(current.stdout);
  expect((await fleet.gen("heads", "--resolve-dependencies")).stdout).toBe("app001 (head)\n");
});
