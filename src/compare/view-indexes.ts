/** Indexes of materialized views, which models have no words for: SQL as the catalog gives it. */
import type { Operation } from "../operations/types.js";
import type { Extra, View } from "../schema/types.js";
import { change, type Change } from "./change.js";
import { key } from "./effects/index.js";
import { match } from "./match.js";
import { mentions } from "./mentions.js";

/** What builds the indexes of a view that has just been made; they go away with it. */
export function buildIndexes(view: View): readonly Change[] {
  return indexOperations(view).map((operation) =>
    change(operation, { undo: [], needs: [key.relation(view)] }),
  );
}

export function indexOperations(view: View): readonly Operation[] {
  return indexesOf(view).flatMap(({ create }) => create.map(execute));
}

/** What makes the indexes of `actual`, a view that stays, those of `desired`. */
export function compareViewIndexes(actual: View, desired: View): readonly Change[] {
  const { both, added, removed } = match(indexesOf(actual), indexesOf(desired), ({ name }) => name);
  const changed = both.filter((pair) => !sameIndex(pair.actual, pair.desired));
  return [
    ...[...removed, ...changed.map((pair) => pair.actual)].map((index) =>
      change(execute(index.drop), { undo: index.create.map(execute) }),
    ),
    ...[...added, ...changed.map((pair) => pair.desired)].flatMap((index) =>
      index.create.map((sql, place) =>
        change(execute(sql), { undo: place === 0 ? [execute(index.drop)] : [] }),
      ),
    ),
  ];
}

/** The indexes of `actual` that a view of another query can still have. */
export function keptIndexes(actual: View, desired: View): Pick<View, "extras"> {
  if (!desired.materialized) return {};
  const kept = indexesOf(actual).filter(({ uses }) =>
    uses.every(({ column }) => column === undefined || mentions(desired.definition, column)),
  );
  return kept.length === 0 ? {} : { extras: kept };
}

function indexesOf({ extras = [] }: View): readonly Extra[] {
  return extras.filter(({ kind }) => kind === "materializedIndex");
}

function sameIndex(a: Extra, b: Extra): boolean {
  return a.create.join("\n") === b.create.join("\n");
}

function execute(sql: string): Operation {
  return { kind: "execute", sql };
}
