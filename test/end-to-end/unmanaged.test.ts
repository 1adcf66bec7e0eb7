/** What models cannot say stays through migrations in files, proven, and comes back with the rest. */
import { expect, test } from "vitest";
import { header } from "./header.js";
import { createRoad } from "./project.js";

interface Case {
  readonly name: string;
  readonly from: string;
  /** Run once the first models are there: what they have no words for. */
  readonly extras: string;
  readonly to: string;
  readonly renames?: readonly string[];
  readonly contains?: readonly string[];
  readonly lacks?: readonly string[];
}

const f = `create function f() returns trigger language plpgsql as 'begin return new; end';`;
const cars = (name: string, rest: string): string =>
  `export const cars = pgTable("${name}", { id: integer().primaryKey(), ${rest} });`;

const cases: readonly Case[] = [
  {
    name: "a type under a trigger and a rule",
    from: cars("cars", `price: integer(), other: text()`),
    extras: `${f} create trigger t before update of price on cars for each row when (new.price > 0)
        execute function f();
      create rule r as on delete to cars where old.price = 3 do instead nothing;
      comment on trigger t on cars is 'it''s "so"';`,
    to: cars("cars", `price: bigint({ mode: "number" }), other: text()`),
    contains: [`await op.execute('DROP TRIGGER "t" ON "public"."cars"');`, `CREATE RULE r AS`],
  },
  {
    name: "an unrelated change",
    from: cars("cars", `price: integer(), other: text()`),
    extras: `${f} create trigger t before update of price on cars for each row execute function f();
      create statistics s on price, other from cars; create publication p for table cars;
      grant select on cars to public;`,
    to: cars("cars", `price: integer().notNull(), other: varchar({ length: 9 })`),
    lacks: ["execute"],
  },
  {
    name: "a table that goes, with an owner of its own",
    from:
      cars("cars", `price: integer().generatedAlwaysAs(sql\`id + 1\`)`) +
      cars("wheels", "").replace("cars", "wheels") +
      cars("kept", "").replace("cars", "kept"),
    extras: `${f} create trigger t before insert on cars for each row execute function f();
      create rule r as on insert to wheels do also insert into cars (id) values (new.id);
      drop rule r on wheels;
      create rule r as on insert to cars do also insert into wheels (id) values (new.id);
      create publication p for table cars where (id > 3);
      alter table cars replica identity full; grant select (id) on cars to public;`.replace(
      " where (id > 3)",
      "",
    ),
    to: cars("kept", "").replace("cars", "kept"),
    contains: [
      `REPLICA IDENTITY FULL`,
      `CREATE TRIGGER t`,
      `ALTER PUBLICATION "p" ADD TABLE ONLY "public"."cars"`,
    ],
  },
  {
    name: "a renamed table and column, retyped under a trigger, a view and a policy",
    from: cars("cars", `price: integer(), other: text()`).replace(
      `)});`,
      `)}, () => [pg.index("i").on(sql\`price\`)]);`,
    ),
    extras: `${f} create trigger price before update of price on cars for each row when (new.price > 0)
        execute function f();
      create rule r as on delete to cars where old.price = 3 do instead nothing;
      create statistics s on price, other from cars; comment on statistics s is 'price';
      grant update (price) on cars to public; alter table cars alter other set storage external;`,
    to: cars("vehicles", `cost: bigint({ mode: "number" }), other: varchar({ length: 30 })`),
    renames: ["table:cars=vehicles", "column:cars.price=cost"],
    contains: [
      `CREATE TRIGGER price BEFORE UPDATE OF cost ON public.vehicles`,
      `SET STORAGE EXTERNAL`,
    ],
  },
  {
    name: "an enum value comes and is used, and goes back from under a view and a trigger",
    from:
      `export const mood = pgEnum("mood", ["a", "b"]);` + cars("cars", `m: mood().default("a")`),
    extras: `${f} create trigger t before update on cars for each row when (new.m = 'a') execute function f();
      comment on type mood is 'M'; revoke usage on type mood from public;
      create publication p for table cars;`,
    to:
      `export const mood = pgEnum("mood", ["x", "a", "b"]);` +
      cars("cars", `m: mood().default("x")`) +
      `export const v = pgView("v", { m: mood() }).as(sql\`select m from cars\`);`,
  },
  {
    name: "an enum value goes",
    from:
      `export const mood = pgEnum("mood", ["a", "b", "c"]);` +
      cars("cars", `m: mood().default("a"), n: mood().array()`) +
      `export const v = pgView("v", { m: mood() }).as(sql\`select m from cars\`);`,
    extras: `${f} create trigger t before update of m on cars for each row when (new.m = 'a') execute function f();
      comment on column v.m is 'M'; grant select on v to public; comment on type mood is 'M';
      create policy p on cars using (m = 'a'); drop policy p on cars;
      insert into cars values (1, 'a', '{b}');`,
    to:
      `export const mood = pgEnum("mood", ["b", "a"]);` +
      cars("cars", `m: mood().default("a"), n: mood().array()`) +
      `export const v = pgView("v", { m: mood() }).as(sql\`select m from cars\`);`,
    contains: [`op.alterEnum(`, `CREATE TRIGGER t`],
  },
];

test.each(cases.map((one) => [one.name, one] as const))("%s", async (_, one) => {
  const road = await createRoad();
  road.models(header + one.from);
  await road.revision();
  await road.upgrade();
  await road.connection.batch(one.extras);
  expect(await road.check()).toEqual([]);
  const before = await road.catalog();

  road.models(header + one.to);
  const file = await road.revision(...(one.renames ?? []));
  for (const part of one.contains ?? []) expect(file).toContain(part);
  for (const part of one.lacks ?? []) expect(file).not.toContain(part);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  const after = await road.catalog();

  await road.downgrade("-1");
  expect(await road.catalog()).toEqual(before);
  await road.upgrade();
  expect(await road.catalog()).toEqual(after);
});

test("rows that hold a removed value stop the migration, which a mapping lets through", async () => {
  const road = await createRoad();
  const models = (...values: readonly string[]): string =>
    `${header} export const mood = pgEnum("mood", ${JSON.stringify(values)});
     export const t = pgTable("t", { id: integer(), m: mood(), all: mood().array() });`;
  road.models(models("a", "b", "c"));
  await road.revision();
  await road.upgrade();
  await road.connection.batch(`insert into t values (1, 'c', '{a,c}')`);
  road.models(models("b", "a"));
  await road.propose();
  await expect(road.upgrade()).rejects.toMatchObject({
    message: expect.stringContaining("no longer has 'c', but rows of public.t.m still hold it"),
    hint: expect.stringContaining(`SELECT * FROM "public"."t" WHERE "m"::text NOT IN ('b', 'a')`),
  });
  expect(await road.connection.query("select * from t")).toHaveLength(1);
  road.edit((file) =>
    file.replace(/(alterEnum\("mood", \["b", "a"\], \{)/, `$1 mapping: { c: "b" },`),
  );
  await road.upgrade();
  expect(await road.connection.query(`select m, "all"::text from t`)).toEqual([
    { m: "b", all: "{a,b}" },
  ]);
  expect(await road.check()).toEqual([]);
});
