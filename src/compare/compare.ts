/**
 * The comparison: two descriptions of a schema in, the operations of an upgrade and a downgrade
 * out. It is a list of passes: over schemas, over changes, and at last over operations.
 */
import { inverse } from "../operations/rules.js";
import type { Operation } from "../operations/types.js";
import { nameKey } from "../schema/identifiers.js";
import { reparsable } from "../schema/reparsable.js";
import type { Schema } from "../schema/types.js";
import { type Change, inFull, undoneAsOne } from "./change.js";
import type { Obstacle } from "./dependents.js";
import { compareAttributes } from "./kinds/attributes.js";
import { aroundRecreatedTypes, planEnums } from "./kinds/enums.js";
import { compareExtensions, compareNamespaces, compareRoles } from "./kinds/global-objects.js";
import { compareOwners, compareSequences } from "./kinds/sequences.js";
import { planTables, type TablePlan } from "./kinds/tables.js";
import { compareViews, type RenamedViews } from "./kinds/views.js";
import { match } from "./match.js";
import type { CompareOptions, SchemaPass, Sides } from "./options.js";
import { concurrentBuildsTogether, order, preference, untangle } from "./order/order.js";
import {
  afterRenames,
  enumValuesFirst,
  expressionsFirst,
  renamesFirst,
} from "./passes/early-changes.js";
import { withoutNeedlessDrops, withRestored } from "./passes/finished-operations.js";
import { keepUnmanaged } from "./passes/keep-unmanaged.js";
import { mentionedReads } from "./passes/mentioned-reads.js";
import { withReread } from "./passes/recreate-reread.js";
import { normalForm, sharedSequences } from "./passes/same-form.js";

export type { CompareOptions } from "./options.js";

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

/** Makes both sides say the same thing in the same way. */
const schemaPasses: readonly SchemaPass[] = [normalForm, sharedSequences];

/** Completes models with what they have no words for. */
const modelPasses: readonly SchemaPass[] = [keepUnmanaged, mentionedReads];

/** Looks at all changes in their final order. */
const sortedPasses: readonly ((sorted: readonly Change[], sides: Sides) => readonly Change[])[] = [
  concurrentBuildsTogether,
  withReread,
];

/** Takes the last words out of, and puts them into, one direction of the plan. */
const operationPasses: readonly ((operations: readonly Operation[]) => readonly Operation[])[] = [
  withoutNeedlessDrops,
  withRestored,
];

/**
 * Compares two schemas whose expressions are spelled alike where they mean the same.
 *
 * @throws GenError `plan_cycle`
 * @example compare(empty, models).upgrade // creates everything
 */
export function compare(actual: Schema, desired: Schema, options: CompareOptions = {}): Comparison {
  const { sorted, tables } = planOf({ actual, desired }, options);
  const finished = (operations: readonly Operation[]): readonly Operation[] =>
    operationPasses.reduce((list, pass) => pass(list), operations);
  const upgrade = finished(sorted.flatMap(inFull));
  const own = new Set(sorted.map(({ operation }) => operation));
  return {
    upgrade,
    downgrade: finished(
      sorted.toReversed().flatMap(({ operation, undo }) => undo ?? inverse(operation)),
    ),
    undo: new Map([
      ...sorted.flatMap(({ operation, undo }) => (undo ? [[operation, undo] as const] : [])),
      // What only completes another operation goes with what that one makes.
      ...upgrade.flatMap((operation) => (own.has(operation) ? [] : [[operation, []] as const])),
    ]),
    left: tables.left,
    obstacles: tables.obstacles.others,
  };
}

function planOf(
  given: Sides,
  options: CompareOptions,
): { readonly sorted: readonly Change[]; readonly tables: TablePlan } {
  const passes = options.catalogs === true ? schemaPasses : [...schemaPasses, ...modelPasses];
  const present = passes.reduce((sides, pass) => pass(sides, options), given);
  const { desired } = present;
  const released = expressionsFirst(present);
  const actual = { ...present.actual, tables: released.tables };
  const former = new Map(
    Array.from(options.renamed?.formerViews ?? [], ([name, view]) => [
      name,
      { ...view, definition: reparsable(view.definition) },
    ]),
  );
  const renamedViews = { former, same: options.sameViews ?? new Set() };
  const { changes, views, tables } = compareKinds({ actual, desired }, renamedViews, options);
  const removed = match(actual.tables, desired.tables, nameKey).removed;
  const prefers = preference([...desired.tables, ...removed]);

  const renames = renamesFirst(changes, options.renamed?.steps ?? [], views);
  // What cannot be taken back by its inverse is taken back by what makes the one schema the other.
  const planBack = (from: Schema, to: Schema): readonly Operation[] =>
    planOf(
      { actual: from, desired: to },
      { catalogs: true, dependencies: options.dependencies ?? [] },
    ).sorted.flatMap(inFull);
  const renamed = afterRenames(present, renamedViews, views);
  const values = enumValuesFirst(renames.others, renamed, planBack);
  // Columns lose their expressions before all else changes, and get them back after all else has:
  // they are then added again, and whatever stands on them is taken down and put back.
  const release =
    released.operations.length === 0
      ? []
      : undoneAsOne(released.operations, planBack({ ...renamed, tables: actual.tables }, renamed));
  const sorted = [
    ...order(views.early, prefers),
    ...renames.early,
    ...values.early,
    ...release,
    ...order(untangle(values.others), prefers),
  ];
  return {
    sorted: sortedPasses.reduce<readonly Change[]>((list, pass) => pass(list, present), sorted),
    tables,
  };
}

/** The changes of each kind of object, in no order yet. */
function compareKinds(
  { actual, desired }: Sides,
  renamedViews: RenamedViews,
  { dependencies = [], attributes = false }: CompareOptions,
) {
  const enums = planEnums(actual, desired);
  const context = { dependencies, renamedViews, comparesExtras: attributes };
  const tables = planTables(actual, desired, enums.recreated, context);
  const views = compareViews(actual, desired, tables.obstacles, renamedViews);
  const changes = [
    ...compareNamespaces(actual, desired),
    ...compareExtensions(actual, desired),
    ...compareRoles(actual, desired),
    ...enums.changes,
    ...compareSequences(actual, desired),
    ...compareOwners(actual, desired, tables.stays),
    ...aroundRecreatedTypes([...tables.changes, ...views.changes], enums.recreated),
  ];
  const others = attributes ? compareAttributes(actual, desired, changes) : [];
  return { changes: [...changes, ...others], tables, views };
}
