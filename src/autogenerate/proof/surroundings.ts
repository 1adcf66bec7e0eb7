/** The part of a database in which a plan can be tried out: what it touches, and what that needs. */
import { nameKey } from "../../schema/identifiers.js";
import type { Dependency, QualifiedName, Schema, Table, View } from "../../schema/types.js";
import type { Touched } from "./touched.js";

/**
 * What is touched, what stands on it (views, policies, foreign keys: a plan must not forget them),
 * and what all of that refers to.
 *
 * @param dependencies Of the whole database.
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
  const needed = reach(involved, (key) => links.neededBy(key, involved));
  const tables = before.tables
    .filter((table) => needed.has(nameKey(table)))
    .map((table) => (involved.has(nameKey(table)) ? table : bare(table)));
  const enums = new Set([
    ...touched.enums.keys(),
    ...tables.flatMap((table) => table.columns.flatMap(enumOf)),
  ]);
  const isNeeded = (one: QualifiedName): boolean => needed.has(nameKey(one));
  return {
    namespaces: before.namespaces,
    roles: before.roles,
    enums: before.enums.filter((one) => enums.has(nameKey(one))),
    sequences: before.sequences.filter(
      (one) => isNeeded(one) || tables.some((table) => takesFrom(table, one)),
    ),
    tables,
    views: before.views.filter(isNeeded),
  };
}

/** Everything that can be got to from the start. */
function reach(start: Iterable<string>, next: (key: string) => Iterable<string>): Set<string> {
  const found = new Set(start);
  for (const key of found) for (const other of next(key)) found.add(other);
  return found;
}

/** Who stands on whom, and who needs whom, among tables and views. */
class Links {
  private readonly dependents = new Map<string, Set<string>>();
  private readonly sources = new Map<string, Set<string>>();
  private readonly tables: ReadonlyMap<string, Table>;
  private readonly views: ReadonlyMap<string, View>;

  constructor(schema: Schema, dependencies: readonly Dependency[]) {
    this.tables = new Map(schema.tables.map((table) => [nameKey(table), table]));
    this.views = new Map(schema.views.map((view) => [nameKey(view), view]));
    for (const { dependent, on } of dependencies) {
      const from = relationOf(dependent);
      const to = relationOf(on);
      if (from === undefined || to === undefined || from === to) continue;
      add(this.dependents, to, from);
      add(this.sources, from, to);
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

  /** What only has to be there comes without keys and policies, and so needs no more tables. */
  neededBy(key: string, involved: ReadonlySet<string>): readonly string[] {
    const view = this.views.get(key)?.dependsOn.map(nameKey) ?? [];
    const isBare = this.tables.has(key) && !involved.has(key);
    const references = this.tables.get(key)?.foreignKeys ?? [];
    return isBare
      ? []
      : [
          ...view,
          ...(this.sources.get(key) ?? []),
          ...references.map((one) => nameKey(one.referencedTable)),
        ];
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

function bare(table: Table): Table {
  return { ...table, foreignKeys: [], policies: [] };
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
