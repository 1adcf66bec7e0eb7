import { integer, pgTable, serial, text, varchar } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { Connection } from "../../src/database/connection.js";
import type { Op } from "../../src/runtime/op/create-op.js";
import { openConnection } from "../../src/database/open.js";
import { GenError } from "../../src/errors.js";
import { currentRows } from "../../src/runtime/version-table.js";
import { stamp } from "../../src/runtime/run.js";
import type { Migration } from "../../src/runtime/load-migrations.js";
import { MigrationError } from "../../src/runtime/migration-error.js";
import { administer, createDatabase } from "../support/database.js";
import { project, tables } from "./project.js";
import { downgrade, upgrade } from "../support/runs.js";

const versionTable = { schema: "public", name: "gen_version" };

const users: Migration = {
  upgrade: (op) => op.createTable("users", { id: serial("id").primaryKey() }),
  downgrade: (op) => op.dropTable("users"),
};

const addName: Migration = {
  upgrade: (op) => op.addColumn("users", varchar("name", { length: 50 })),
  downgrade: (op) => op.dropColumn("users", "name"),
};

describe("a linear history", () => {
  test("goes up, down and up again", async () => {
    const { connection } = await createDatabase();
    const options = project("a< b<a", { a: users, b: addName }).options(connection);

    const up = await upgrade({ ...options, target: "head" });
    expect(up.heads).toEqual(["b"]);
    expect(
      up.steps.map(({ direction, revision, headsAfter }) => [direction, revision, headsAfter]),
    ).toEqual([
      ["upgrade", "a", ["a"]],
      ["upgrade", "b", ["b"]],
    ]);
    expect(up.steps[1]?.sql).toEqual([expect.stringContaining('ADD COLUMN "name"')]);
    expect(await currentRows(connection, versionTable)).toEqual(["b"]);
    expect(await tables(connection)).toEqual(["gen_version", "users"]);

    const one = await downgrade({ ...options, target: "-1" });
    expect(one.heads).toEqual(["a"]);
    const down = await downgrade({ ...options, target: "base" });
    expect(down.heads).toEqual([]);
    expect(await tables(connection)).toEqual(["gen_version"]);

    const again = await upgrade({ ...options, target: "head" });
    expect(again.steps).toHaveLength(2);
    expect((await upgrade({ ...options, target: "head" })).steps).toEqual([]);
  });

  test("reading creates nothing", async () => {
    const { connection } = await createDatabase();
    expect(await currentRows(connection, versionTable)).toEqual([]);
    expect(await tables(connection)).toEqual([]);
  });

  test("with branches and a merge keeps a row for each", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a< b<a c<a d<b,c");
    const seen: (readonly string[])[] = [];
    await upgrade({
      ...options(connection),
      target: "head",
      onStep: (_, step) => seen.push(step.headsAfter),
    });
    expect(seen).toEqual([["a"], ["c"], ["b", "c"], ["d"]]);
    await downgrade({ ...options(connection), target: "b" });
    expect(await currentRows(connection, versionTable)).toEqual(["b", "c"]);
  });

  test("a row that no file defines is an error that says so", async () => {
    const { connection } = await createDatabase();
    await upgrade({ ...project("a< gone<a").options(connection), target: "head" });
    const { options } = project("a<");
    for (const target of ["head", "a"]) {
      await expect(upgrade({ ...options(connection), target })).rejects.toMatchObject({
        code: "unknown_revision_in_database",
        status: 5,
      });
    }
    await stamp({ ...options(connection), targets: ["a"], purge: true });
    expect(await currentRows(connection, versionTable)).toEqual(["a"]);
  });
});

