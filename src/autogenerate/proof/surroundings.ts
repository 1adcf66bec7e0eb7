/** The part of a database in which a plan can be tried out: what it touches, and what that needs. */
import { nameKey } from "../../schema/identifiers.js";
import type { Dependency, QualifiedName, Schema, Table } from "../../schema/types.js";
import type { Touched } from "./touched.js";

/**
 * What is touched, and what stands on it: views, policies, foreign keys, which a plan must not
 * forget. What all of that refers to is left out.
 *
 * @param before Of the whole database, as the dependencies are.
 */
export function surroundings(
  before: Schema,
  dependencies: readonly Dependency[],
  touched: Touched,
): Schema {
  const links = new Links(before, dependencies);
  // Only what is touched moves, and with it the views on it; a table that refers to it stays.
  const involved = reach(touched.relations.keys(), (key) =>
    touched.relations.has(key) || links.isView(key) ? links.standingOn(key) : [],
  );
  const isInvolved = (one: QualifiedName): boolean => involved.has(nameKey(one));
  const tables = before.tables.filter(isInvolved);
  const enums = new Set([
    ...touched.enums.keys(),
    ...tables.flatMap((table) => table.columns.flatMap(enumOf)),
  ]);
  return {
    namespaces: before.namespaces.filter(({ name }) => touched.schemas.has(name)),
    roles: before.roles,
    enums: before.enums.filter((one) => enums.has(nameKey(one))),
    sequences: before.sequences.filter(
      (one) => isInvolved(one) || tables.some((table) => takesFrom(table, one)),
    ),
    tables,
    views: before.views.filter(isInvolved),
  };
}

/** Everything that can be got to from the start. */
function reach(start: Iterable<string>, next: (key: string) => Iterable<string>): Set<string> {
  const found = new Set(start);
  for (const key of found) for (const other of next(key)) found.add(other);
  return found;
}

/** Who stands on whom among tables and views. */
class Links {
  private readonly dependents = new Map<string, Set<string>>();
  private readonly views: ReadonlySet<string>;

  constructor(schema: Schema, dependencies: readonly Dependency[]) {
    this.views = new Set(schema.views.map(nameKey));
    for (const { dependent, on } of dependencies) {
      const from = relationOf(dependent);
      const to = relationOf(on);
      if (from !== undefined && to !== undefined && from !== to) add(this.dependents, to, from);
    }
    for (const table of schema.tables)
      for (const { referencedTable } of table.foreignKeys)
        add(this.dependents, nameKey(referencedTable), nameKey(table));
  }

  isView(key: string): boolean {
    return this.views.has(key);
  }

  standingOn(key: string): Iterable<string> {
    return this.dependents.get(key) ?? [];
  }
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}

function relationOf({ kind, schema, table, name }: Dependency["dependent"]): string | undefined {
  if (schema === undefined || kind === "enum" || kind === "function") return undefined;
  const isRelation = ["table", "view", "materializedView", "sequence"].includes(kind);
  const relation = isRelation ? name : table;
  return relation === undefined ? undefined : nameKey({ schema, name: relation });
}

function enumOf({ type }: Table["columns"][number]): readonly string[] {
  return type.enum === undefined ? [] : [nameKey(type.enum)];
}

/** A default names its sequence as `nextval('schema.name'::regclass)`. */
function takesFrom(table: Table, { name }: QualifiedName): boolean {
  return table.columns.some(
    (column) => column.default?.includes("nextval(") === true && column.default.includes(name),
  );
}
