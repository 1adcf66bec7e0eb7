/** Models that say what PostgreSQL refuses: the models are blamed, never rows that may be there. */
import { describe, expect, test } from "vitest";
import { createRoad } from "./project.js";

const imports = `import { check, index, integer, pgEnum, pgSequence, pgTable, primaryKey, text, uniqueIndex, varchar } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
`;

/** Each is refused with an error about a value (class 22), on whatever rows. */
const mistakes: readonly (readonly [string, string, RegExp])[] = [
  [
    "a default that is no value of the type",
    "export const t = pgTable(`t`, { id: integer().primaryKey(), n: integer().default(sql`'abc'::integer`) });",
    /fails at (?:create table public\.t|add column public\.t\.n): invalid input syntax for type integer: "abc"/,
  ],
  [
    "a sequence that starts below its minimum",
    "export const s = pgSequence(`s`, { startWith: 0 });",
    /fails at create sequence public\.s: START value \(0\) cannot be less than MINVALUE \(1\)/,
  ],
  [
    "a storage parameter out of bounds",
    "export const t = pgTable(`t`, { id: integer().primaryKey(), a: text() }, (t) => [index(`i`).on(t.a).with({ fillfactor: 5 })]);",
    /value 5 out of bounds for option "fillfactor" \(Valid values are between "10" and "100"\)/,
  ],
  [
    "a constant check that cannot be computed",
    "export const t = pgTable(`t`, { id: integer().primaryKey() }, (t) => [check(`c`, sql`${t.id} > 'x'::integer`)]);",
    /fails at .*: invalid input syntax for type integer: "x"/,
  ],
];

describe.each(["auto", "transaction", "scratch"] as const)("tried out: %s", (prove) => {
  test.each(mistakes)("%s is the models' mistake", async (_, model, message) => {
    const road = await createRoad(prove === "auto" ? {} : { prove });
    road.models(imports + model);
    const proposed = await road.propose();
    expect(proposed?.differences.map((one) => one.message).join()).toMatch(message);
    expect(proposed?.text).toContain("// wrong: the upgrade fails at");
    expect(proposed?.notes.join()).not.toContain("rows");
  });
});

test.each(["auto", "scratch"] as const)(
  "a default that is no value is wrong on a table with rows, too: %s",
  async (prove) => {
    const road = await createRoad(prove === "auto" ? {} : { prove });
    road.models(`${imports}export const t = pgTable("t", { id: integer().primaryKey() });`);
    await road.revision();
    await road.upgrade();
    await road.connection.batch("insert into t select generate_series(1, 50)");
    road.models(
      `${imports}export const t = pgTable("t", { id: integer().primaryKey(), n: integer().default(sql\`'abc'::integer\`) });`,
    );
    const proposed = await road.propose();
    expect(proposed?.differences).toEqual([
      expect.objectContaining({
        direction: "upgrade",
        message: 'fails at add column public.t.n: invalid input syntax for type integer: "abc"',
        refusal: expect.objectContaining({
          object: "public.t.n",
          excerpt: expect.stringMatching(/^STATEMENT: ALTER TABLE .*'abc'::integer/),
        }),
      }),
    ]);
    expect(proposed?.notes).toEqual([]);
  },
);