describe("a migration that fails", () => {
  test("leaves nothing of itself, and says what failed where", async () => {
    const { connection } = await createDatabase();
    const broken: Migration = {
      upgrade: async (op) => {
        await op.addColumn("users", text("nickname"));
        await op.execute("UPDATE users SET nikname = 'x'");
      },
    };
    const options = project("a< b<a", { a: users, b: broken }).options(connection);
    const error = await failureOf(upgrade({ ...options, target: "head" }));
    expect(error).toMatchObject({
      code: "migration_failed",
      revision: "b",
      heads: ["a"],
      statement: "UPDATE users SET nikname = 'x'",
      status: 1,
    });
    expect(error.message).toContain("0001_b.ts");
    expect(error.message).toContain('column "nikname" of relation "users" does not exist');
    expect(error.message).toContain("the database is still at a");
    expect(error.hint).not.toBe("");
    expect(await currentRows(connection, versionTable)).toEqual(["a"]);
    await upgrade({
      ...project("a< b<a", { a: users, b: addName }).options(connection),
      target: "b",
    });
  });

  test("as the first leaves not even the version table", async () => {
    const { connection } = await createDatabase();
    const broken: Migration = { upgrade: (op) => op.execute("SELECT 1/0") };
    const { options } = project("a<", { a: broken });
    await failureOf(upgrade({ ...options(connection), target: "head" }));
    expect(await tables(connection)).toEqual([]);
  });

  test("at its COMMIT is rolled back, too", async () => {
    const { connection } = await createDatabase();
    await connection.batch(
      `CREATE TABLE parent (id int PRIMARY KEY);
       CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)`,
    );
    const { options } = project("a<", {
      a: { upgrade: (op) => op.execute("INSERT INTO child VALUES (1)") },
    });
    const error = await failureOf(upgrade({ ...options(connection), target: "head" }));
    expect(error.message).toContain("violates foreign key constraint");
    expect(await tables(connection)).toEqual(["child", "parent"]);
  });

  test("in code of its own names the error", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a<", {
      a: {
        upgrade: () => {
          throw new TypeError("nothing to iterate");
        },
      },
    });
    const error = await failureOf(upgrade({ ...options(connection), target: "head" }));
    expect(error.message).toContain("TypeError: nothing to iterate");
  });

  test("after an error that it caught reports that error", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a<", {
      a: { upgrade: (op) => op.execute("SELECT 1/0").catch(() => undefined) },
    });
    const error = await failureOf(upgrade({ ...options(connection), target: "head" }));
    expect(error.message).toContain("division by zero");
    expect(error.statement).toBe("SELECT 1/0");
  });

  test("through op.db names the statement and the server's reason", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a<", {
      a: {
        upgrade: async (op) => {
          await op.db.execute(sql`SELECT nothing FROM nowhere`);
        },
      },
    });
    const error = await failureOf(upgrade({ ...options(connection), target: "head" }));
    expect(error.message).toContain('relation "nowhere" does not exist');
  });

  test("because there is no way back says so", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a<", {
      a: { upgrade: () => undefined, downgrade: (op) => op.irreversible("The rows are gone.") },
    });
    await upgrade({ ...options(connection), target: "head" });
    await expect(downgrade({ ...options(connection), target: "base" })).rejects.toMatchObject({
      code: "irreversible",
    });
    expect(await currentRows(connection, versionTable)).toEqual(["a"]);
  });
});

