/** Tables, and all that belongs to one. */
import { refTo } from "../../schema/object-ref.js";
import { displayName, nameKey, qualifiedName, mentions } from "../../schema/identifiers.js";
import type { Constraint } from "../../operations/types.js";
import type { ForeignKey, Index, QualifiedName, Schema, Table } from "../../schema/types.js";
import { change, type Change, compareComments } from "../change.js";
import { keysOf } from "../../operations/keys.js";
import { enumsOnBothSides } from "../come-back.js";
import { planColumns } from "./columns.js";
import { compareConstraints } from "./constraints.js";
import { componentsOf, references } from "../order/graph.js";
import type { Obstacles } from "../dependents.js";
import { compareIndexes } from "./indexes.js";
import { family } from "./lost-attributes.js";
import { enumsIn } from "./named-defaults.js";
import { match } from "../match.js";
import type { Stays } from "./sequences.js";
import { type Pair, planDependents, type ChangeContext } from "../movement.js";
import { compareRowSecurity, createPolicy, dropPolicy, readsElsewhere } from "./policies.js";

export interface TablePlan {
  readonly changes: readonly Change[];
  readonly obstacles: Obstacles;
  /** Whether a column that both sides have stays, rather than being dropped and added again. */
  readonly stays: Stays;
  /** Tables that only the database has and that are left there, because Drizzle cannot say them. */
  readonly left: readonly string[];
}

/** What makes the tables of `actual` those of `desired`. */
export function planTables(
  actual: Schema,
  desired: Schema,
  recreatedEnums: ReadonlySet<string>,
  context: ChangeContext,
): TablePlan {
  const tables = match(actual.tables, desired.tables, nameKey);
  const special = tables.removed.filter((table) => table.special !== undefined);
  const doomed = tables.removed.filter((table) => table.special === undefined);
  // What is left alone follows a type that is recreated all the same.
  const left = special.map((table) => ({ actual: table, desired: table }));
  const enums = enumsOnBothSides(actual, desired);
  const pairs = [...tables.both, ...left].map((pair) => ({
    ...pair,
    columns: planColumns(pair.actual, pair.desired, recreatedEnums, enums),
  }));
  const plans = new Map(pairs.map((pair) => [nameKey(pair.desired), pair]));
  const { obstacles, extras } = planDependents(
    { actual, desired, pairs, doomed },
    recreatedEnums,
    context,
  );
  const changes: Change[] = [...extras];

  const relations = {
    actual: [...actual.tables, ...actual.views],
    desired: [...desired.tables, ...desired.views],
  };
  for (const table of tables.added) changes.push(...createTable(table, relations.desired));
  changes.push(...dropTables(doomed, relations.actual));

  for (const pair of pairs) {
    const rebuild = rebuildRules(pair, plans, recreatedEnums);
    changes.push(
      ...pair.columns.changes,
      ...compareConstraints(pair.actual, pair.desired, rebuild.constraint),
      ...compareIndexes(pair.actual, pair.desired, rebuild.index),
      ...compareComments(refTo("table", pair.desired), pair.actual, pair.desired),
      ...compareRowSecurity(pair.actual, pair.desired, relations, (policy) =>
        obstacles.hasPolicy(pair.actual, policy.name),
      ),
    );
  }
  return {
    changes,
    obstacles,
    stays: ({ table, column }) =>
      plans.get(nameKey(table))?.columns.recreated.has(column) === false,
    left: special.map(displayName),
  };
}

/** What refers to other tables is an operation of its own, so that they may be made later. */
function createTable(table: Table, relations: readonly QualifiedName[]): readonly Change[] {
  const policies = table.policies.filter((policy) => !readsElsewhere(policy));
  return [
    change({ kind: "createTable", table: { ...table, foreignKeys: [], policies } }),
    ...table.foreignKeys.map((constraint) =>
      change({ kind: "createForeignKey", table: qualifiedName(table), constraint }),
    ),
    ...table.policies
      .filter(readsElsewhere)
      .map((policy) => createPolicy(qualifiedName(table), policy, relations)),
  ];
}

/**
 * Tables that refer to each other can only go once the foreign keys between them have gone;
 * every other foreign key goes with its table.
 */
