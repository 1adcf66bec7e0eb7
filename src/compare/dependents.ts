/** Objects that depend on the tables, columns and types that a plan changes. */
import { key, refKey } from "../operations/keys.js";
import { constraintsOf } from "../operations/rules/constraints.js";
import { mentions, nameKey } from "../schema/identifiers.js";
import type { Dependency, Dependent, ObjectRef, SchemaObject } from "../schema/object-ref.js";
import type { EnumType, Schema, Table } from "../schema/types.js";
import type { Change } from "./change.js";
import type { ColumnPlan } from "./kinds/columns.js";
import { constraintDefinition, indexDefinitions } from "./kinds/definitions.js";
import { planExtras } from "./kinds/extras.js";
import { rebuiltViews, type RenamedViews } from "./kinds/views.js";
import { isSame, match, type Pair } from "./match.js";

/** An object that makes PostgreSQL refuse a change of these columns. */
export interface Obstacles {
  /** A view or policy that must be dropped before and created again after the change. */
  has(object: ObjectRef<"view" | "materializedView" | "policy">): boolean;
  /** An object that the comparison cannot recreate. */
  readonly others: readonly Obstacle[];
}

export interface Obstacle extends Dependent {
  /** It is dropped for good, because what it uses is. */
  readonly isDoomed?: boolean;
}

/** A table that both sides have, with the plan for its columns. */
export interface TablePair extends Pair<Table> {
  readonly columns: ColumnPlan;
}

interface Changing {
  readonly actual: Schema;
  readonly desired: Schema;
  readonly pairs: readonly TablePair[];
  /** Tables that are dropped. */
  readonly doomed: readonly Table[];
  readonly recreatedEnums: readonly EnumType[];
}

export interface ChangeContext {
  readonly dependencies: readonly Dependency[];
  readonly renamedViews: RenamedViews;
  /** Drops triggers and the like that the desired side does not have. */
  readonly comparesExtras: boolean;
}

/** The views and policies to recreate, the changes of extras, and the remaining obstacles. */
export function planDependents(
  { actual, desired, pairs, doomed, recreatedEnums }: Changing,
  { dependencies, renamedViews, comparesExtras }: ChangeContext,
): { readonly obstacles: Obstacles; readonly extras: readonly Change[] } {
  const columnsThat = (change: "retyped" | "recreated" | "dropped"): readonly string[] =>
    pairs.flatMap(({ actual: table, columns }) =>
      [...columns[change]].map((column) => key.column(table, column)),
    );
  const [retyped, recreated] = [columnsThat("retyped"), columnsThat("recreated")];
  const gone = [...columnsThat("dropped"), ...doomed.map(key.relation)];
  const changing = [
    ...retyped,
    ...recreated,
    ...gone,
    ...recreatedEnums.map(key.type),
    ...pairs.flatMap(changingKeys),
  ];
  const known = new Set([...actual.tables, ...actual.views].map(nameKey));
  const obstaclesTo = (relations: readonly string[]): Obstacles =>
    obstaclesOf(dependencies, {
      changing: new Set([...changing, ...relations]),
      gone: new Set(gone),
      known,
    });
  const rebuilt = rebuiltViews(actual, desired, obstaclesTo([]), renamedViews);
  const rebuiltKeys = actual.views.filter((view) => rebuilt.has(nameKey(view))).map(key.relation);
  const removed = match(actual.views, desired.views, nameKey).removed.map(key.relation);
  const obstacles = obstaclesTo([...removed, ...rebuiltKeys]);
  const extras = planExtras(actual, desired, {
    retyped: new Set(retyped),
    recreated: new Set([...recreated, ...rebuiltKeys]),
    gone: new Set([...gone, ...removed]),
    recreatedEnums,
    compares: comparesExtras,
  });
  const others = [...obstacles.others, ...extras.obstacles, ...pairs.flatMap(partitionKeys)];
  return { obstacles: { ...obstacles, others }, extras: extras.changes };
}

/** PostgreSQL cannot change a column of a partition key. */
function partitionKeys({ actual, columns }: TablePair): readonly Dependent[] {
  const { partitionKey = "", schema, name } = actual;
  return [...columns.retyped, ...columns.recreated, ...columns.dropped]
    .filter((column) => mentions(partitionKey, column))
    .map((column) => ({ kind: "partitionKey", schema, table: name, name: column }));
}

/** Columns and keys that foreign keys may reference and that change. */
function changingKeys({ actual, desired }: TablePair): readonly string[] {
  // Nearly all tables.
  if (
    actual.indexes.every((index) => !index.unique) &&
    isSame(actual.primaryKey, desired.primaryKey) &&
    isSame(actual.uniqueConstraints, desired.uniqueConstraints)
  )
    return [];
  const indexDefinition = indexDefinitions(actual, desired);
  const definitionsIn = (table: Table): ReadonlyMap<string, string> =>
    new Map([
      ...constraintsOf({ ...table, checks: [], foreignKeys: [] }).map(
        (own) => [own.constraint.name, constraintDefinition(own)] as const,
      ),
      ...table.indexes
        .filter(({ unique }) => unique)
        .map((index) => [index.name, indexDefinition(index)] as const),
    ]);
  const wanted = definitionsIn(desired);
  return [...definitionsIn(actual)]
    .filter(([name, definition]) => wanted.get(name) !== definition)
    .map(([name]) => key.constraint(actual, name));
}

interface ChangingObjects {
  /** Relations, columns, enums and keys that are dropped, recreated or changed. */
  readonly changing: ReadonlySet<string>;
  /** Tables and columns that are dropped for good. */
  readonly gone: ReadonlySet<string>;
  /** Tables and views that the comparison handles itself. */
  readonly known: ReadonlySet<string>;
}

/** Finds the obstacles among all dependencies of a database. */
function obstaclesOf(
  dependencies: readonly Dependency[],
  { changing, gone, known }: ChangingObjects,
): Obstacles {
  const changed =
    changing.size === 0
      ? []
      : dependencies.filter(({ on }) => keysWithin(on).some((own) => changing.has(own)));
  const standing = new Set(changed.flatMap(({ dependent }) => viewOrPolicy(dependent)));
  const others = new Map<string, Obstacle>();
  for (const { dependent, on } of changed) {
    const { kind, schema = "", table, name } = dependent;
    const isKnown = known.has(nameKey({ schema, name: table ?? name }));
    if (isKnown && kind !== "function" && kind !== "type") continue;
    // An object that uses several others is dropped for good if one of them is.
    const isDoomed = keysWithin(on).some((own) => gone.has(own));
    const own = JSON.stringify(dependent);
    if (isDoomed || !others.has(own))
      others.set(own, isDoomed ? { ...dependent, isDoomed } : dependent);
  }
  return { has: (object) => standing.has(refKey(object)), others: [...others.values()] };
}

/** The keys of an object and of the table or view that it belongs to. */
function keysWithin({ kind, schema = "", table, name }: SchemaObject): readonly string[] {
  if (kind === "enum") return [key.type({ schema, name })];
  const relation = { schema, name: table ?? name };
  const part = kind === "column" ? key.column : key.constraint;
  return [key.relation(relation), part(relation, name)];
}

function viewOrPolicy({ kind, schema = "", table = "", name }: Dependent): readonly string[] {
  if (kind === "policy") return [key.policy({ schema, name: table }, name)];
  return kind === "view" || kind === "materializedView" ? [key.relation({ schema, name })] : [];
}
