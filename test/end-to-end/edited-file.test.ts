/** `revision --prove REV`: a migration is proven again after somebody has edited it. */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createProject, type Project } from "./hooked-project.js";

interface Pending {
  readonly project: Project;
  readonly first: string;
  /** Changes the text of the second revision. */
  readonly edit: (change: (text: string) => string) => void;
}

/** A project whose second revision adds a column and is not applied. */
async function pending(): Promise<Pending> {
  const project = await createProject("");
  project.models(`export const t = pgTable("t", { id: integer("id").primaryKey() });`);
  const base = await project.revision("first");
  await project.upgrade();
  project.models(
    `export const t = pgTable("t", { id: integer("id").primaryKey(), n: text("n"), m: text("m") });`,
  );
  const created = await project.revision("second");
  const path = created?.path ?? "";
  return {
    project,
    first: base?.revision ?? "",
    edit(change) {
      const text = readFileSync(path, "utf8");
      const edited = change(text);
      expect(edited).not.toBe(text);
      writeFileSync(path, edited);
    },
  };
}

const add = `await op.addColumn("t", text("m"));`;
const drop = `await op.dropColumn("t", "m");`;

describe("an edited migration", () => {
  test("that still does what it should is proven, its data statements too, and stays as it is", async () => {
    const { project, first, edit } = await pending();
    edit((text) =>
      text
        .replace(add, `${add}\n  await op.execute("insert into t (id, m) values (1, 'x')");`)
        .replace(drop, `await op.execute("delete from t");\n  ${drop}`),
    );
    const files = project.files();
    expect(await project.prove("head")).toMatchObject({
      proven: true,
      where: "scratch",
      notes: [],
    });
    expect(project.files()).toEqual(files);
    expect(await project.connection.query("select * from t")).toEqual([]);
    // It is proven no less where it is applied, and below another one.
    await project.upgrade();
    expect(await project.prove("head")).toMatchObject({ proven: true });
    const below = await project.prove(first);
    expect(below).toMatchObject({ proven: true });
    expect(below.notes[0]).toMatch(/is not the only head, so it was not compared with the models/);
  });

  test.each([
    ["leaves something to do", add, "", ["upgrade leaves undone: add column public.t.m"]],
    ["does not come back", drop, "", ["downgrade leaves undone: drop column public.t.m"]],
    [
      "is refused",
      add,
      `${add}\n  await op.execute("select nothing");`,
      [/^upgrade fails in line 1\d, at .*column "nothing" does not exist/],
    ],
    [
      "says what op refuses",
      add,
      `${add}\n  await op.dropTable("");`,
      [/^upgrade fails in line 1\d: op.dropTable: the table is ""/],
    ],
    ["forgets an await", add, `op.addColumn("t", text("m"));`, [/^upgrade fails.* is not awaited/]],
  ])("that %s is wrong", async (_, from, to, expected) => {
    const { project, edit } = await pending();
    edit((text) => text.replace(from, to));
    const { proven, differences } = await project.prove("head");
    expect(proven).toBe(false);
    const said = differences.map(({ direction, message }) => `${direction} ${message}`);
    for (const [index, one] of expected.entries())
      expect(said[index]).toEqual(typeof one === "string" ? one : expect.stringMatching(one));
  });

  test("that has no way back is proven on its way there, which is said", async () => {
    const { project, edit } = await pending();
    edit((text) => text.replace(drop, `await op.irreversible("It was not kept.");`));
    const proof = await project.prove("head");
    expect(proof).toMatchObject({ proven: true, differences: [] });
    expect(proof.notes).toEqual(["The downgrade is irreversible: only the upgrade was tried."]);
  });

  test("that the rows of the database stop is not proven", async () => {
    const { project, edit } = await pending();
    await project.connection.query("insert into t values (1)");
    project.models(
      `export const t = pgTable("t", { id: integer("id").primaryKey(), n: text("n"), m: text("m").notNull() });`,
    );
    edit((text) => text.replace(add, `await op.addColumn("t", text("m").notNull());`));
    expect(await project.prove("head")).toMatchObject({
      proven: false,
      differences: [],
      reason: "the upgrade fails on the rows that the database has now",
    });
  });
});