describe("an await that is missing", () => {
  const failing: Readonly<Record<string, [upgrade: Migration["upgrade"], message: string]>> = {
    "before a call": [
      async (op) => {
        void op.createTable("first", { id: integer("id") });
        void op.addColumn("first", text("note"));
        await op.createTable("second", { id: integer("id") });
      },
      "op.createTable is not awaited, nor is 1 more call",
    ],
    "before a function that calls op": [
      (op) => {
        const makeTwo = async (): Promise<void> => {
          await op.createTable("one", { id: integer("id") });
          await op.createTable("two", { id: integer("id") });
        };
        void makeTwo();
      },
      "op.createTable is not awaited",
    ],
    "before the functions of a loop": [
      async (op) => {
        await op.createTable("first", { id: integer("id") });
        for (const name of ["a", "b"]) {
          void (async () => op.addColumn("first", text(name)))();
        }
      },
      "op.addColumn is not awaited, nor is 1 more call",
    ],
    "before a call that comes after something else": [
      (op) => {
        const later = async (): Promise<void> => {
          await new Promise((resolve) => setImmediate(resolve));
          await op.createTable("one", { id: integer("id") });
        };
        void later();
      },
      "op.createTable is not awaited",
    ],
    "before a call that fails": [
      (op) => {
        const divide = async (): Promise<void> => {
          await op.execute("SELECT 1/0");
        };
        void divide();
      },
      "op.execute is not awaited",
    ],
    "before a statement of op.db": [
      async (op) => {
        await op.execute("CREATE TABLE notes (id integer)");
        op.db.insert(pgTable("notes", { id: integer("id") })).values({ id: 1 });
      },
      "op.db.insert is not awaited",
    ],
    "before a statement in a transaction of op.db": [
      async (op) => {
        await op.db.transaction(async (inner) => {
          inner.execute(sql`CREATE TABLE never ()`);
        });
      },
      "op.db.execute is not awaited",
    ],
    "before a transaction of op.db": [
      (op) => {
        void op.db.transaction(async (inner) => {
          await inner.execute(sql`SELECT 1`);
        });
      },
      "a query of op.db is not awaited",
    ],
  };

  test.each(Object.keys(failing))("%s stops the step, and all is rolled back", async (name) => {
    const { connection } = await createDatabase();
    const [migrate, message] = failing[name] ?? [];
    const { options } = project("a<", { a: { upgrade: migrate ?? (() => undefined) } });
    const error = await failureOf(upgrade({ ...options(connection), target: "head" }));
    expect(error.code).toBe("not_awaited");
    expect(error.message).toContain(message);
    expect(error.message).toContain("a was rolled back");
    expect(await tables(connection)).toEqual([]);
  });

  test("inside op.autocommit stops it before what comes next", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a<", {
      a: {
        upgrade: async (op) => {
          await op.createTable("before", { id: integer("id") });
          await op.autocommit(async (inner) => {
            void inner.createTable("first", { id: integer("id") });
            void inner.createTable("second", { id: integer("id") });
          });
          await op.createTable("after", { id: integer("id") });
        },
      },
    });
    const error = await failureOf(upgrade({ ...options(connection), target: "head" }));
    expect(error.message).toContain("op.createTable is not awaited, nor is 1 more call");
    const made = await tables(connection);
    expect(made).toContain("before");
    expect(made).not.toContain("second");
    expect(made).not.toContain("after");
  });

  test("lets nothing run after the ROLLBACK of a step that fails", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a<", {
      a: {
        upgrade: (op) => {
          for (const name of ["a", "b", "c"]) void op.createTable(name, { id: integer("id") });
          throw new Error("not today");
        },
      },
    });
    const error = await failureOf(upgrade({ ...options(connection), target: "head" }));
    expect(error.message).toContain("not today");
    expect(await tables(connection)).toEqual([]);
  });

  test("so late that all is over does nothing and is said", async () => {
    const { connection } = await createDatabase();
    const notices: string[] = [];
    let late = (): void => undefined;
    const { options } = project("a<", {
      a: {
        upgrade: (op) => {
          late = () => void op.execute("CREATE TABLE late ()");
        },
      },
    });
    const onNotice = (notice: string): void => void notices.push(notice);
    await upgrade({ ...options(connection), target: "head", onNotice });
    late();
    expect(notices).toEqual([
      expect.stringContaining("op.execute was called after upgrade had ended"),
    ]);
    expect(await tables(connection)).toEqual(["gen_version"]);
  });

  test("is not seen in a promise that is returned or joined", async () => {
    const { connection } = await createDatabase();
    const notices: string[] = [];
    const { options } = project("a<", {
      a: {
        upgrade: async (op) => {
          await Promise.all([op.execute("SELECT 1"), op.execute("SELECT 2")]);
          const started = op.execute("SELECT 3");
          await op.execute("SELECT 4").then(() => op.execute("SELECT 5"));
          await started;
          const seats = pgTable("seats", { id: integer("id") });
          await op.createTable("seats", { id: integer("id") });
          const added = op.db
            .$with("added")
            .as(op.db.insert(seats).values({ id: 1 }).returning({ id: seats.id }));
          await op.db.with(added).select().from(added);
          const prepared = op.db.delete(seats).prepare("remove");
          await prepared.execute();
          await op.autocommit((inner) => inner.execute("SELECT 6"));
          return op.execute("SELECT 7");
        },
      },
    });
    const onNotice = (notice: string): void => void notices.push(notice);
    await upgrade({ ...options(connection), target: "head", onNotice });
    expect(notices).toEqual([]);
  });
});

