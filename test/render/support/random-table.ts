import fc from "fast-check";
import {
  quoteIdentifier,
  quoteLiteral,
  truncateIdentifier,
} from "../../../src/schema/identifiers.js";
import type { Column, Table } from "../../../src/schema/types.js";
import { column, table } from "../../support/builders.js";
import { typedColumns } from "./samples.js";

/** Text that PostgreSQL can hold, with all that a file of TypeScript could stumble over. */
const text = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.string({
      unit: fc.constantFrom(
        "`",
        "${",
        "$",
        "}",
        "\\",
        "\n",
        "\r",
        '"',
        "'",
        "*/",
        "\u2028",
        "::text",
      ),
      maxLength: 12,
    }),
  )
  .map((value) => value.replaceAll("\0", ""));

const name = fc
  .oneof(
    text,
    fc.constantFrom("id", "Total", "a-b", "1", "02", "-1", "__proto__", "constructor", "enableRLS"),
    fc.constantFrom("t", "op", "sql", "getSQL", "_", "column_1", "column___proto__", "toString"),
  )
  .map((value) => truncateIdentifier(value))
  .filter((value) => value !== "");

const columnShape = fc.oneof(
  fc.constantFrom(...typedColumns),
  fc.constantFrom("text", "character varying(80)", "jsonb", "text[]").chain((type) =>
    text.map((value) => {
      const json = JSON.stringify({ [value]: [value, 1, null] });
      const literal = type === "text[]" ? "{}" : type === "jsonb" ? withoutNul(json) : value;
      return column("", type, { default: `${quoteLiteral(literal)}::${type.replace(/\(.*/, "")}` });
    }),
  ),
);

/** PostgreSQL's jsonb has no such character. */
function withoutNul(json: string): string {
  return json.replaceAll("\\u0000", "");
}

/** A table of columns, keys, checks, indexes and comments under odd names. */
export function randomTable(): fc.Arbitrary<Table> {
  return fc
    .record({
      schema: fc.constantFrom("public", "fleet"),
      tableName: name,
      names: fc.uniqueArray(name, { minLength: 1, maxLength: 6 }),
      shapes: fc.array(columnShape, { minLength: 6, maxLength: 6 }),
      constraintNames: fc.uniqueArray(name, { minLength: 4, maxLength: 4 }),
      comment: text.filter((value) => value !== ""),
      flags: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
    })
    .map(({ schema, tableName, names, shapes, constraintNames, comment, flags }) => {
      const columns = names.map((own, position) => ({
        ...(shapes[position] ?? column("", "text")),
        name: own,
        ...(flags[0] && { comment }),
      }));
      const marked = (label: string, index: number) =>
        truncateIdentifier(`${label} ${constraintNames[index] ?? ""}`);
      const first = columns.find(isText);
      const parts = first === undefined ? {} : partsOn(first, marked, flags[1], comment);
      return table({ schema, name: tableName }, columns, { ...parts, comment });
    });
}

function isText(one: Column): boolean {
  return /^(?:text|character varying)(?:\(\d+\))?$/.test(one.type.sql);
}

function partsOn(
  one: Column,
  marked: (label: string, index: number) => string,
  flag: boolean,
  comment: string,
): Partial<Table> {
  const quoted = quoteIdentifier(one.name);
  return {
    uniqueConstraints: [
      {
        name: marked("u", 0),
        columns: [one.name],
        nullsNotDistinct: flag,
        ...(flag && { comment }),
      },
    ],
    checks: [{ name: marked("c", 1), expression: `${quoted} <> ${quoteLiteral(comment)}` }],
    indexes: [
      {
        name: marked("i", 2),
        unique: flag,
        method: "btree",
        keys: [
          { column: one.name, order: flag ? "asc" : "desc", nulls: "first" },
          { expression: `lower(${quoted})`, order: "asc", nulls: "last" },
        ],
        with: {},
        where: `${quoted} <> ${quoteLiteral(comment)}`,
      },
    ],
    policies: [
      {
        name: marked("p", 3),
        as: "permissive",
        for: "select",
        to: ["driver"],
        using: `${quoted} = ${quoteLiteral(comment)}`,
      },
    ],
    rowSecurity: flag,
  };
}
