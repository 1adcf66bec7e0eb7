import type { Connection } from "../../database/connection.js";
import { emptySchema } from "../../schema/empty-schema.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Index, Schema, Table } from "../../schema/types.js";
import {
  describeIndexes,
  type IndexQuestions,
  isAmong,
  type OpenIndex,
  openIndexes,
} from "./whole-indexes.js";

export interface Sides {
  readonly actual: Schema;
  readonly desired: Schema;
}

/**
 * Gives indexes of `desired` the server's words where they are then those of an index of `actual`.
 * Nothing is asked where every index has its like already.
 *
 * @param settleTexts Makes texts equal that mean the same: those of the other side may come from a
 *   restored dump, and then read otherwise than what is made anew.
 */
export async function settleIndexes(
  connection: Connection,
  { actual, desired }: Sides,
  questions: IndexQuestions,
  settleTexts: (sides: Sides) => Promise<Sides>,
): Promise<Schema> {
  const open = openIndexes(actual, desired);
  if (open.length === 0) return desired;
  const described = await describeIndexes(connection, open, questions);
  const there = new Map(actual.tables.map((table) => [nameKey(table), table]));
  const isSettled = ({ table, index }: OpenIndex): boolean =>
    isAmong(index, there.get(nameKey(table))?.indexes ?? []);
  const answers = open.flatMap(({ table, index }) => {
    const answer = described.get(index);
    return answer === undefined ? [] : [{ table, index: answer, original: index }];
  });
  const odd = answers.filter((one) => !isSettled(one));
  const settled = [
    ...answers.filter(isSettled),
    ...(odd.length === 0 ? [] : await withTexts(odd, there, settleTexts)).filter(isSettled),
  ];
  const replaced = new Map(settled.map(({ original, index }) => [original, index]));
  if (replaced.size === 0) return desired;
  return {
    ...desired,
    tables: desired.tables.map((table) => ({
      ...table,
      indexes: table.indexes.map((index) => replaced.get(index) ?? index),
    })),
  };
}

interface Answer extends OpenIndex {
  readonly original: Index;
}

/** The answers with texts in the words of the other side; nothing else is asked about again. */
async function withTexts(
  answers: readonly Answer[],
  there: ReadonlyMap<string, Table>,
  settleTexts: (sides: Sides) => Promise<Sides>,
): Promise<readonly Answer[]> {
  const tables = [...new Set(answers.map(({ table }) => nameKey(table)))].flatMap((key) => {
    const table = there.get(key);
    return table === undefined ? [] : [table];
  });
  const asked = tables.map((table) => ({
    ...table,
    indexes: answers
      .filter((one) => nameKey(one.table) === nameKey(table))
      .map(({ index }) => index),
  }));
  const { desired } = await settleTexts({
    actual: { ...emptySchema, tables },
    desired: { ...emptySchema, tables: asked },
  });
  const texts = desired.tables.flatMap((table) => table.indexes);
  const inOrder = asked.flatMap((table) => table.indexes);
  return answers.map((answer) => {
    const index = texts[inOrder.indexOf(answer.index)] ?? answer.index;
    return { ...answer, index };
  });
}