describe("what a failure says", () => {
  test("a downgrade that fails says that the database stays where it was", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a<", {
      a: { upgrade: () => undefined, downgrade: (op) => op.dropTable("never") },
    });
    await upgrade({ ...options(connection), target: "head" });
    const error = await failureOf(downgrade({ ...options(connection), target: "base" }));
    expect(error.message).toContain("The downgrade was rolled back: the database is still at a.");
  });

  test("what exists already names the command for a database that has it all", async () => {
    const { connection } = await createDatabase();
    await connection.query("CREATE TABLE users (id integer)");
    const { options } = project("a<", { a: users });
    const error = await failureOf(upgrade({ ...options(connection), target: "head" }));
    expect(error.hint).toContain("`gen stamp a`");
  });

  test.each(["add_column", "addcolumn", "addColum"])(
    "op.%s suggests op.addColumn",
    async (name) => {
      const { connection } = await createDatabase();
      const { options } = project("a<", {
        a: { upgrade: (op) => callOf(op, name) },
      });
      const error = await failureOf(upgrade({ ...options(connection), target: "head" }));
      expect(error.message).toContain(`op has no method ${name}.`);
      expect(error.hint).toBe("Did you mean op.addColumn?");
    },
  );

  test("a name of Alembic's says what stands in its place", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a<", {
      a: { upgrade: (op) => callOf(op, "get_bind") },
    });
    const error = await failureOf(upgrade({ ...options(connection), target: "head" }));
    expect(error.hint).toBe("Write op.db, or op.query(…) instead.");
  });

  test("a role that lacks a right is named, with what to grant", async () => {
    const { connection, url } = await createDatabase();
    const role = `gen-reader ${process.pid}`;
    const quoted = `"${role}"`;
    await administer(`CREATE ROLE ${quoted} LOGIN PASSWORD 'secret'`);
    try {
      await connection.batch(
        `REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO ${quoted};
         CREATE TABLE gen_version (version_num varchar(32) PRIMARY KEY);
         GRANT SELECT ON gen_version TO ${quoted}; CREATE TABLE "My notes" (id integer);
         CREATE SCHEMA "b.x"; GRANT USAGE ON SCHEMA "b.x" TO ${quoted}; CREATE TABLE "b.x".bills (id integer)`,
      );
      const limited = await openConnection(asRole(url, role));
      const hintOf = async (migrate: Migration["upgrade"]): Promise<string | undefined> => {
        const { options } = project("a<", { a: { upgrade: migrate ?? (() => undefined) } });
        return (await failureOf(upgrade({ ...options(limited), target: "head" }))).hint;
      };
      const hints = [
        await hintOf((op) => op.createTable("users", { id: integer("id") })),
        await hintOf((op) => op.addColumn("My notes", text("note"))),
        await hintOf((op) => op.execute('INSERT INTO "My notes" VALUES (1)')),
        await hintOf((op) => op.db.execute(sql`UPDATE "My notes" SET id = 1`)),
        await hintOf((op) => op.dropTable({ schema: "b.x", name: "bills" })),
        await hintOf((op) => op.execute('SELECT * FROM "b.x".bills')),
        await hintOf((op) => op.createSchema("other")),
        await hintOf(() => undefined),
      ];
      const { options } = project("a<", { a: {} });
      const refused = async (run: Promise<unknown>): Promise<string | undefined> => {
        const error: unknown = await run.catch((reason: unknown) => reason);
        return error instanceof GenError ? error.hint : undefined;
      };
      hints.push(await refused(stamp({ ...options(limited), targets: ["a"] })));
      await connection.batch(`REVOKE USAGE ON SCHEMA public FROM ${quoted}`);
      hints.push(await refused(upgrade({ ...options(limited), target: "head" })));
      await limited.close();
      for (const hint of hints) expect(hint).not.toContain("Correct");
      expect(hints.map((hint) => /`(.*?)`/s.exec(hint ?? "")?.[1])).toEqual([
        `GRANT USAGE, CREATE ON SCHEMA public TO ${quoted};`,
        `ALTER TABLE "public"."My notes" OWNER TO ${quoted};`,
        `GRANT INSERT ON TABLE "My notes" TO ${quoted};`,
        `GRANT SELECT, UPDATE ON TABLE "My notes" TO ${quoted};`,
        `ALTER TABLE "b.x".bills OWNER TO ${quoted};`,
        `GRANT SELECT ON TABLE "b.x".bills TO ${quoted};`,
        expect.stringMatching(/^GRANT CREATE ON DATABASE \S+ TO "gen-reader \d+";$/),
        `GRANT SELECT, INSERT, UPDATE, DELETE ON "public"."gen_version" TO ${quoted};`,
        `GRANT SELECT, INSERT, UPDATE, DELETE ON "public"."gen_version" TO ${quoted};`,
        `GRANT USAGE, CREATE ON SCHEMA "public" TO ${quoted};`,
      ]);
      await connection.query(`DROP OWNED BY ${quoted}`);
    } finally {
      await administer(`DROP ROLE IF EXISTS ${quoted}`);
    }
  });
});

