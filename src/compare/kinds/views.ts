/** Views, materialized views, and the indexes of these, which models cannot declare. */
import { mentions, nameKey, qualifiedName } from "../../schema/identifiers.js";
import { type ObjectRef, refTo } from "../../schema/object-ref.js";
import { codeOf } from "../../schema/sql-scanner.js";
import type { Extra, Schema, View } from "../../schema/types.js";
import {
  change,
  type Change,
  changesOf,
  compareComments,
  executed,
  undoneAsOne,
} from "../change.js";
import { byName, isSame, match, type Pair } from "../match.js";
import { reachable } from "../order/graph.js";
import type { Parameters } from "./definitions.js";
import { createExtra } from "./extras.js";

export interface ViewPlan {
  readonly changes: readonly Change[];
  /** Drops that run before any rename, and are undone after all renames are undone. */
  readonly early: readonly Change[];
  /** The views of `early`, by {@link nameKey}. */
  readonly formerlyDropped: ReadonlySet<string>;
}

/** Finds the views that must be dropped before the objects that they read change. */
interface ViewObstacles {
  has(view: ObjectRef<"view" | "materializedView">): boolean;
}

/** Views that renames affect. */
export interface RenamedViews {
  /** The old views, by their new names. */
  readonly former: ReadonlyMap<string, View>;
  /** Those that will match the models. */
  readonly same: ReadonlySet<string>;
}

/** Recreates views that block a change of what they read, and all views that read those. */
export function compareViews(
  actual: Schema,
  desired: Schema,
  obstacles: ViewObstacles,
  renamed: RenamedViews,
): ViewPlan {
  const rebuilt = rebuiltViews(actual, desired, obstacles, renamed);
  const early: Change[] = [];
  const formerlyDropped = new Set<string>();
  const drop = (view: View): readonly Change[] => {
    const former = renamed.former.get(nameKey(view));
    if (former === undefined) return [dropView(view)];
    early.push(dropView(former));
    formerlyDropped.add(nameKey(former));
    return [];
  };
  const changes = changesOf(match(actual.views, desired.views, nameKey), {
    drop,
    create: createView,
    alter: (was, shall) =>
      rebuilt.has(nameKey(was))
        ? [...drop(was), createView(withReads(shall, was))]
        : [
            ...alterOptions(was, shall),
            ...compareComments(refToView(shall), was, shall),
            ...compareIndexes(was, shall),
          ],
  });
  return { changes, early, formerlyDropped };
}

function refToView(view: View): ObjectRef<"view" | "materializedView"> {
  return refTo(view.materialized ? "materializedView" : "view", view);
}

/** The views of both sides that are recreated, by {@link nameKey}. */
export function rebuiltViews(
  actual: Schema,
  desired: Schema,
  obstacles: ViewObstacles,
  renamed: RenamedViews,
): ReadonlySet<string> {
  if (actual.views.length === 0) return new Set();
  const { both, removed } = match(actual.views, desired.views, nameKey);
  const gone = new Set(removed.map(nameKey));
  const grown = grownTables(actual, desired);
  const rebuilt = both.filter(
    (pair) => !sameView(pair.actual, pair.desired, renamed) || growsWith(pair, grown),
  );
  const inTheWay = actual.views.filter((view) => obstacles.has(refToView(view)));
  const roots = [...inTheWay, ...rebuilt.map((pair) => pair.actual)].map(nameKey);
  const readers = withReaders(actual.views, [...roots, ...gone]);
  return new Set([...readers].filter((view) => !gone.has(view)));
}

/** Adds to the relations, by {@link nameKey}, the views that read them, directly or indirectly. */
export function withReaders(
  views: readonly View[],
  relations: Iterable<string>,
): ReadonlySet<string> {
  const readers = new Map<string, string[]>();
  for (const view of views)
    for (const read of view.dependsOn.map(nameKey))
      readers.set(read, [...(readers.get(read) ?? []), nameKey(view)]);
  return reachable(relations, (relation) => readers.get(relation) ?? []);
}

/** Tables that get new columns. */
function grownTables(actual: Schema, desired: Schema): ReadonlySet<string> {
  const grown = match(actual.tables, desired.tables, nameKey).both.filter(
    (pair) => match(pair.actual.columns, pair.desired.columns, byName).added.length > 0,
  );
  return new Set(grown.map((pair) => nameKey(pair.desired)));
}

/** Whether the view will show columns that do not exist yet. */
function growsWith({ actual, desired }: Pair<View>, grown: ReadonlySet<string>): boolean {
  return (
    actual.dependsOn.some((read) => grown.has(nameKey(read))) &&
    takesAllColumns(desired.source ?? desired.definition)
  );
}

/**
 * Whether a query selects all columns, so that its result changes when a table gets another one.
 *
 * @example takesAllColumns("select t.*, count(*) from t") // true
 */
export function takesAllColumns(query: string): boolean {
  const code = codeOf(query).map(({ text }) => text.toLowerCase());
  return code.some((text, index) => {
    if (text !== "*") return false;
    const before = code[index - 1] ?? "";
    const after = code[index + 1] ?? "";
    // The star in `distinct on (a) *` does not multiply.
    return before === ")"
      ? /^(?:from|,)$/.test(after)
      : /^(?:select|distinct|all|,|\.)$/.test(before);
  });
}

function sameView(actual: View, desired: View, { former, same }: RenamedViews): boolean {
  const name = nameKey(actual);
  const isSameQuery = former.has(name) ? same.has(name) : actual.definition === desired.definition;
  return (
    isSameQuery &&
    actual.materialized === desired.materialized &&
    (actual.using ?? "heap") === (desired.using ?? "heap") &&
    actual.tablespace === desired.tablespace
  );
}

/** Models do not know what a raw query reads. If the query is the same, the catalog knows. */
function withReads(desired: View, actual: View): View {
  return desired.definition === actual.definition
    ? { ...desired, dependsOn: actual.dependsOn }
    : desired;
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

function changedOptions(from: Parameters, to: Parameters): Record<string, string | null> {
  const changed = Object.keys({ ...to, ...from }).filter((name) => from[name] !== to[name]);
  return Object.fromEntries(changed.map((name) => [name, to[name] ?? null]));
}

function dropView(previous: View): Change {
  const { materialized } = previous;
  return change({ kind: "dropView", view: qualifiedName(previous), materialized, previous });
}

/** The view with its query as the model spells it. */
function createView({ source, ...view }: View): Change {
  return change({ kind: "createView", view: { ...view, definition: source ?? view.definition } });
}

/** Compares the indexes of a materialized view that stays. */
function compareIndexes(actual: View, desired: View): readonly Change[] {
  return changesOf(match(indexesOf(actual), indexesOf(desired), byName), {
    drop: (index) =>
      change({ kind: "execute", sql: index.drop }, { undo: executed(createExtra(actual, index)) }),
    create: (index) => undoneAsOne(executed(createExtra(desired, index)), executed([index.drop])),
    alter: (was, shall) =>
      isSame(was.create, shall.create) && isSame(was.attributes, shall.attributes) ? [] : undefined,
  });
}

function indexesOf({ extras = [] }: View): readonly Extra[] {
  return extras.filter(({ kind }) => kind === "materializedIndex");
}

/** The attributes and extras of `actual` that a view with another query can keep. */
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
