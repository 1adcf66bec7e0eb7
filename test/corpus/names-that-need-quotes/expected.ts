import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createTable(
    'my "odd" table',
    {
      Capital: integer("Capital").notNull(),
      'quo"te': text('quo"te').notNull(),
      "sp ace": text("sp ace"),
      "emoji 🚗": text("emoji 🚗"),
      select: text("select"),
      "${x}": text("${x}"),
      "back`tick": text("back`tick"),
      "back\\slash": text("back\\slash"),
      "a,b": text("a,b"),
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: text(
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      ),
    },
    (t) => [
      primaryKey({ name: "p k", columns: [t.Capital, t['quo"te']] }),
      unique("u,n").on(t["a,b"], t["back\\slash"]),
      check("ch'eck", sql`"Capital" > 0 and "\${x}" <> '\${y}'`),
      index('in"dex').on(t["sp ace"], t["emoji 🚗"]),
    ],
  );
}

export async function downgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable('my "odd" table');
}
