/** Models to measure with: tables of ten columns. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const TABLES_PER_FILE = 10;

/**
 * Writes the models of `count` tables, ten to a file. Each has an enum, a unique column, an
 * index, a check and a foreign key to the table before it.
 *
 * @param extraColumn whether the last table has an eleventh column
 */
export function writeModels(directory: string, count: number, extraColumn: boolean): void {
  mkdirSync(directory, { recursive: true });
  const files = Math.ceil(count / TABLES_PER_FILE);
  for (let file = 0; file < files; file += 1) {
    const first = file * TABLES_PER_FILE;
    const last = Math.min(count, first + TABLES_PER_FILE);
    const tables = Array.from({ length: last - first }, (_, index) =>
      table(first + index, extraColumn && first + index === count - 1),
    );
    const reference =
      first === 0 ? "" : `import { table${first - 1} } from "./models${file - 1}";\n`;
    writeFileSync(
      join(directory, `models${file}.ts`),
      `${header}${reference}\n${tables.join("\n")}`,
    );
  }
}

const header = `import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgTable,
  serial,
  text,
  timestamp,
  varchar,
} from "drizzle-orm/pg-core";
`;

function table(number: number, extraColumn: boolean): string {
  const name = `table${number}`;
  const reference =
    number === 0 ? "" : `.references(() => table${number - 1}.id, { onDelete: "cascade" })`;
  return `export const ${name}Status = pgEnum("${name}_status", ["draft", "active", "closed"]);

export const ${name} = pgTable(
  "${name}",
  {
    id: serial("id").primaryKey(),
    code: varchar("code", { length: 32 }).notNull().unique(),
    status: ${name}Status("status").notNull().default("draft"),
    title: text("title").notNull(),
    amount: numeric("amount", { precision: 12, scale: 2 }).notNull().default("0"),
    position: integer("position").notNull().default(0),
    active: boolean("active").notNull().default(true),
    settings: jsonb("settings"),
    parentId: integer("parent_id")${reference},
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
${extraColumn ? '    manufacturer: varchar("manufacturer", { length: 50 }),\n' : ""}  },
  (t) => [
    index("${name}_status_created_at_idx").on(t.status, t.createdAt),
    check("${name}_amount_check", sql\`\${t.amount} >= 0\`),
  ],
);
`;
}
