import type { Connection } from "../../database/connection.js";
import { mapExpressions } from "../../schema/expressions.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Schema, Table } from "../../schema/types.js";
import { settleNames } from "./names.js";
import { refusalToAsk } from "./refusal.js";
import { settleIndexes as settleWholeIndexes, type Sides } from "./settle-indexes.js";
import { formerName, probeColumn, type SettleOptions } from "./subjects.js";
import { type Settled, settleTexts } from "./texts.js";
import {
  columnsIn,
  columnsToNew,
  noTranslation,
  type RenamedColumn,
  type Translation,
  translation,
} from "./translation.js";
import { openIndexes } from "./whole-indexes.js";

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
  const settled = await settleTexts(connection, own, meant, options, names);
  if (settled.unasked > 0) return settled;
  return { ...settled, desired: await settleIndexes(connection, settled, options, names) };
}

/** On the temporary tables columns have their new names already. */
async function settleIndexes(
  connection: Connection,
  sides: Sides,
  { renamed = [], ...others }: SettleOptions,
  names: Translation,
): Promise<Schema> {
  if (openIndexes(sides.actual, sides.desired).length === 0) return sides.desired;
  const options = { ...others, renamed: renamed.filter(({ from }) => from.kind !== "column") };
  const { searchPath, insideTransaction = false } = options;
  if ((await refusalToAsk(connection, insideTransaction)) !== undefined) return sides.desired;
  const questions = {
    ...names,
    searchPath,
    insideTransaction,
    nameOf: (table: Table) => formerName(table, options),
    columnsOf: (table: Table) =>
      table.columns.map((column) => probeColumn(column, new Set(), [], names)),
  };
  return settleWholeIndexes(connection, sides, questions, ({ actual, desired }) =>
    settleTexts(connection, actual, desired, options, names),
  );
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