describe("transactions", () => {
  test.each(["COMMIT", "ROLLBACK", "/* now */ begin", "SELECT 1; END"])(
    "%s in a migration is refused before it is sent",
    async (statement) => {
      const { connection } = await createDatabase();
      const { options } = project("a<", {
        a: {
          upgrade: async (op) => {
            await op.createTable("kept", { id: integer("id") });
            await op.execute(statement);
          },
        },
      });
      await expect(upgrade({ ...options(connection), target: "head" })).rejects.toMatchObject({
        code: "transaction_control",
      });
      expect(await tables(connection)).toEqual([]);
    },
  );

  test("a COMMIT that hides is noticed afterwards", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a<", {
      a: {
        upgrade: async (op) => {
          await op.createTable("kept", { id: integer("id") });
          await op.db.execute(sql`COMMIT`);
        },
      },
    });
    const error = await failureOf(upgrade({ ...options(connection), target: "head" }));
    expect(error).toMatchObject({ code: "transaction_control" });
    expect(await currentRows(connection, versionTable)).toEqual([]);
  });

  test("op.autocommit commits what came before and runs outside", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a<", {
      a: {
        upgrade: async (op) => {
          await op.createTable("logs", { id: integer("id") });
          await op.autocommit(async (op) => {
            await op.createIndex("logs_id_index", "logs", ["id"], { concurrently: true });
            await op.db.transaction(async (tx) => {
              await tx.execute(sql`INSERT INTO logs VALUES (1)`);
            });
          });
          await op.execute("INSERT INTO logs VALUES (2)");
        },
        downgrade: (op) => op.dropTable("logs"),
      },
    });
    await upgrade({ ...options(connection), target: "head" });
    expect(await connection.query("SELECT id FROM logs ORDER BY 1")).toEqual([
      { id: 1 },
      { id: 2 },
    ]);
    expect(
      await connection.query(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = 'logs_id_index'::regclass",
      ),
    ).toEqual([{ indisvalid: true }]);
    await downgrade({ ...options(connection), target: "base" });
    expect(await tables(connection)).toEqual(["gen_version"]);
  });

  test("a failure inside op.autocommit says that a part is done", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a<", {
      a: {
        upgrade: async (op) => {
          await op.createTable("logs", { id: integer("id") });
          await op.autocommit((op) => op.execute("SELECT 1/0"));
        },
      },
    });
    const error = await failureOf(upgrade({ ...options(connection), target: "head" }));
    expect(error.message).toContain("part of a was committed");
    expect(await currentRows(connection, versionTable)).toEqual([]);
    expect(await tables(connection)).toEqual(["gen_version", "logs"]);
  });

  test("a half-done op.autocommit is told at the second run, too", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a<", {
      a: {
        upgrade: async (op) => {
          await op.createTable("logs", { id: integer("id") });
          await op.autocommit((op) => op.execute("SELECT 1/0"));
        },
      },
    });
    await failureOf(upgrade({ ...options(connection), target: "head" }));
    const second = await failureOf(upgrade({ ...options(connection), target: "head" }));
    expect(second.message).toContain('relation "logs" already exists');
    expect(second.message).not.toContain("the database is still at");
    expect(second.message).toContain("the statements that it completed remain");
    expect(second.hint).toContain("Undo that part by hand");
  });

  test("CONCURRENTLY outside op.autocommit says what to write", async () => {
    const { connection } = await createDatabase();
    const operation: Migration = {
      upgrade: (op) => op.createIndex("i", "t", ["id"], { concurrently: true }),
    };
    const statement: Migration = { upgrade: (op) => op.execute("VACUUM") };
    for (const a of [operation, statement]) {
      const { options } = project("a<", { a });
      const error = await failureOf(upgrade({ ...options(connection), target: "head" }));
      expect(error.hint).toContain("op.autocommit");
    }
  });

  test("op.db works in the transaction; its own transaction is a savepoint", async () => {
    const { connection } = await createDatabase();
    const { options } = project("a<", {
      a: {
        upgrade: async (op) => {
          await op.createTable("notes", { id: integer("id") });
          await op.db
            .transaction(async (tx) => {
              await tx.execute(sql`INSERT INTO notes VALUES (1)`);
              throw new Error("not that");
            })
            .catch(() => undefined);
          await op.db.transaction((tx) => tx.execute(sql`INSERT INTO notes VALUES (2)`));
        },
      },
    });
    await upgrade({ ...options(connection), target: "head" });
    expect(await connection.query("SELECT id FROM notes")).toEqual([{ id: 2 }]);
  });

  test("args reach the migration", async () => {
    const { connection } = await createDatabase();
    let seen: unknown;
    const { options } = project("a<", {
      a: {
        upgrade: (op) => {
          seen = op.args;
        },
      },
    });
    await upgrade({ ...options(connection), target: "head", args: { tenant: "acme" } });
    expect(seen).toEqual({ tenant: "acme" });
  });
});

