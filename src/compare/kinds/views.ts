/** Views and materialized views, with the indexes of these, which models have no words for. */
import { refTo } from "../../schema/object-ref.js";
import { nameKey, qualifiedName, mentions } from "../../schema/identifiers.js";
import type { Extra, Schema, View } from "../../schema/types.js";
import { change, type Change, executed, undoneAsOne, compareComments } from "../change.js";
import type { Obstacles } from "../dependents.js";
import { byName, match, type Pair, isSame } from "../match.js";
import { createExtra } from "./extras.js";
import { takesAllColumns } from "../passes/mentioned-reads.js";

export interface ViewPlan {
  readonly changes: readonly Change[];
  /** What goes before any rename, and comes back after all of them have been taken back. */
  readonly early: readonly Change[];
  /** The views of `early`, by {@link nameKey}. */
  readonly formerlyDropped: ReadonlySet<string>;
}

/** Views that something renamed concerns. */
export interface RenamedViews {
  /** As they were, by their new names. */
  readonly former: ReadonlyMap<string, View>;
  /** Those that will mean what the models say. */
  readonly same: ReadonlySet<string>;
}

const nothingRenamed: RenamedViews = { former: new Map(), same: new Set() };

/**
 * What makes the views of `actual` those of `desired`.
 *
 * A view that stands in the way of a change beneath it is taken down and put back, and so is every
 * view on such a view.
 */
export function compareViews(
  actual: Schema,
  desired: Schema,
  obstacles: Obstacles,
  renamed: RenamedViews = nothingRenamed,
): ViewPlan {
  const { both, added, removed } = match(actual.views, desired.views, nameKey);
  const rebuilt = rebuiltViews(actual, desired, obstacles, renamed);
  const changes: Change[] = [];
  const early: Change[] = [];
  const formerlyDropped = new Set<string>();
  const drop = (view: View): void => {
    const former = renamed.former.get(nameKey(view));
    if (former === undefined) return void changes.push(dropped(view));
    early.push(dropped(former));
    formerlyDropped.add(nameKey(former));
  };
  for (const view of removed) drop(view);
  for (const pair of both) {
    if (rebuilt.has(nameKey(pair.actual))) {
      drop(pair.actual);
      changes.push(created(withReads(pair.desired, pair.actual)));
    } else {
      changes.push(...alterOptions(pair.actual, pair.desired), ...comment(pair));
      changes.push(...compareViewIndexes(pair.actual, pair.desired));
    }
  }
  for (const view of added) changes.push(created(view));
  return { changes, early, formerlyDropped };
}

/** The views, of those that both sides have, that are taken down, by {@link nameKey}. */
export function rebuiltViews(
  actual: Schema,
  desired: Schema,
  obstacles: Pick<Obstacles, "hasView">,
  renamed: RenamedViews = nothingRenamed,
): ReadonlySet<string> {
  const { both, removed } = match(actual.views, desired.views, nameKey);
  const gone = new Set(removed.map(nameKey));
  const rebuilt = new Set(actual.views.filter(obstacles.hasView).map(nameKey));
  const grown = grownTables(actual, desired);
  for (const pair of both)
    if (!sameView(pair.actual, pair.desired, renamed) || growsWith(pair, grown))
      rebuilt.add(nameKey(pair.actual));
  const readers = withReaders(actual.views, [...rebuilt, ...gone]);
  return new Set([...readers].filter((view) => !gone.has(view)));
}

/** The relations, by {@link nameKey}, with the views that read them, the views that read those … */
export function withReaders(
  views: readonly View[],
  relations: Iterable<string>,
): ReadonlySet<string> {
  const found = new Set(relations);
  let size: number;
  do {
    size = found.size;
    for (const view of views)
      if (view.dependsOn.some((read) => found.has(nameKey(read)))) found.add(nameKey(view));
  } while (found.size > size);
  return found;
}

/** The tables that get columns which they do not have yet. */
function grownTables(actual: Schema, desired: Schema): ReadonlySet<string> {
  const grown = match(actual.tables, desired.tables, nameKey).both.filter((pair) => {
    const known = new Set(pair.actual.columns.map(({ name }) => name));
    return pair.desired.columns.some((column) => !known.has(column.name));
  });
  return new Set(grown.map((pair) => nameKey(pair.desired)));
}

/** Whether the view will show columns that are only to come. */
function growsWith({ actual, desired }: Pair<View>, grown: ReadonlySet<string>): boolean {
  return (
    actual.dependsOn.some((read) => grown.has(nameKey(read))) &&
    takesAllColumns(desired.source ?? desired.definition)
  );
}

function sameView(actual: View, desired: View, { former, same }: RenamedViews): boolean {
  const key = nameKey(actual);
  if (!former.has(key)) return sameDefinition(actual, desired);
  return same.has(key) && sameDefinition(actual, { ...desired, definition: actual.definition });
}

function sameDefinition(actual: View, desired: View): boolean {
  return (
    actual.materialized === desired.materialized &&
    actual.definition === desired.definition &&
    (actual.using ?? "heap") === (desired.using ?? "heap") &&
    actual.tablespace === desired.tablespace
  );
}

/** What a raw query reads, the model does not know; as long as it is the same query, the catalog does. */
function withReads(desired: View, actual: View): View {
  return desired.definition === actual.definition
    ? { ...desired, dependsOn: actual.dependsOn }
    : desired;
}

function inOwnWords({ source, ...view }: View): View {
  return source === undefined ? view : { ...view, definition: source };
}

function comment(pair: Pair<View>): readonly Change[] {
  const kind = pair.desired.materialized ? "materializedView" : "view";
  return compareComments(refTo(kind, pair.desired), pair.actual, pair.desired);
}

function alterOptions(actual: View, desired: View): readonly Change[] {
  const forward = changedOptions(actual.with, desired.with);
  if (Object.keys(forward).length === 0) return [];
  return [
    change({
      kind: "alterView",
      view: qualifiedName(desired),
      materialized: desired.materialized,
      with: forward,
      previous: changedOptions(desired.with, actual.with),
    }),
  ];
}

function changedOptions(
  from: Readonly<Record<string, string>>,
  to: Readonly<Record<string, string>>,
): Record<string, string | null> {
  const changed: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(to)) if (from[name] !== value) changed[name] = value;
  for (const name of Object.keys(from)) if (!(name in to)) changed[name] = null;
  return changed;
}

function dropped(view: View): Change {
  return change({
    kind: "dropView",
    view: qualifiedName(view),
    materialized: view.materialized,
    previous: view,
  });
}

function created(view: View): Change {
  return change({ kind: "createView", view: inOwnWords(view) });
}

/** What makes the indexes of `actual`, a view that stays, those of `desired`. */
function compareViewIndexes(actual: View, desired: View): readonly Change[] {
  const { both, added, removed } = match(indexesOf(actual), indexesOf(desired), byName);
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
