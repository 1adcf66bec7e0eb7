/** Tables and everything that belongs to one. */
import { keysOf } from "../../operations/keys.js";
import type { Constraint } from "../../operations/types.js";
import {
  displayName,
  mentions,
  nameKey,
  qualifiedName,
  sameName,
} from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import type {
  EnumType,
  ForeignKey,
  Index,
  QualifiedName,
  Schema,
  Table,
} from "../../schema/types.js";
import { change, type Change, compareComments } from "../change.js";
import { enumsOnBothSides } from "../come-back.js";
import {
  type ChangeContext,
  type Obstacles,
  planDependents,
  type TablePair,
} from "../dependents.js";
import { match } from "../match.js";
import { componentsOf, references } from "../order/graph.js";
import { family } from "./attributes.js";
import { planColumns } from "./columns.js";
import { compareConstraints } from "./constraints.js";
import { compareIndexes } from "./indexes.js";
import { compareRowSecurity, createPolicy, dropPolicy, readsElsewhere } from "./policies.js";
import type { Stays } from "./sequences.js";

export interface TablePlan {
  readonly changes: readonly Change[];
  readonly obstacles: Obstacles;
  /** Whether a column of both sides stays, and is not dropped and added again. */
  readonly stays: Stays;
  /** Tables that only the database has and that stay, because Drizzle cannot declare them. */
  readonly left: readonly string[];
}

/** Compares the tables of both sides. */
export function planTables(
  actual: Schema,
  desired: Schema,
  recreatedEnums: readonly EnumType[],
  context: ChangeContext,
): TablePlan {
  const { added, both, removed } = match(actual.tables, desired.tables, nameKey);
  const special = removed.filter((table) => table.special !== undefined);
  const doomed = removed.filter((table) => table.special === undefined);
  // Tables that are not compared still follow a type that is recreated.
  const left = special.map((table) => ({ actual: table, desired: table }));
  const enums = enumsOnBothSides(actual, desired);
  const pairs = [...both, ...left].map((pair) => ({
    ...pair,
    columns: planColumns(pair.actual, pair.desired, recreatedEnums, enums),
  }));
  const plans = new Map(pairs.map((pair) => [nameKey(pair.desired), withLostKeys(pair)]));
  const changing = { actual, desired, pairs, doomed, recreatedEnums };
  const { obstacles, extras } = planDependents(changing, context);
  const relations = [actual, desired].flatMap(({ tables, views }) => [...tables, ...views]);
  const changes = [
    ...extras,
    ...added.flatMap((table) => createTable(table, relations)),
    ...dropTables(doomed, relations),
    ...pairs.flatMap((pair) => {
      const rebuild = rebuildRules(pair, plans, recreatedEnums);
      const table = qualifiedName(pair.actual);
      return [
        ...pair.columns.changes,
        ...compareConstraints(pair.actual, pair.desired, rebuild.constraint),
        ...compareIndexes(pair.actual, pair.desired, rebuild.index),
        ...compareComments(refTo("table", pair.desired), pair.actual, pair.desired),
        ...compareRowSecurity(pair.actual, pair.desired, relations, ({ name }) =>
          obstacles.has({ kind: "policy", table, name }),
        ),
      ];
    }),
  ];
  return {
    changes,
    obstacles,
    stays: ({ table, column }) =>
      plans.get(nameKey(table))?.columns.recreated.has(column) === false,
    left: special.map(displayName),
  };
}

/** Foreign keys are operations of their own, so that referenced tables can be created later. */
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

/** Foreign keys between dropped tables are dropped first, all others with their tables. */
function dropTables(
  tables: readonly Table[],
  relations: readonly QualifiedName[],
): readonly Change[] {
  const component = componentsOf(references(tables));
  return tables.flatMap((table) => {
    const name = qualifiedName(table);
    const inCycle = ({ referencedTable }: ForeignKey): boolean =>
      !sameName(referencedTable, name) &&
      component.get(nameKey(referencedTable)) === component.get(nameKey(name));
    const previous = {
      ...table,
      foreignKeys: table.foreignKeys.filter((constraint) => !inCycle(constraint)),
      policies: table.policies.filter((policy) => !readsElsewhere(policy)),
    };
    return [
      ...table.foreignKeys.filter(inCycle).map((constraint) =>
        change({
          kind: "dropConstraint",
          table: name,
          name: constraint.name,
          previous: { type: "foreignKey", constraint },
        }),
      ),
      ...table.policies.filter(readsElsewhere).map((policy) => dropPolicy(name, policy, relations)),
      change({ kind: "dropTable", table: name, previous }),
    ];
  });
}

