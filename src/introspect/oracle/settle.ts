import type { Connection } from "../../database/connection.js";
import { mapExpressions } from "../../schema/expressions.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Schema } from "../../schema/types.js";
import { settleNames } from "./names.js";
import { settleIndexes } from "./settle-indexes.js";
import type { SettleOptions } from "./subjects.js";
import { type Settled, settleTexts } from "./texts.js";
import {
  columnsIn,
  columnsToNew,
  noTranslation,
  type RenamedColumn,
  type Translation,
  translation,
} from "./translation.js";

export type { Settled } from "./texts.js";
export type { SettleOptions } from "./subjects.js";

/**
 * Gives `desired` the spelling of `actual` wherever both mean the same in the database of the
 * connection. A constant number of round trips, whatever the number of tables; none where everything
 * is equal already. Changes nothing in the database.
 */
export async function settle(
  connection: Connection,
  actual: Schema,
  desired: Schema,
  options: SettleOptions,
): Promise<Settled> {
  const { renamed = [] } = options;
  const names = translation(renamed);
  const own = respell(actual, names, columnsIn(renamed));
  const meant = await settleNames(connection, actual, desired);
  const settled = await settleTexts(connection, { actual: own, desired: meant }, options, names);
  if (settled.unasked > 0) return settled;
  return { ...settled, desired: await settleIndexes(connection, settled, options, names) };
}

/** A schema whose texts speak of objects, and of the columns of other tables, by their new names. */
function respell(schema: Schema, names: Translation, columns: readonly RenamedColumn[]): Schema {
  if (names === noTranslation && columns.length === 0) return schema;
  const { toNew } = names;
  return mapExpressions(schema, ({ place, relation, sql }) => {
    // Types bear their new names already, and these may be others' old ones.
    if (place.kind === "type") return sql;
    if (place.kind === "view") return toNew(sql);
    const elsewhere = columns.filter(({ table }) => nameKey(table) !== nameKey(relation));
    return columnsToNew(toNew(sql), elsewhere);
  });
}