function dropTables(
  tables: readonly Table[],
  relations: readonly QualifiedName[],
): readonly Change[] {
  const component = componentsOf(references(tables));
  const changes: Change[] = [];
  for (const table of tables) {
    const own = nameKey(table);
    const inCycle = (constraint: ForeignKey): boolean =>
      nameKey(constraint.referencedTable) !== own &&
      component.get(nameKey(constraint.referencedTable)) === component.get(own);
    for (const constraint of table.foreignKeys.filter(inCycle))
      changes.push(
        change({
          kind: "dropConstraint",
          table: qualifiedName(table),
          name: constraint.name,
          previous: { type: "foreignKey", constraint },
        }),
      );
    for (const policy of table.policies.filter(readsElsewhere))
      changes.push(dropPolicy(qualifiedName(table), policy, relations));
    const previous = {
      ...table,
      foreignKeys: table.foreignKeys.filter((constraint) => !inCycle(constraint)),
      policies: table.policies.filter((policy) => !readsElsewhere(policy)),
    };
    changes.push(change({ kind: "dropTable", table: qualifiedName(table), previous }));
  }
  return changes;
}

/**
 * What has to be taken down and put back although it does not change itself: PostgreSQL drops
 * with a column all that stands on it, re-reads expressions when a type changes (and fails where
 * they name the old enum), and keeps a key as long as a foreign key leans on it.
 */
function rebuildRules(
  pair: Pair,
  plans: ReadonlyMap<string, Pair>,
  recreatedEnums: ReadonlySet<string>,
): {
  readonly constraint: (constraint: Constraint) => boolean;
  readonly index: (index: Index) => boolean;
} {
  const { recreated, retyped } = pair.columns;
  const names = [...recreated, ...enumsIn(recreatedEnums).map(({ name }) => name)];
  const stale = (texts: readonly (string | undefined)[]): boolean =>
    texts.some((text) => text !== undefined && names.some((name) => mentions(text, name)));
  return {
    constraint: ({ type, constraint }) => {
      if (type === "check") return stale([constraint.expression]);
      if (type === "foreignKey") return mustRebuildForeignKey(constraint, pair, plans);
      return constraint.columns.some((column) => recreated.has(column));
    },
    index: (index) =>
      index.keys.some((part) => part.column !== undefined && recreated.has(part.column)) ||
      stale([index.where, ...index.keys.map((part) => part.expression)]) ||
      // An operator class belongs to a type.
      index.keys.some(
        (part) =>
          part.column !== undefined &&
          retyped.has(part.column) &&
          part.opclass !== undefined &&
          part.opclassIsDefault !== true,
      ),
  };
}

function mustRebuildForeignKey(
  constraint: ForeignKey,
  pair: Pair,
  plans: ReadonlyMap<string, Pair>,
): boolean {
  const other = plans.get(nameKey(constraint.referencedTable));
  if (other === undefined) return false;
  const sides = [
    { plan: pair, columns: constraint.columns },
    { plan: other, columns: constraint.referencedColumns },
  ];
  const moved = sides.some(({ plan, columns }) =>
    columns.some((column) => plan.columns.recreated.has(column) || changesFamily(plan, column)),
  );
  return moved || losesKey(constraint, other);
}

/** Between integers a foreign key holds; any other new type breaks it until both sides have it. */
function changesFamily(pair: Pair, column: string): boolean {
  if (!pair.columns.retyped.has(column)) return false;
  const typeIn = (table: Table): string =>
    family(table.columns.find((one) => one.name === column)?.type ?? { sql: "" });
  const integers = new Set(["smallint", "integer", "bigint"]);
  const from = typeIn(pair.actual);
  const to = typeIn(pair.desired);
  if (integers.has(from) && integers.has(to)) return false;
  const strings = new Set(["character varying", "text"]);
  return !(strings.has(from) && strings.has(to));
}

/** Whether the key that the foreign key leans on is dropped, even if only to be recreated. */
function losesKey({ referencedIndex }: ForeignKey, { actual, desired, columns }: Pair): boolean {
  if (referencedIndex === undefined) return false;
  const { name } = referencedIndex;
  const key = keysOf(actual).find((one) => one.name === name);
  if (key?.columns.some((column) => columns.recreated.has(column))) return true;
  const never = (): boolean => false;
  const changes = [
    ...compareConstraints(
      { ...actual, checks: [], foreignKeys: [] },
      { ...desired, checks: [], foreignKeys: [] },
      never,
    ),
    ...compareIndexes(actual, desired, never),
  ];
  return changes.some(
    ({ operation }) =>
      (operation.kind === "dropConstraint" && operation.name === name) ||
      (operation.kind === "dropIndex" && operation.index.name === name),
  );
}
