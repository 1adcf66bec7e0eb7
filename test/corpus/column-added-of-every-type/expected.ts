import {
  bigint,
  bit,
  boolean,
  char,
  cidr,
  date,
  doublePrecision,
  inet,
  integer,
  interval,
  json,
  jsonb,
  line,
  macaddr,
  macaddr8,
  numeric,
  point,
  real,
  smallint,
  text,
  time,
  timestamp,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.addColumn("t", bigint("a", { mode: "number" }));
  await op.addColumn("t", bigint("b", { mode: "number" }));
  await op.addColumn("t", boolean("c"));
  await op.addColumn("t", bit("d", { dimensions: 3 }));
  await op.addColumn("t", char("e", { length: 1 }));
  await op.addColumn("t", char("f", { length: 5 }));
  await op.addColumn("t", cidr("g"));
  await op.addColumn("t", date("h"));
  await op.addColumn("t", doublePrecision("i"));
  await op.addColumn("t", inet("j"));
  await op.addColumn("t", integer("k"));
  await op.addColumn("t", interval("l"));
  await op.addColumn(
    "t",
    interval("m", { fields: "day to second", precision: 3 }),
  );
  await op.addColumn("t", json("n"));
  await op.addColumn("t", jsonb("o"));
  await op.addColumn("t", line("p"));
  await op.addColumn("t", macaddr("q"));
  await op.addColumn("t", macaddr8("r"));
  await op.addColumn("t", numeric("s"));
  await op.addColumn("t", numeric("t", { precision: 10, scale: 0 }));
  await op.addColumn("t", numeric("u", { precision: 10, scale: 2 }));
  await op.addColumn("t", point("v"));
  await op.addColumn("t", real("w"));
  await op.addColumn("t", smallint("x"));
  await op.addColumn("t", text("y"));
  await op.addColumn("t", time("z"));
  await op.addColumn("t", time("aa", { precision: 3, withTimezone: true }));
  await op.addColumn("t", timestamp("ab"));
  await op.addColumn("t", timestamp("ac", { precision: 3 }));
  await op.addColumn(
    "t",
    timestamp("ad", { precision: 6, withTimezone: true }),
  );
  await op.addColumn("t", uuid("ae"));
  await op.addColumn("t", varchar("af"));
  await op.addColumn("t", varchar("ag", { length: 20 }));
  await op.addColumn("t", text("ah").array());
  await op.addColumn("t", integer("ai").array());
  await op.addColumn("t", text("aj").array());
  await op.addColumn("t", date("ak"));
  await op.addColumn("t", timestamp("al"));
}

export async function downgrade(op: Op) {
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "al");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ak");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "aj");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ai");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ah");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ag");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "af");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ae");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ad");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ac");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "ab");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "aa");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "z");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "y");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "x");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "w");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "v");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "u");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "t");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "s");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "r");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "q");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "p");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "o");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "n");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "m");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "l");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "k");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "j");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "i");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "h");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "g");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "f");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "e");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "d");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "c");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "b");
  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "a");
}
