/**
 * The comparison: takes two descriptions of a schema, returns the operations of an upgrade and a
 * downgrade. First come passes over the schemas, then over the changes, then over operations.
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
  /** Undoes the upgrade. */
  readonly downgrade: readonly Operation[];
  /** What undoes an operation of the upgrade, if that is not its own inverse. */
  readonly undo: ReadonlyMap<Operation, readonly Operation[]>;
  /** Names of tables that only the database has and that are not dropped. */
  readonly left: readonly string[];
  /** Objects that make PostgreSQL refuse the upgrade, and that the comparison cannot recreate. */
  readonly obstacles: readonly Obstacle[];
}

/** Bring both sides into the same form. */
const schemaPasses: readonly SchemaPass[] = [normalForm, sharedSequences];

/** Complete models with what they cannot declare. */
const modelPasses: readonly SchemaPass[] = [keepUnmanaged, mentionedReads];

/** See all changes in their final order. */
const sortedPasses: readonly ((sorted: readonly Change[], sides: Sides) => readonly Change[])[] = [
  concurrentBuildsTogether,
  withReread,
];

/** See the final operations of one direction. */
const operationPasses: readonly ((operations: readonly Operation[]) => readonly Operation[])[] = [
  withoutNeedlessDrops,
  withRestored,
];

/**
 * Compares two schemas. Expressions with the same meaning must be spelled the same.
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
      // Operations that only complete another one are undone with it.
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
  // Changes without an inverse are undone by comparing the two states in the other direction.
  const planBack = (from: Schema, to: Schema): readonly Operation[] =>
    planOf(
      { actual: from, desired: to },
      { catalogs: true, dependencies: options.dependencies ?? [] },
    ).sorted.flatMap(inFull);
  const renamed = afterRenames(present, renamedViews, views);
  const values = enumValuesFirst(renames.others, renamed, planBack);
  // Columns lose their expressions before all other changes. The downgrade restores them after all
  // others by adding the columns again, which also recreates everything that depends on them.
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

/** The changes of each kind of object, not yet in order. */
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
