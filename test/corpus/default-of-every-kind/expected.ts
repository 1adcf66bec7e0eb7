import { sql } from "drizzle-orm";
import {
  bigint,
  bit,
  boolean,
  char,
  date,
  doublePrecision,
  inet,
  integer,
  interval,
  json,
  jsonb,
  numeric,
  point,
  real,
  text,
  time,
  timestamp,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.addColumn("t", bigint("a", { mode: "number" }).default(5));
  await op.addColumn(
    "t",
    bigint("b", { mode: "number" }).default(sql`'9007199254740993'::bigint`),
  );
  await op.addColumn("t", boolean("c").default(true));
  await op.addColumn("t", char("e", { length: 1 }).default("x"));
  await op.addColumn("t", char("f", { length: 5 }).default("ab"));
  await op.addColumn("t", date("h").default("2024-01-02"));
  await op.addColumn("t", date("h2").defaultNow());
  await op.addColumn(
    "t",
    doublePrecision("i").default(sql`'1000000000000000000000'::numeric`),
  );
  await op.addColumn("t", doublePrecision("i2").default(0.1));
  await op.addColumn("t", inet("j").default("10.0.0.1"));
  await op.addColumn("t", integer("k").default(-5));
  await op.addColumn("t", integer("k2").default(sql`1 + 1`));
  await op.addColumn("t", interval("l").default("1 day"));
  await op.addColumn("t", jsonb("o").default({ a: [1, "it's"], 'b"c': null }));
  await op.addColumn("t", jsonb("o2").default([]));
  await op.addColumn("t", jsonb("o3").default(sql`'"text"'`));
  await op.addColumn("t", json("n").default({ a: 1 }));
  await op.addColumn(
    "t",
    numeric("u", { precision: 10, scale: 2 }).default("1.50"),
  );
  await op.addColumn("t", numeric("u2").default("1.5"));
  await op.addColumn("t", point("v").default(sql`'(1,2)'::point`));
  await op.addColumn("t", real("w").default(-1.5));
  await op.addColumn("t", text("y").default("it's; a -- 'test' \\ $1"));
  await op.addColumn("t", text("y2").default(""));
  await op.addColumn("t", text("y3").default(sql`'a' || 'b'`));
  await op.addColumn("t", text("y4").default("multi\nline"));
  await op.addColumn("t", time("z").defaultNow());
  await op.addColumn("t", time("z2").default("10:00"));
  await op.addColumn("t", timestamp("ab").defaultNow());
  await op.addColumn(
    "t",
    timestamp("ac", { precision: 3 }).default(
      sql`'2024-01-02 03:04:05.678'::timestamp without time zone`,
    ),
  );
  await op.addColumn(
    "t",
    timestamp("ad", { withTimezone: true }).default(
      sql`'2024-01-02 03:04:05+00'::timestamp with time zone`,
    ),
  );
  await op.addColumn(
    "t",
    timestamp("ad2", { withTimezone: true }).default(
      sql`now() + interval '1 day'`,
    ),
  );
  await op.addColumn("t", uuid("ae").defaultRandom());
  await op.addColumn(
    "t",
    uuid("ae2").default("00000000-0000-0000-0000-000000000001"),
  );
  await op.addColumn("t", varchar("ag", { length: 20 }).default("abc"));
  await op.addColumn(
    "t",
    text("ah")
      .array()
      .default(sql`E'{a,"b\\\\"c","d,e",it''s}'::text[]`),
  );
  await op.addColumn("t", text("ah2").array().default([]));
  await op.addColumn(
    "t",
    text("ah3")
      .array()
      .default(sql`ARRAY[]::text[]`),
  );
  await op.addColumn(
    "t",
    integer("ai")
      .array()
      .default(sql`'{{1,2},{3,4}}'::integer[]`),
  );
  await op.addColumn("t", uuid("aj").array().default([]));
  await op.addColumn("t", bit("bs", { dimensions: 3 }).default("101"));
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "id");
}

export async function downgrade(op: Op) {
  await op.addColumn("t", integer("id"));
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "bs");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "aj");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ai");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ah3");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ah2");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ah");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ag");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ae2");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ae");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ad2");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ad");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ac");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ab");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "z2");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "z");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "y4");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "y3");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "y2");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "y");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "w");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "v");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "u2");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "u");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "n");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "o3");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "o2");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "o");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "l");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "k2");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "k");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "j");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "i2");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "i");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "h2");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "h");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "f");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "e");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "c");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "b");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "a");
}
