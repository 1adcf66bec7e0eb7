/** JSDoc comments of models as comments of the database. */
import { expect, test } from "vitest";
import { createProject, type Project } from "./hooked-project.js";

/** Every comment of the database's own objects. */
async function comments(project: Project): Promise<Readonly<Record<string, string>>> {
  const rows = await project.connection.query<{ object: string; comment: string }>(`
    select format('%s %s', o.type, o.identity) as object, d.description as comment
    from pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) o
    where o.schema not in ('pg_catalog', 'information_schema', 'pg_toast')
      or o.type = 'schema' and o.identity not like 'pg\\_%' and o.identity not in ('information_schema', 'public')
    order by 1`);
  return Object.fromEntries(rows.map((row) => [row.object, row.comment]));
}

const shared = `
  import { timestamp } from "drizzle-orm/pg-core";
  /** When it was \\\`born\\\`. */
  export const born = timestamp();
  /** When it was no more. */
  export const gone = timestamp();
  export const stamps = {
    /** When the row came. */
    createdAt: timestamp("created_at"),
    /** Overwritten. */
    changedAt: timestamp("changed_at"),
  };
  export const more = () => ({
    /** From a function. */
    seenAt: timestamp("seen_at"),
  });`;

const models = `
  import * as common from "./shared.js";
  import { born, more, stamps } from "./shared.js";
  /**
   * How one feels.
   * @deprecated feel nothing
   */
  export const mood = pgEnum("mood", ["sad", "ok"]);
  /** Things of the fleet. */
  export const fleet = pgSchema("fleet");
  /** Numbers; it's "quoted" \\ too. */
  export const q = pgSequence("q");
  const own = pgTableCreator((name) => \`app_\${name}\`);

  /**
   * Who may log in.
   *
   * Two paragraphs.
   */
  export const users = pgTable("users", {
    /** The key. */ id: serial().primaryKey(),
    // No JSDoc.
    name: text(),
    /** Feels. */ "mood": mood(),
    ...stamps,
    changedAt: timestamp("changed_at"),
    ...more(),
    born,
    died: common.gone,
  }).enableRLS();
  /** Cars. */
  const cars = fleet.table("cars", (t) => ({
    /** Of the car. */ plate: t.text(),
  }));
  export { cars as vehicles };
  const columns = { /** From a constant. */ a: integer() } as const;
  /** With a prefix. */
  export const logs = own("logs", columns);
  /** Seen. */
  export const seen = pgView("seen").as((q) => q.select({ id: users.id }).from(users));
  export const counted = pgMaterializedView("counted").as((q) => q.select({ id: users.id }).from(users));
  /** A file of its own. */
  export default { /** Bare. */ bare: pgTable("bare", { /** One. */ one: integer() }) };`;

const expected = {
  "materialized view public.counted": undefined,
  "schema fleet": "Things of the fleet.",
  "sequence public.q": 'Numbers; it\'s "quoted" \\ too.',
  "table column fleet.cars.plate": "Of the car.",
  "table column public.app_logs.a": "From a constant.",
  "table column public.bare.one": "One.",
  "table column public.users.born": "When it was `born`.",
  "table column public.users.created_at": "When the row came.",
  "table column public.users.died": "When it was no more.",
  "table column public.users.id": "The key.",
  "table column public.users.mood": "Feels.",
  "table column public.users.seen_at": "From a function.",
  "table fleet.cars": "Cars.",
  "table public.app_logs": "With a prefix.",
  "table public.bare": "Bare.",
  "table public.users": "Who may log in.\n\nTwo paragraphs.",
  "type public.mood": "How one feels.",
  "view public.seen": "Seen.",
};

test("comments come with what they stand on, change, and go, and so back", async () => {
  const project = await createProject("comments: true,");
  project.write("models/shared.ts", shared.replaceAll("\\`", "`"));
  project.models(models);
  const first = await project.revision("first");
  expect(first?.proof?.differences).toEqual([]);
  await project.upgrade();
  const all = JSON.parse(JSON.stringify(expected)) as Record<string, string>;
  expect(await comments(project)).toEqual(all);
  expect(await project.check()).toEqual([]);

  project.models(
    models
      .replace("/** Cars. */", "/** Vehicles. */")
      .replace("/** The key. */", "")
      .replace("// No JSDoc.", "/** Called. */")
      .replace("How one feels.", "Feelings."),
  );
  const second = await project.revision("second");
  expect(second?.operations.map((one) => one.kind)).toEqual(Array(4).fill("commentOn"));
  await project.upgrade();
  expect(await project.check()).toEqual([]);
  const { "table column public.users.id": _, ...rest } = all;
  expect(await comments(project)).toEqual({
    ...rest,
    "table column public.users.name": "Called.",
    "table fleet.cars": "Vehicles.",
    "type public.mood": "Feelings.",
  });
  await project.downgrade("-1");
  expect(await comments(project)).toEqual(all);
  await project.downgrade("base");
  expect(await comments(project)).toEqual({});
});

test("a comment that a model does not have is removed, and comes back", async () => {
  const project = await createProject("comments: true,");
  await project.connection.batch(
    `create table t (a integer constraint c check (a > 0));
     comment on table t is 'old'; comment on column t.a is 'old a';
     comment on constraint c on t is 'nobody''s'; comment on schema public is 'mine'`,
  );
  project.models(
    `export const t = pgTable("t", { a: integer() }, (t) => [check("c", sql\`\${t.a} > 0\`)]);
     import { check } from "drizzle-orm/pg-core";`,
  );
  const created = await project.revision("without");
  expect(created?.operations).toMatchObject([
    { kind: "commentOn", text: null, previous: "old" },
    { kind: "commentOn", text: null, previous: "old a" },
  ]);
  await project.upgrade();
  expect(await comments(project)).toEqual({ "table constraint c on public.t": "nobody's" });
  await project.downgrade("base");
  expect(await comments(project)).toMatchObject({ "table public.t": "old" });
});

test("without the option comments are nobody's", async () => {
  const project = await createProject("");
  await project.connection.batch("create table t (a integer); comment on table t is 'old'");
  project.models(`/** New. */ export const t = pgTable("t", { /** A. */ a: integer() });`);
  expect(await project.check()).toEqual([]);
});