/**
 * Recreates parts of a table that do not change themselves: PostgreSQL drops with a column all that
 * depends on it, reparses expressions when a type changes (and fails if they mention the old enum),
 * and refuses to drop a key that a foreign key references.
 */
function rebuildRules(
  pair: TablePair,
  plans: ReadonlyMap<string, PlannedTable>,
  recreatedEnums: readonly EnumType[],
): {
  readonly constraint: (constraint: Constraint) => boolean;
  readonly index: (index: Index) => boolean;
} {
  const { recreated, retyped } = pair.columns;
  const names = [...recreated, ...recreatedEnums.map(({ name }) => name)];
  const stale = (texts: readonly (string | undefined)[]): boolean =>
    texts.some((text) => text !== undefined && names.some((name) => mentions(text, name)));
  return {
    constraint: ({ type, constraint }) => {
      if (type === "check") return stale([constraint.expression]);
      if (type === "foreignKey") return mustRebuildForeignKey(constraint, pair, plans);
      return constraint.columns.some((column) => recreated.has(column));
    },
    index: ({ keys, where }) =>
      stale([where, ...keys.map(({ expression }) => expression)]) ||
      keys.some(
        ({ column, opclass, opclassIsDefault }) =>
          column !== undefined &&
          (recreated.has(column) ||
            // An operator class belongs to a type.
            (retyped.has(column) && opclass !== undefined && opclassIsDefault !== true)),
      ),
  };
}

function mustRebuildForeignKey(
  constraint: ForeignKey,
  pair: TablePair,
  plans: ReadonlyMap<string, PlannedTable>,
): boolean {
  const other = plans.get(nameKey(constraint.referencedTable));
  if (other === undefined) return false;
  const changes = (plan: TablePair) => (column: string) =>
    plan.columns.recreated.has(column) || changesFamily(plan, column);
  return (
    constraint.columns.some(changes(pair)) ||
    constraint.referencedColumns.some(changes(other)) ||
    (constraint.referencedIndex !== undefined &&
      other.lostKeys().has(constraint.referencedIndex.name))
  );
}

/** A foreign key survives changes between integer types. Other types must change on both sides. */
function changesFamily({ actual, desired, columns }: TablePair, column: string): boolean {
  if (!columns.retyped.has(column)) return false;
  const families = [actual, desired].map((table) =>
    family(table.columns.find(({ name }) => name === column)?.type ?? { sql: "" }),
  );
  return ![integers, strings].some((alike) => families.every((type) => alike.includes(type)));
}

const integers = ["smallint", "integer", "bigint"];
const strings = ["character varying", "text"];

/** A table that stays, and the names of keys that it loses, computed on first use. */
interface PlannedTable extends TablePair {
  lostKeys(): ReadonlySet<string>;
}

function withLostKeys(pair: TablePair): PlannedTable {
  let lost: ReadonlySet<string> | undefined;
  return { ...pair, lostKeys: () => (lost ??= lostKeys(pair)) };
}

/** Keys that a foreign key can reference and that are dropped or recreated. */
function lostKeys({ actual, desired, columns }: TablePair): ReadonlySet<string> {
  const never = (): boolean => false;
  const keysIn = (table: Table): Table => ({ ...table, checks: [], foreignKeys: [] });
  const changes = [
    ...compareConstraints(keysIn(actual), keysIn(desired), never),
    ...compareIndexes(actual, desired, never),
  ];
  const dropped = changes.flatMap(({ operation }) => {
    if (operation.kind === "dropConstraint") return [operation.name];
    return operation.kind === "dropIndex" ? [operation.index.name] : [];
  });
  const onRecreatedColumns = keysOf(actual).filter((key) =>
    key.columns.some((column) => columns.recreated.has(column)),
  );
  return new Set([...dropped, ...onRecreatedColumns.map(({ name }) => name)]);
}