describe("interruption", () => {
  test("cancels the running statement and rolls back", async () => {
    const { connection, url } = await createDatabase();
    const controller = new AbortController();
    const { options } = project("a< b<a", {
      a: users,
      b: {
        upgrade: async (op) => {
          await op.addColumn("users", text("note"));
          await op.query("SELECT pg_sleep(60)");
        },
      },
    });

    const run = upgrade({
      ...options(connection),
      target: "head",
      signal: controller.signal,
    });
    run.catch(() => undefined);
    const observer = await openConnection(url);
    await until(async () => {
      const [row] = await observer.query(
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active' AND datname = current_database()",
      );
      return row?.["n"] === 1;
    });
    controller.abort(new Error("SIGTERM"));
    await expect(run).rejects.toMatchObject({ code: "interrupted", heads: ["a"] });
    expect(await currentRows(observer, versionTable)).toEqual(["a"]);
    expect(
      (
        await observer.query(
          "SELECT count(*)::int AS n FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE locktype = 'advisory' AND datname = current_database()",
        )
      )[0],
    ).toEqual({ n: 0 });
    await observer.close();
  });

  test("a cancellation that was lost between two statements is sent again", async () => {
    const { connection } = await createDatabase();
    const controller = new AbortController();
    let isLost = true;
    const losing: Connection = {
      ...behind(connection),
      cancel: async () => {
        if (!isLost) await connection.cancel();
        isLost = false;
      },
    };
    const { options } = project("a<", {
      a: {
        upgrade: async (op) => {
          setTimeout(() => controller.abort(new Error("SIGTERM")), 100);
          await op.query("SELECT pg_sleep(10)");
        },
      },
    });
    const start = performance.now();
    await expect(
      upgrade({ ...options(losing), target: "head", signal: controller.signal }),
    ).rejects.toMatchObject({ code: "interrupted", heads: [] });
    expect(performance.now() - start).toBeLessThan(4_000);
  });

  test("does not wait for what a migration waits for", async () => {
    const { connection } = await createDatabase();
    const controller = new AbortController();
    const { options } = project("a<", {
      a: {
        upgrade: () => {
          controller.abort(new Error("SIGINT"));
          return new Promise(() => undefined);
        },
      },
    });
    await expect(
      upgrade({ ...options(connection), target: "head", signal: controller.signal }),
    ).rejects.toMatchObject({ code: "interrupted" });
    expect(await connection.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("a connection that is lost at COMMIT is not called a failure", async () => {
    const { connection } = await createDatabase();
    const losing: Connection = {
      ...behind(connection),
      query: async (sql, values) => {
        if (sql !== "COMMIT") return connection.query(sql, values);
        await connection.query(sql);
        throw new GenError("connection_lost", "gone", { status: 4 });
      },
    };
    const error = await failureOf(upgrade({ ...project("a<").options(losing), target: "head" }));
    expect(error).toMatchObject({ status: 4, hint: expect.stringContaining("gen current") });
    expect(error.message).toContain("The connection was lost during COMMIT");
  });

  test("a connection that is lost leaves the revision before, status 4", async () => {
    const { connection, url } = await createDatabase();
    const victim = await openConnection(url);
    const { options } = project("a< b<a", {
      a: users,
      b: {
        upgrade: async (op) => {
          await op.addColumn("users", text("note"));
          await connection.query("SELECT pg_terminate_backend($1)", [victim.processId]);
          await op.execute("SELECT 1");
        },
      },
    });
    await expect(upgrade({ ...options(victim), target: "head" })).rejects.toMatchObject({
      code: "connection_lost",
      status: 4,
      heads: ["a"],
    });
    expect(await currentRows(connection, versionTable)).toEqual(["a"]);
    await victim.close();
  });
});

/** The connection as a plain object, of which a test replaces parts. */
function behind(connection: Connection): Connection {
  return {
    kind: connection.kind,
    serverVersion: connection.serverVersion,
    displayUrl: connection.displayUrl,
    ...(connection.processId === undefined ? {} : { processId: connection.processId }),
    query: (sql, values) => connection.query(sql, values),
    queryRaw: (query) => connection.queryRaw(query),
    batch: (sql) => connection.batch(sql),
    cancel: () => connection.cancel(),
    close: () => connection.close(),
  };
}

/** What a migration in plain JavaScript may write. */
function callOf(op: Op, name: string): unknown {
  const method: unknown = Reflect.get(op, name);
  return typeof method === "function" ? Reflect.apply(method, op, []) : undefined;
}

function asRole(url: string, role: string): string {
  const parsed = new URL(url);
  parsed.username = role;
  parsed.password = "secret";
  return parsed.href;
}

async function failureOf(run: Promise<unknown>): Promise<MigrationError> {
  try {
    await run;
  } catch (error) {
    if (error instanceof MigrationError) return error;
    throw error;
  }
  throw new GenError("test", "it did not fail");
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
