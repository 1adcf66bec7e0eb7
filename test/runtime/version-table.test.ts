import { describe, expect, test } from "vitest";
import { openConnection } from "../../src/database/open.js";
import { createVersionTable, currentRows } from "../../src/runtime/version-table.js";
import { ensureVersionTable, type RunOptions, stamp } from "../../src/runtime/run.js";
import { administer, createDatabase } from "../support/database.js";
import { project } from "./project.js";
import { downgrade, upgrade } from "../support/runs.js";

const names = [
  { schema: "public", name: "gen_version" },
  { schema: "ops", name: "alembic_version" },
  { schema: 'my "ops"', name: "Versions; DROP" },
  { schema: "public", name: `${"é".repeat(31)}x` },
];

describe("the version table", () => {
  test.each(names)("as %j holds the rows", async (versionTable) => {
    const { connection } = await createDatabase();
    await connection.query(
      `CREATE SCHEMA IF NOT EXISTS "${versionTable.schema.replaceAll('"', '""')}"`,
    );
    const options = withTable(project("a< b<a c<a").options(connection), versionTable);
    await upgrade({ ...options, target: "heads" });
    expect(await currentRows(connection, versionTable)).toEqual(["b", "c"]);
    await downgrade({ ...options, target: "base" });
    expect(await currentRows(connection, versionTable)).toEqual([]);
  });

  test("looks as Alembic's does", async () => {
    const { connection } = await createDatabase();
    await ensureVersionTable(project("").options(connection));
    await ensureVersionTable(project("").options(connection));
    const [column] = await connection.query(
      `SELECT format_type(atttypid, atttypmod) AS type, attnotnull AS required
       FROM pg_attribute WHERE attrelid = 'gen_version'::regclass AND attnum > 0`,
    );
    expect(column).toEqual({ type: "character varying(32)", required: true });
    const [key] = await connection.query(
      "SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conrelid = 'gen_version'::regclass AND contype = 'p'",
    );
    expect(key).toEqual({ conname: "gen_version_pkc", definition: "PRIMARY KEY (version_num)" });
  });

  test("that Alembic made works as it stands", async () => {
    const { connection } = await createDatabase();
    await connection.batch(
      `CREATE TABLE alembic_version (version_num varchar(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
       INSERT INTO alembic_version VALUES ('a')`,
    );
    const versionTable = { schema: "public", name: "alembic_version" };
    const options = withTable(project("a< b<a").options(connection), versionTable);
    const { steps } = await upgrade({ ...options, target: "head" });
    expect(steps.map((step) => step.revision)).toEqual(["b"]);
  });

  test("in a schema that does not exist is asked for, and nothing runs", async () => {
    const { connection } = await createDatabase();
    const options = withTable(project("a<").options(connection), { schema: "ops", name: "v" });
    await expect(upgrade({ ...options, target: "head" })).rejects.toMatchObject({
      code: "version_schema",
      hint: expect.stringContaining('CREATE SCHEMA "ops";'),
      status: 2,
    });
    await expect(stamp({ ...options, targets: ["a"] })).rejects.toMatchObject({
      code: "version_schema",
    });
  });

  test("that is another table is not touched", async () => {
    const { connection } = await createDatabase();
    await connection.query("CREATE TABLE gen_version (id int)");
    const { options } = project("a<");
    await expect(upgrade({ ...options(connection), target: "head" })).rejects.toMatchObject({
      code: "version_table",
      hint: expect.stringContaining("versionTable"),
    });
  });

  test("too narrow for an identifier says so and rolls back", async () => {
    const { connection } = await createDatabase();
    await connection.query("CREATE TABLE gen_version (version_num varchar(4) PRIMARY KEY)");
    const { options } = project("abcdefgh<");
    await expect(upgrade({ ...options(connection), target: "head" })).rejects.toMatchObject({
      code: "version_table",
      hint: expect.stringContaining("too narrow"),
    });
  });

  test("that somebody changes meanwhile stops the run", async () => {
    const { connection, url } = await createDatabase();
    const other = await openConnection(url);
    await upgrade({ ...project("a<").options(connection), target: "head" });
    const { options } = project("a< b<a", {
      b: {
        upgrade: async () => void (await other.query("UPDATE gen_version SET version_num = 'z'")),
      },
    });
    await expect(upgrade({ ...options(connection), target: "head" })).rejects.toMatchObject({
      code: "version_row",
      status: 5,
    });
    expect(await currentRows(connection, { schema: "public", name: "gen_version" })).toEqual(["z"]);
    await other.close();
  });

  test("with a row twice, which a table without a key allows, is an integrity error", async () => {
    const { connection } = await createDatabase();
    await connection.batch(
      "CREATE TABLE gen_version (version_num varchar(32)); INSERT INTO gen_version VALUES ('a'), ('a')",
    );
    const { options } = project("a<");
    await expect(downgrade({ ...options(connection), target: "base" })).rejects.toMatchObject({
      code: "version_row",
      status: 5,
    });
    await stamp({ ...options(connection), targets: ["a"], purge: true });
    await downgrade({ ...options(connection), target: "base" });
  });

  test("that we may not create says what its owner must run", async () => {
    const { connection, url } = await createDatabase();
    const role = `gen_reader_${process.pid}`;
    await administer(`CREATE ROLE ${role} LOGIN PASSWORD 'secret'`);
    try {
      await connection.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
      const limited = await openConnection(asRole(url, role));
      const versionTable = { schema: "public", name: "gen_version" };
      const { options } = project("a<");
      await expect(upgrade({ ...options(limited), target: "head" })).rejects.toMatchObject({
        code: "version_table",
        hint: expect.stringContaining('CREATE TABLE "public"."gen_version" ('),
      });
      await connection.query(createVersionTable(versionTable));
      await expect(currentRows(limited, versionTable)).rejects.toMatchObject({
        code: "version_table",
        hint: expect.stringContaining("GRANT SELECT"),
      });
      await connection.query(`GRANT SELECT ON gen_version TO ${role}`);
      await expect(upgrade({ ...options(limited), target: "head" })).rejects.toMatchObject({
        code: "version_table",
        message: expect.stringContaining("permission denied"),
      });
      await connection.query(`GRANT INSERT, UPDATE, DELETE ON gen_version TO ${role}`);
      await upgrade({ ...options(limited), target: "head" });
      await limited.close();
      await connection.query(`DROP OWNED BY ${role}`);
    } finally {
      await administer(`DROP ROLE IF EXISTS ${role}`);
    }
  });
});

function withTable(
  options: RunOptions,
  versionTable: RunOptions["config"]["versionTable"],
): RunOptions {
  return { ...options, config: { ...options.config, versionTable } };
}

function asRole(url: string, role: string): string {
  const own = new URL(url);
  own.username = role;
  own.password = "secret";
  return own.href;
}
