/** What stands in the way of changing columns, as the catalog tells. */
import { nameKey } from "../schema/identifiers.js";
import type { Dependency, Dependent, QualifiedName } from "../schema/types.js";

/**
 * What PostgreSQL would not let be while these columns move: to be taken down before and put back
 * afterwards.
 */
export interface Obstacles {
  hasView(view: QualifiedName): boolean;
  hasPolicy(table: QualifiedName, policy: string): boolean;
  /** What the comparison knows no way to put back. */
  readonly others: readonly Obstacle[];
}

export interface Obstacle extends Dependent {
  /** What it uses goes for good, and so must it. */
  readonly isDoomed?: boolean;
}

/** What goes, is recreated or changes. */
export interface MovingObjects {
  /** Columns that go, are recreated or get another type, by {@link objectKey}. */
  readonly columns: ReadonlySet<string>;
  /** Enums that are recreated, by {@link nameKey}. */
  readonly enums: ReadonlySet<string>;
  /** Tables and views that go, even if they come back. */
  readonly relations: ReadonlySet<string>;
  /** Tables and views, by {@link nameKey}, and columns, by {@link objectKey}, that do not come back. */
  readonly gone: ReadonlySet<string>;
  /** Keys and unique indexes that go or change, by {@link objectKey}. */
  readonly keys: ReadonlySet<string>;
  /** What the comparison knows of, and so looks after itself. */
  readonly known: ReadonlySet<string>;
}

/** The obstacles among all dependencies of a database. */
export function obstaclesOf(
  dependencies: readonly Dependency[],
  objects: MovingObjects,
): Obstacles {
  const moves = ({ on }: Dependency): boolean => {
    const { schema = "", table, name } = on;
    if (on.kind === "enum") return objects.enums.has(nameKey({ schema, name }));
    const relation = { schema, name: table ?? name };
    if (objects.relations.has(nameKey(relation))) return true;
    return (on.kind === "column" ? objects.columns : objects.keys).has(objectKey(relation, name));
  };
  const goes = ({ on: { schema = "", table, name } }: Dependency): boolean => {
    const relation = { schema, name: table ?? name };
    return objects.gone.has(nameKey(relation)) || objects.gone.has(objectKey(relation, name));
  };
  const moved = dependencies.filter(moves);
  const dependents = moved.map((one) => one.dependent);
  const views = new Set(
    dependents
      .filter(({ kind }) => kind === "view" || kind === "materializedView")
      .map(({ schema = "", name }) => nameKey({ schema, name })),
  );
  const policies = new Set(
    dependents
      .filter(({ kind }) => kind === "policy")
      .map(({ schema = "", table = "", name }) => objectKey({ schema, name: table }, name)),
  );
  return {
    hasView: (view) => views.has(nameKey(view)),
    hasPolicy: (table, policy) => policies.has(objectKey(table, policy)),
    others: distinct(
      moved
        .filter(({ dependent }) => isInTheWay(dependent, objects))
        .map((one) => (goes(one) ? { ...one.dependent, isDoomed: true } : one.dependent)),
    ),
  };
}

/** The comparison knows no functions and types, nor what stands on a relation that is left out. */
function isInTheWay(dependent: Dependent, { known }: MovingObjects): boolean {
  const { kind, schema = "", table, name } = dependent;
  if (kind === "function" || kind === "type") return true;
  return !known.has(nameKey({ schema, name: table ?? name }));
}

/** What uses several things is doomed if one of them goes. */
function distinct(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  const found = new Map<string, Obstacle>();
  for (const one of obstacles) {
    const key = JSON.stringify({ ...one, isDoomed: undefined });
    if (one.isDoomed === true || !found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}

/** What belongs to a table, by one name. */
export function objectKey(table: QualifiedName, name: string): string {
  return `${nameKey(table)}\0${name}`;
}
