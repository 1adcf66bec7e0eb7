/**
 * The comparison: two descriptions of a schema in, the operations that make the one the other out,
 * and those that take it back.
 */
import { isConcurrentBuild } from "../operations/compile.js";
import { inverse } from "../operations/inverse.js";
import type { Operation } from "../operations/types.js";
import { nameKey } from "../schema/identifiers.js";
import type { Dependency, Schema } from "../schema/types.js";
import { compareAttributes } from "./kinds/attributes.js";
import { change, type Change, undoneAsOne } from "./change.js";
import { compareComments } from "./kinds/comments.js";
import type { Obstacle } from "./dependents.js";
import { withoutExpressions } from "./passes/drop-expressions.js";
import { addedFirst } from "./passes/add-enum-values-first.js";
import { planEnums } from "./kinds/enums.js";
import { match } from "./match.js";
import { withMergedKeys } from "./passes/merged-keys.js";
import { inNameOrder } from "./passes/name-order.js";
import { order } from "./order/order.js";
import { preference, readingOrder } from "./preference.js";
import type { AppliedStep, Renamed } from "./renames/renames.js";
import { aroundRemadeTypes, typesIn } from "./passes/around-recreated-types.js";
import { withRestored } from "./passes/restore-attributes.js";
import { reparsableView, withReparsableText } from "./passes/reparsable.js";
import { withReread } from "./passes/recreate-reread.js";
import { compareOwners, withSharedSequences } from "./kinds/owned-sequences.js";
import { compareRoles } from "./kinds/roles.js";
import { compareSequences } from "./kinds/sequences.js";
import { withoutNeedlessDrops } from "./passes/needless-drops.js";
import { planTables, type TablePlan } from "./kinds/tables.js";
import { untangle } from "./order/untangle.js";
import { withoutSaidComments, withUnsaid } from "./passes/keep-unmanaged.js";
import { compareViews, type RenamedViews, type ViewPlan } from "./kinds/views.js";

export interface Comparison {
  /** In the order in which PostgreSQL accepts them. */
  readonly upgrade: readonly Operation[];
  /** What takes the upgrade back, in its order. */
  readonly downgrade: readonly Operation[];
  /** What takes an operation of the upgrade back, where that is not its own inverse. */
  readonly undo: ReadonlyMap<Operation, readonly Operation[]>;
  /** Tables that only the database has and that were left alone, for people. */
  readonly left: readonly string[];
  /** What PostgreSQL will refuse the upgrade for, and the comparison knows no way round. */
  readonly obstacles: readonly Obstacle[];
}

export interface CompareOptions {
  /** Renames that the user confirmed; `actual` is their schema. */
  readonly renamed?: Pick<Renamed, "steps" | "formerViews">;
  /**
   * Of the views that something renamed concerns, those that mean what the models say, by
   * {@link nameKey}.
   */
  readonly sameViews?: ReadonlySet<string>;
  /** What in the database stands on what, by the names of `actual`. */
  readonly dependencies?: readonly Dependency[];
  /**
   * Both sides were read from a catalog: what `desired` does not have, it shall not have. By default
   * it is a model, which has no words for comments, `DEFERRABLE` and the like.
   */
  readonly catalogs?: boolean;
  /** Compare as well what only catalogs say: triggers and the like, and how things are stored. */
  readonly attributes?: boolean;
  /** The models say comments, too, as far as they can. */
  readonly comments?: boolean;
}

/**
 * Compares two schemas whose expressions are spelled alike where they mean the same.
 *
 * @param given What is there, with the renames already applied.
 * @param asked What shall be there.
 * @throws GenError `plan_cycle`
 *
 * @example compare(empty, models).upgrade // creates everything
 */
export function compare(given: Schema, asked: Schema, options: CompareOptions = {}): Comparison {
  const actual = inNameOrder(withReparsableText(given));
  const wanted = inNameOrder(withReparsableText(asked));
  const { sorted: found, tables } = planOf(actual, wanted, options);
  const sorted = withReread(found, actual);
  const upgrade = withRestored(withoutNeedlessDrops(forwards(sorted)));
  const own = new Set(sorted.map((one) => one.operation));
  return {
    upgrade,
    downgrade: withRestored(
      withoutNeedlessDrops(
        sorted.toReversed().flatMap((one) => one.undo ?? inverse(one.operation)),
      ),
    ),
    undo: new Map([
      ...sorted.flatMap((one) => (one.undo ? [[one.operation, one.undo] as const] : [])),
      // What only completes another operation goes with what that one makes.
      ...upgrade.flatMap((one) => (own.has(one) ? [] : [[one, []] as const])),
    ]),
    left: tables.left,
    obstacles: tables.obstacles.others,
  };
}

function forwards(sorted: readonly Change[]): readonly Operation[] {
  return sorted.flatMap((one) => [...(one.first ?? []), one.operation, ...(one.then ?? [])]);
}

