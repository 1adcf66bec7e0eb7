/** Indexes of materialized views, which models have no words for: SQL as the catalog gives it. */
import type { Extra, View } from "../../schema/types.js";
import { change, type Change, executed, undoneAsOne } from "../change.js";
import { match } from "../match.js";
import { isSame } from "../same.js";
import { createExtra } from "./extras.js";
import { mentions } from "../../schema/mentions.js";

/** What makes the indexes of `actual`, a view that stays, those of `desired`. */
export function compareViewIndexes(actual: View, desired: View): readonly Change[] {
  const { both, added, removed } = match(indexesOf(actual), indexesOf(desired), ({ name }) => name);
  const changed = both.filter((pair) => !sameIndex(pair.actual, pair.desired));
  return [
    ...[...removed, ...changed.map((pair) => pair.actual)].map((index) =>
      change({ kind: "execute", sql: index.drop }, { undo: executed(createExtra(actual, index)) }),
    ),
    ...[...added, ...changed.map((pair) => pair.desired)].flatMap((index) =>
      undoneAsOne(executed(createExtra(desired, index)), executed([index.drop])),
    ),
  ];
}

/** What a view of another query can still have of all that belongs to `actual`. */
export function keptParts(actual: View, desired: View): Pick<View, "extras" | "columns"> {
  const { columns = [], extras = [], definition } = actual;
  const isUnchanged = definition === desired.definition;
  const has = (column: string | undefined): boolean =>
    isUnchanged || column === undefined || mentions(desired.definition, column);
  const keptColumns = columns.filter(({ name }) => has(name));
  const kept =
    actual.materialized === desired.materialized
      ? extras.filter(({ uses }) => uses.every(({ column }) => has(column)))
      : [];
  return {
    ...(keptColumns.length > 0 && { columns: keptColumns }),
    ...(kept.length > 0 && { extras: kept }),
  };
}

function indexesOf({ extras = [] }: View): readonly Extra[] {
  return extras.filter(({ kind }) => kind === "materializedIndex");
}

function sameIndex(a: Extra, b: Extra): boolean {
  return isSame(a.create, b.create) && isSame(a.attributes, b.attributes);
}
