/** What stands in the way of changing columns, as the catalog tells. */
import { nameKey } from "../schema/identifiers.js";
import type { Dependency, Dependent, QualifiedName } from "../schema/types.js";

/** A column that goes, is made anew or gets another type. */
export interface MovingColumn {
  readonly table: QualifiedName;
  readonly column: string;
}

/**
 * What PostgreSQL would not let be while these columns move: to be taken down before and put back
 * afterwards.
 */
export interface Obstacles {
  hasView(view: QualifiedName): boolean;
  hasPolicy(table: QualifiedName, policy: string): boolean;
  /** What the comparison knows no way to put back. */
  readonly others: readonly Dependent[];
}

/** The obstacles among all dependencies of a database. */
export function obstaclesOf(
  dependencies: readonly Dependency[],
  moving: readonly MovingColumn[],
): Obstacles {
  const columns = new Set(moving.map(({ table, column }) => columnKey(table, column)));
  const found = dependencies.filter(
    ({ on }) =>
      on.kind === "column" &&
      columns.has(columnKey({ schema: on.schema ?? "", name: on.table ?? "" }, on.name)),
  );
  const dependents = found.map((one) => one.dependent);
  const views = new Set(
    dependents
      .filter(({ kind }) => kind === "view" || kind === "materializedView")
      .map(({ schema = "", name }) => nameKey({ schema, name })),
  );
  const policies = new Set(
    dependents
      .filter(({ kind }) => kind === "policy")
      .map(({ schema = "", table = "", name }) => columnKey({ schema, name: table }, name)),
  );
  return {
    hasView: (view) => views.has(nameKey(view)),
    hasPolicy: (table, policy) => policies.has(columnKey(table, policy)),
    others: dependents.filter(({ kind }) => ["function", "trigger", "rule"].includes(kind)),
  };
}

function columnKey(table: QualifiedName, column: string): string {
  return `${nameKey(table)}\0${column}`;
}
