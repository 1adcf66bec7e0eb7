import { expect, test } from "vitest";
import { reparsable } from "../../src/schema/reparsable.js";
import { createDatabase } from "../support/database.js";

/** Conditions as they are written in models. */
const written = [
  "status in ('RUN', 'DONE')",
  "status not in ('it''s', 'a[b]', 'x)::text[]')",
  "status in ('a', 'b') and code in ('c', 'd') or status = 'x'",
  "status in ('one')",
  "code in ('a', 'b')",
  "mood in ('ok', 'sad')",
  "n between 1 and 5 and n <> 3",
  "n between 1 and 5",
  "n between 1 and 5 and m between 2 and 3 and n <> m",
  "(n between 1 and 5 or m > 2) and (n + 1) between m and (m * 2) and n > 0",
  "n not between 1 and 5 or n = 3",
  "n not between 1 and 5 and n <> 7",
  "n <> 3 and n between 1 and 5",
  "n > 1 and n < 5 and n <> 3",
  "n >= 1 and n <= 5 and n <> 3",
  "(n >= 1 and n <= 5) and n <> 3",
  "at between '2020-01-01' and '2021-01-01' and n > 1",
  "status between 'a' and 'b;--' and \"Odd (\"\"Name\" between 'x AND (' and 'y) AND (' and n in (1, 2)",
  "not (n between 1 and 5 and n <> 3)",
  "case when n between 1 and 5 and n <> 3 then true else status in ('a', 'b') end",
  "n = any (array[1, 2, 3]) and status like any (array['a%', 'b%'])",
  "status = any ('{a,b}') or n in (1, 2.5)",
  "status in ('back\\slash', e'tab\\t', 'it''s \\') and n between 1 and 2 and m > 1",
  "status in (code, 'x') and status in ('a', null)",
];

test.each(written)("%s", async (condition) => {
  const { connection } = await createDatabase();
  await connection.batch(`create type mood as enum ('ok', 'sad');
    create table t (status varchar(20), code char(3), n integer, m bigint, at timestamptz, mood mood, "Odd (""Name" text)`);
  const stored = async (text: string): Promise<string> => {
    await connection.batch(
      `alter table t drop constraint if exists c; alter table t add constraint c check (${text})`,
    );
    const [row] = await connection.query<{ it: string }>(
      "select pg_get_expr(conbin, conrelid) as it from pg_constraint where conname = 'c'",
    );
    return row?.it ?? "";
  };
  const once = await stored(condition);
  expect(await stored(reparsable(once))).toBe(once);
  expect(reparsable(reparsable(once))).toBe(reparsable(once));
  // And what a database holds that has been restored from a dump.
  const twice = await stored(once);
  expect(await stored(reparsable(twice))).toBe(twice);
});
