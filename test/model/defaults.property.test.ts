import { drizzle } from "drizzle-orm/node-postgres";
import { integer, json, jsonb, pgTable } from "drizzle-orm/pg-core";
import fc from "fast-check";
import pg from "pg";
import { expect, test } from "vitest";
import { describeTable } from "../../src/model/tables.js";
import { quoteIdentifier, quoteLiteral } from "../../src/schema/identifiers.js";
import { createDatabase } from "../support/database.js";
import { columnWithDefault, mood, type ColumnWithDefault } from "./columns.js";

/** The default as anybody would write it by hand, and drizzle-kit does. */
function plainly({ value, label }: ColumnWithDefault): string {
  if (typeof value === "string") return quoteLiteral(value);
  if (value instanceof Date) return quoteLiteral(value.toISOString());
  if (label.endsWith("[]") && Array.isArray(value)) return quoteLiteral(braces(value));
  if (label.startsWith("json")) return quoteLiteral(JSON.stringify(value));
  return label === "point" ? `'(${String(value)})'` : String(value);
}

function braces(value: readonly unknown[]): string {
  const texts = value.map((one) => (Array.isArray(one) ? braces(one) : JSON.stringify(one)));
  return `{${texts.join(",")}}`;
}

test("a default is taken by PostgreSQL, prints as claimed, and gives the value back", async () => {
  const { url, connection } = await createDatabase();
  const labels = mood.enumValues.map(quoteLiteral).join(", ");
  await connection.query(`create type public."Mood" as enum (${labels})`);
  await connection.batch("set timezone = 'UTC'; set search_path = pg_catalog");
  const client = new pg.Client(url);
  await client.connect();
  await client.query("set timezone = 'UTC'");
  const property = fc.asyncProperty(
    fc.array(columnWithDefault, { minLength: 10, maxLength: 40 }),
    async (columns) => {
      const builders = Object.fromEntries(columns.map(({ builder }, i) => [`c${i}`, builder()]));
      const table = pgTable("t", builders);
      const described = describeTable(table);
      const definitions = described.columns.map(
        ({ name, type, default: value }) =>
          `${quoteIdentifier(name)} ${type.sql}${value === undefined ? "" : ` DEFAULT ${value}`}`,
      );
      await connection.query(`create table public.t (${definitions.join(", ")})`);
      try {
        const printed =
          await connection.query(`select format_type(a.atttypid, a.atttypmod) as type, pg_get_expr(d.adbin, d.adrelid) as text
          from pg_attribute a join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
          where a.attrelid = 'public.t'::regclass order by a.attnum`);
        expect(printed.map((row) => row["type"])).toEqual(described.columns.map((c) => c.type.sql));
        for (const [i, { label, value, canonical }] of columns.entries()) {
          if (!canonical) continue;
          expect({ label, value, text: described.columns[i]?.default }).toEqual({
            label,
            value,
            text: printed[i]?.["text"],
          });
        }
        const claimed = columns.flatMap((column, i) => (column.canonical ? [{ column, i }] : []));
        await connection.query(`create table public.plain (
          ${claimed.map(({ column, i }) => `c${i} ${described.columns[i]?.type.sql ?? ""} default ${plainly(column)}`).join(", ")})`);
        const plain = await connection.query(
          "select pg_get_expr(adbin, adrelid) as text from pg_attrdef where adrelid = 'public.plain'::regclass order by adnum",
        );
        expect(plain.map((row) => row["text"])).toEqual(
          claimed.map(({ i }) => described.columns[i]?.default),
        );
        await connection.query("insert into public.t default values");
        const [row] = await drizzle(client).select().from(table);
        const [{ json } = {}] = await connection.query("select to_jsonb(t) as json from public.t");
        for (const [i, { label, value }] of columns.entries()) {
          const read = label.endsWith("[]") ? Reflect.get(Object(json), `c${i}`) : row?.[`c${i}`];
          expect({ label, value: read }).toEqual({ label, value });
        }
      } finally {
        await connection.query("drop table if exists public.t, public.plain");
      }
    },
  );
  try {
    await fc.assert(property, { numRuns: 40 });
  } finally {
    await client.end();
  }
});

test("null is a value of JSON, which drizzle-kit writes too, and no default of another type", () => {
  const { columns } = describeTable(
    pgTable("t", {
      a: jsonb().notNull().default(null),
      b: json().default(null),
      c: integer().default(null as never),
    }),
  );
  const defaults = columns.map((column) => column.default);
  expect(defaults).toEqual(["'null'::jsonb", "'null'::json", undefined]);
});
