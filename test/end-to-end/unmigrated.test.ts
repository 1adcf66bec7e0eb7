/** What somebody made by hand is dropped or altered with a word about it, and nothing else is. */
import { expect, test } from "vitest";
import { header } from "./header.js";
import { createRoad } from "./project.js";

/** The marks of a file, each with the statement below it. */
function marksOf(text: string): readonly string[] {
  return Array.from(
    text.matchAll(/needs review: (No migration [^\n]*)\n(?:\s*\/\/[^\n]*\n)*\s*await op\.(\w+)/g),
    ([, mark = "", call = ""]) => `${call}: ${mark.split(". To keep it")[0]}`,
  ).sort();
}

const models = (columns: string, extras = ""): string => `${header}
  export const mood = pgEnum("mood", ["a", "b"]);
  export const t = pgTable("t", { id: integer().primaryKey(), ${columns} }, (x) => [${extras}]);
  export const u = pgTable("u", { id: integer().primaryKey(), notes: text(), t: integer().references(() => t.id) });`;

const before = models(
  `name: varchar({ length: 20 }).notNull().default("x"), code: text(), m: mood(), old: text().unique(), gone: integer().notNull().default(3)`,
  `index("ours").on(x.code), check("positive", sql\`\${x.id} > 0\`)`,
);

test("in the file and among the notes", async () => {
  const road = await createRoad();
  road.models(before);
  await road.revision();
  await road.upgrade();
  await road.connection.batch(`
    create table legacy (id integer); create view report as select 1 as one; create sequence counter;
    alter table t add notes text, alter code type text collate "C", alter code set default 'q',
      alter m set not null, add constraint hand check (id < 9);
    alter type mood add value 'by hand';
    create index t_trgm on t (lower(code)); create unique index on u (notes);
    alter table u enable row level security; create policy theirs on u using (true);
    create schema private`);
  road.models(
    models(`name: varchar({ length: 20 }), code: text(), m: mood()`).replace(
      ", t: integer().references(() => t.id)",
      "",
    ),
  );
  const { text = "", differences, notes = [] } = (await road.propose()) ?? {};
  expect(differences).toEqual([]);
  expect(marksOf(text)).toEqual([
    `alterColumn: No migration of this project created COLLATE pg_catalog."C" of the column code of public.t and the default 'q'::text of the column code of public.t`,
    "alterColumn: No migration of this project created NOT NULL of the column m of public.t",
    "alterEnum: No migration of this project created the value 'by hand' of the enum public.mood",
    "disableRowLevelSecurity: No migration of this project created row-level security of public.u",
    "dropColumn: No migration of this project created the column notes of public.t",
    "dropConstraint: No migration of this project created the constraint hand of public.t",
    "dropIndex: No migration of this project created the index public.t_trgm",
    "dropIndex: No migration of this project created the index public.u_notes_idx",
    "dropPolicy: No migration of this project created the policy theirs of public.u",
    "dropSequence: No migration of this project created the sequence public.counter",
    "dropTable: No migration of this project created the table public.legacy",
    "dropView: No migration of this project created the view public.report",
  ]);
  expect(notes.filter((note) => note.includes("no migration"))).toEqual([
    expect.stringMatching(
      /^This revision drops or alters objects that no migration .* and 8 more\./,
    ),
  ]);
});

test("what a migration has made under another name, by SQL, or in a loop is not spoken of", async () => {
  const road = await createRoad();
  road.models(before);
  await road.revision();
  road.edit((text) =>
    text.replace(
      /(function upgrade[^{]*\{[\s\S]*?)\n\}/,
      `$1
      await op.execute("create index t_trgm on public.t (lower(code))");
      await op.execute("alter table t add check (id < 9)");
      for (const name of ["one", "two"]) await op.execute(\`create table loop_\${name} (id integer)\`);
      await op.execute("create policy theirs on t; alter table t enable row level security");
      await op.renameTable("t", "middle");
      await op.renameTable("middle", "renamed");
      await op.renameColumn("renamed", "code", "key");
      await op.execute("alter table renamed alter m set not null");
      await op.query("select 1");
    }`,
    ),
  );
  await road.upgrade();
  road.models(
    `${header} export const x = pgTable("renamed", { id: integer().primaryKey(), name: text() });`,
  );
  const { text = "", differences, notes = [] } = (await road.propose()) ?? {};
  expect(differences).toEqual([]);
  expect(text).toContain("op.dropTable(");
  expect(text).toContain("op.dropPolicy(");
  expect(marksOf(text)).toEqual([]);
  expect(notes.filter((note) => note.includes("no migration"))).toEqual([]);
});

test("what is taken down and put back is not spoken of", async () => {
  const road = await createRoad({ tables: ["*", "!their_*"] });
  const own = (type: string): string =>
    `${header} export const t = pgTable("t", { id: integer().primaryKey(), a: ${type} });`;
  road.models(own("integer()"));
  await road.revision();
  await road.upgrade();
  await road.connection.batch(
    "create view their_v as select a from t; create view their_w as select a from their_v",
  );
  road.models(own(`bigint({ mode: "number" })`));
  const { text = "", notes } = (await road.propose()) ?? {};
  expect(text).toContain('op.dropView("their_w"');
  expect(marksOf(text)).toEqual([]);
  expect(notes).toEqual([]);
});
