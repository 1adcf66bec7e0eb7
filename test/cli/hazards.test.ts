/** What loses data or needs review is told wherever a plan is told. */
import { expect, test } from "vitest";
import { createDatabase } from "../support/database.js";
import { buildProgram } from "./support/build.js";
import { createProject } from "./support/project.js";

const bin = buildProgram();

const model = (columns: string): string => `
import { integer, pgTable, text, varchar } from "drizzle-orm/pg-core";
export const users = pgTable("users", { id: integer("id").primaryKey(), ${columns} });
`;

test("revision, check, --dry-run, --sql and --json tell it, and nothing is called proven that rows stop", async () => {
  const { url, connection } = await createDatabase();
  const files = {
    "gen.config.json": `{ "schema": "schema.ts" }`,
    "schema.ts": model(`name: text("name"), email: text("email")`),
  };
  const { gen, write } = createProject(bin(), files, { DATABASE_URL: url });
  expect((await gen("revision", "-m", "first", "--rev-id", "aaaa1")).stderr).not.toMatch(
    /needs review|loses data/,
  );
  await gen("upgrade", "head");
  await connection.batch(`insert into users values (1, 'a', 'x'), (2, 'b', 'x')`);
  write("schema.ts", model(`email: varchar("email", { length: 9 }).unique()`));

  const loss = "drop column public.users.name: Drops the column with all its values.";
  const query =
    "SELECT email, count(*) FROM public.users WHERE email IS NOT NULL GROUP BY 1 HAVING count(*) > 1";
  const duplicate = {
    kind: "needsReview",
    message: "Fails if two rows hold the same values: change or delete one of them first.",
    query,
  };
  const checked = await gen("check");
  expect(checked.stdout).toContain(
    "drop column public.users.name\n    loses data: Drops the column with all its values.\n",
  );
  expect((await gen("check", "--json")).json()).toMatchObject({
    upToDate: false,
    operations: expect.arrayContaining([
      expect.objectContaining({ kind: "createUniqueConstraint", hazards: [duplicate] }),
      expect.objectContaining({
        kind: "dropColumn",
        hazards: [{ kind: "losesData", message: "Drops the column with all its values." }],
      }),
    ]),
  });

  const preview = await gen("revision", "--sql");
  expect(preview.stdout).toContain("-- loses data: Drops the column with all its values.\nALTER");
  expect(preview.stdout).toContain(`--   ${query};\nALTER TABLE`);

  const written = await gen("revision", "-m", "second", "--rev-id", "bbbb2");
  expect(written.status).toBe(0);
  expect(written.stderr).toContain(`warning: loses data: ${loss}\n`);
  expect(written.stderr).toMatch(
    /warning: needs review: create unique constraint public\.users\.users_email_unique: Fails if two/,
  );
  expect(written.stderr).not.toContain("Proven");
  expect(written.stderr).toMatch(
    /^With the rows .* the upgrade stops at create unique constraint public\.users\.users_email_unique: could not create unique index "users_email_unique" \(Key \(email\)=\(x\) is duplicated\)\. Find and correct them first: SELECT /m,
  );
  expect(written.stderr).toContain("Tried in a scratch database, without rows: up, down and up");
  expect(written.stderr).toContain(
    "warning: Not proven: the upgrade fails on the rows that the database has now.\n",
  );

  const plan = await gen("upgrade", "head", "--dry-run");
  expect(plan.stdout).toContain("-- loses data: Drops the column with all its values.\nALTER");
  expect((await gen("upgrade", "head", "--dry-run", "--json")).json()).toMatchObject({
    steps: [
      {
        hazards: expect.arrayContaining([
          {
            kind: "losesData",
            message: "Drops the column with all its values.",
            object: "public.users.name",
          },
        ]),
      },
    ],
  });
  const script = await gen("upgrade", "--sql", "aaaa1:bbbb2");
  expect(script.stdout).toContain("-- loses data: Drops the column with all its values.\nALTER");
  // The file does not say which type the column had.
  expect(script.stdout).toMatch(/-- needs review: Fails if a value does not fit the new type/);
  expect((await gen("upgrade", "--sql", "aaaa1:bbbb2", "--json")).json()).toMatchObject({
    steps: [{ hazards: expect.arrayContaining([expect.objectContaining({ kind: "losesData" })]) }],
  });
  const back = await gen("downgrade", "--sql", "bbbb2:aaaa1");
  expect(back.stdout).not.toContain("loses data");
});
