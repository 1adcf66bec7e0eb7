/** What the changes of tables set in motion around them. */
import { nameKey, mentions } from "../schema/identifiers.js";
import type { Dependency, Dependent, Schema, Table } from "../schema/types.js";
import type { Change } from "./change.js";
import type { ColumnPlan } from "./kinds/columns.js";
import { constraintsOf } from "../operations/rules/constraints.js";
import { constraintDefinition, indexDefinitions } from "./kinds/definitions.js";
import { objectKey, type Obstacles, obstaclesOf } from "./dependents.js";
import { planExtras } from "./kinds/extras.js";
import { match, isSame } from "./match.js";
import { rebuiltViews, type RenamedViews } from "./kinds/views.js";

/** What a table's changes have to do with the rest of the database. */
export interface ChangeContext {
  readonly dependencies: readonly Dependency[];
  readonly renamedViews?: RenamedViews;
  /** What the desired side does not have of triggers and the like goes. */
  readonly comparesExtras?: boolean;
}

interface Plans {
  readonly actual: Schema;
  readonly desired: Schema;
  readonly pairs: readonly Pair[];
  /** Tables that are dropped. */
  readonly doomed: readonly Table[];
}

/** What stands on that which moves: views and policies to rebuild, extras, and what is in the way. */
export function planDependents(
  { actual, desired, pairs, doomed }: Plans,
  recreatedEnums: ReadonlySet<string>,
  { dependencies, renamedViews, comparesExtras = false }: ChangeContext,
): { readonly obstacles: Obstacles; readonly extras: readonly Change[] } {
  const columnsThat = (move: "retyped" | "recreated" | "dropped"): ReadonlySet<string> =>
    new Set(
      pairs.flatMap(({ actual: table, columns }) =>
        [...columns[move]].map((column) => objectKey(table, column)),
      ),
    );
  const columns = {
    retyped: columnsThat("retyped"),
    recreated: columnsThat("recreated"),
    dropped: columnsThat("dropped"),
  };
  const goneTables = new Set(doomed.map(nameKey));
  const moved = {
    columns: new Set([...columns.retyped, ...columns.recreated, ...columns.dropped]),
    enums: recreatedEnums,
    gone: new Set([...goneTables, ...columns.dropped]),
    keys: new Set(pairs.flatMap(movingKeys)),
    known: new Set([...actual.tables, ...actual.views].map(nameKey)),
  };
  const first = obstaclesOf(dependencies, { ...moved, relations: goneTables });
  const rebuilt = rebuiltViews(actual, desired, first, renamedViews);
  const gone = new Set([
    ...goneTables,
    ...match(actual.views, desired.views, nameKey).removed.map(nameKey),
  ]);
  const obstacles = obstaclesOf(dependencies, {
    ...moved,
    relations: new Set([...gone, ...rebuilt]),
  });
  const extras = planExtras(actual, desired, {
    ...columns,
    rebuilt,
    gone,
    recreatedEnums: actual.enums.filter((type) => recreatedEnums.has(nameKey(type))),
    compares: comparesExtras,
  });
  const others = [...obstacles.others, ...extras.obstacles, ...pairs.flatMap(partitionKeys)];
  return { obstacles: { ...obstacles, others }, extras: extras.changes };
}

/** PostgreSQL changes no column that divides a table. */
function partitionKeys({ actual, columns }: Pair): readonly Dependent[] {
  const { partitionKey = "", schema, name } = actual;
  return [...columns.retyped, ...columns.recreated, ...columns.dropped]
    .filter((column) => mentions(partitionKey, column))
    .map((column) => ({ kind: "partitionKey", schema, table: name, name: column }));
}

/** What foreign keys may lead to, where it does not stay as it is. */
function movingKeys({ actual, desired }: Pair): readonly string[] {
  // Nearly all of them.
  if (
    actual.indexes.every((one) => !one.unique) &&
    isSame(actual.primaryKey, desired.primaryKey) &&
    isSame(actual.uniqueConstraints, desired.uniqueConstraints)
  )
    return [];
  const index = indexDefinitions(actual, desired);
  const keysOf = (table: Table): readonly (readonly [string, string])[] => [
    ...constraintsOf({ ...table, checks: [], foreignKeys: [] }).map(
      (one) => [one.constraint.name, constraintDefinition(one)] as const,
    ),
    ...table.indexes.flatMap((one) => (one.unique ? [[one.name, index(one)] as const] : [])),
  ];
  const wanted = new Map(keysOf(desired));
  return keysOf(actual)
    .filter(([name, definition]) => wanted.get(name) !== definition)
    .map(([name]) => objectKey(actual, name));
}

/** A table that both sides have, with the plan for its columns. */
export interface Pair {
  readonly actual: Table;
  readonly desired: Table;
  readonly columns: ColumnPlan;
}
