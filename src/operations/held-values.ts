import { displayName, quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import { dollarQuoted } from "./statement.js";
import type { AlterEnum, EnumUse } from "./types.js";

/**
 * Stops before anything is changed while rows still hold a value that an enum loses, and says which
 * value, where, and what to do. A statement of the server's own, so that a script says it as well.
 *
 * @returns nothing where no column has the type
 */
export function refuseHeldValues(operation: AlterEnum): readonly string[] {
  if (operation.uses.length === 0) return [];
  const checks = operation.uses.map((use) => check(operation, use));
  const body = `DECLARE held text;\nBEGIN\n${checks.join("\n")}\nEND`;
  return [`DO ${dollarQuoted(body)}`];
}

function check(operation: AlterEnum, use: EnumUse): string {
  const column = quoteIdentifier(use.column);
  const table = quoteName(use.table);
  const goes = (value: string): string => condition(operation, value);
  const held = use.array ? "v" : `${column}::text`;
  const from = use.array ? `${table}, unnest(${column}::text[]) v` : table;
  const filter = use.array
    ? `EXISTS (SELECT FROM unnest(${column}::text[]) v WHERE ${goes("v")})`
    : goes(held);
  const message = `The enum ${displayName(operation.enum)} loses %s, which rows of ${displayName(use.table)}.${use.column} still hold.`;
  const hint = `These rows: SELECT * FROM ${table} WHERE ${filter}. Change them first, or give op.alterEnum a mapping of the values that go to values that stay.`;
  return `  SELECT string_agg(DISTINCT quote_literal(${held}), ', ') INTO held FROM ${from} WHERE ${goes(held)};
  IF held IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_text_representation',
      MESSAGE = replace(${quoteLiteral(message)}, '%s', held),
      HINT = ${quoteLiteral(hint)},
      SCHEMA = ${quoteLiteral(use.table.schema)}, TABLE = ${quoteLiteral(use.table.name)}, COLUMN = ${quoteLiteral(use.column)};
  END IF;`;
}

/** That a value neither stays nor is mapped to one that does. A null is no value. */
function condition({ values, mapping = {} }: AlterEnum, value: string): string {
  const known = [...values, ...Object.keys(mapping)];
  return known.length === 0
    ? `${value} IS NOT NULL`
    : `${value} NOT IN (${known.map(quoteLiteral).join(", ")})`;
}