function planOf(
  given: Schema,
  asked: Schema,
  options: CompareOptions,
): { readonly sorted: readonly Change[]; readonly tables: TablePlan } {
  const { actual: present, desired: wanted } = withSharedSequences(given, asked);
  const released = withoutExpressions(present, wanted);
  const actual = released.schema;
  const unsaid = options.comments === true ? withoutSaidComments(actual) : actual;
  const desired =
    options.catalogs === true ? wanted : withUnsaid(unsaid, withMergedKeys(unsaid, wanted));
  const enums = planEnums(actual, desired);
  const renamedViews = {
    former: new Map(
      Array.from(options.renamed?.formerViews ?? [], ([key, view]) => [key, reparsableView(view)]),
    ),
    same: options.sameViews ?? new Set(),
  };
  const { dependencies = [] } = options;
  const tables = planTables(actual, desired, enums.remade, {
    dependencies,
    renamedViews,
    comparesExtras: options.attributes ?? false,
  });
  const views = compareViews(actual, desired, tables.obstacles, renamedViews);
  const described = [
    ...compareNamespaces(actual, desired),
    ...compareRoles(actual, desired),
    ...enums.changes,
    ...compareSequences(actual, desired),
    ...compareOwners(actual, desired, tables.stays),
    ...aroundRemadeTypes(
      [...tables.changes, ...views.changes],
      typesIn(actual.enums, enums.remade),
    ),
  ];
  const changes = options.attributes
    ? [...described, ...compareAttributes(actual, desired, described)]
    : described;
  const removed = match(actual.tables, desired.tables, nameKey).removed;
  const prefers = preference(readingOrder([...desired.tables, ...removed]));
  const steps = renameSteps(options.renamed?.steps ?? [], views.formerlyDropped);
  const needed = neededSchemas(changes, steps);
  const rest = needed.size === 0 ? changes : changes.filter((one) => !needed.has(one));
  const standing = withStandingViews(present, desired, renamedViews, views);
  const planBack = (from: Schema, to: Schema): readonly Operation[] =>
    forwards(planOf(from, to, { catalogs: true, dependencies }).sorted);
  const { early, others } = addedFirst(rest, standing, planBack);
  // Columns lose their expressions before all else changes, and get them back after all else has:
  // they are then added again, and whatever stands on them is taken down and put back.
  const isReleased = released.operations.length > 0;
  const release = undoneAsOne(
    released.operations,
    isReleased ? planBack({ ...standing, tables: actual.tables }, standing) : [],
  );
  const sorted = [
    ...order(views.early, prefers),
    ...needed,
    ...steps.map((operation) => change(operation)),
    ...early,
    ...release,
    ...withConcurrentBuildsTogether(order(untangle(others), prefers)),
  ];
  return { sorted, tables };
}

/**
 * Indexes that are built concurrently come after everything but what needs one of them. None needs
 * anything of that, so all of them come where the first does, and cut the plan only once.
 */
function withConcurrentBuildsTogether(sorted: readonly Change[]): readonly Change[] {
  const first = sorted.findIndex(isBuild);
  if (first < 0) return sorted;
  const rest = sorted.slice(first);
  return [
    ...sorted.slice(0, first),
    ...rest.filter(isBuild),
    ...rest.filter((one) => !isBuild(one)),
  ];
}

function isBuild({ operation }: Change): boolean {
  return isConcurrentBuild(operation);
}

/** The schema right after the renames: without the views that went before, the others in new words. */
function withStandingViews(
  actual: Schema,
  desired: Schema,
  { former }: RenamedViews,
  { formerlyDropped }: ViewPlan,
): Schema {
  if (former.size === 0) return actual;
  const wanted = new Map(desired.views.map((view) => [nameKey(view), view.definition]));
  return {
    ...actual,
    views: actual.views.flatMap((view) => {
      const was = former.get(nameKey(view));
      if (was === undefined) return [view];
      if (formerlyDropped.has(`relation ${nameKey(was)}`)) return [];
      return [{ ...view, definition: wanted.get(nameKey(view)) ?? view.definition }];
    }),
  };
}

/** A view that is made anew need not be renamed before. */
function renameSteps(
  steps: readonly AppliedStep[],
  dropped: ReadonlySet<string>,
): readonly Operation[] {
  return steps
    .filter((step) => step.rename.kind !== "view" || !dropped.has(step.origin))
    .flatMap((step) => step.operations);
}

/** The new schemas into which something moves before everything else. */
function neededSchemas(
  changes: readonly Change[],
  steps: readonly Operation[],
): ReadonlySet<Change> {
  const targets = new Set(
    steps.flatMap((one) =>
      one.kind === "setTableSchema" ||
      one.kind === "setEnumSchema" ||
      one.kind === "setSequenceSchema" ||
      one.kind === "setViewSchema"
        ? [one.to]
        : [],
    ),
  );
  return new Set(
    changes.filter(
      ({ operation }) => operation.kind === "createSchema" && targets.has(operation.namespace.name),
    ),
  );
}

function compareNamespaces(actual: Schema, desired: Schema): readonly Change[] {
  const { both, added, removed } = match(actual.namespaces, desired.namespaces, (one) => one.name);
  return [
    ...both.flatMap((pair) =>
      compareComments({ on: "schema", name: pair.desired.name }, pair.actual, pair.desired),
    ),
    ...added
      .filter((namespace) => namespace.name !== "public")
      .map((namespace) => change({ kind: "createSchema", namespace })),
    ...removed
      .filter((namespace) => namespace.name !== "public")
      .map((previous) => change({ kind: "dropSchema", name: previous.name, previous })),
  ];
}
