/** What of a database a scratch database must hold so that a plan can be tried out there. */
import type { DatabaseObject, DatabaseObjects } from "../../introspect/definitions/types.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Dependency, QualifiedName, Schema, Table } from "../../schema/types.js";
import type { Touched } from "./touched.js";

/**
 * What is touched, and what stands on it: views, policies, foreign keys, which a plan must not
 * forget. What all of that refers to is left out.
 */
export function withDependents(
  before: Schema,
  dependencies: readonly Dependency[],
  touched: Touched,
): Schema {
  const views = new Set(before.views.map(nameKey));
  const dependents = dependentsIn(before, dependencies);
  const involved = new Set(touched.relations.keys());
  // Only what is touched moves, and with it the views on it; a table that refers to it stays.
  for (const key of involved)
    if (touched.relations.has(key) || views.has(key))
      for (const dependent of dependents.get(key) ?? []) involved.add(dependent);
  const isInvolved = (one: QualifiedName): boolean => involved.has(nameKey(one));
  const tables = before.tables.filter(isInvolved);
  const enums = new Set([
    ...touched.enums.keys(),
    ...tables.flatMap(({ columns }) =>
      columns.flatMap(({ type }) => (type.enum === undefined ? [] : [nameKey(type.enum)])),
    ),
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

type Links = ReadonlyMap<string, ReadonlySet<string>>;

/** Which tables and views stand on which, by their names. */
function dependentsIn(schema: Schema, dependencies: readonly Dependency[]): Links {
  const dependents = new Map<string, Set<string>>();
  for (const { dependent, on } of dependencies) {
    const from = relationOf(dependent);
    const to = relationOf(on);
    if (from !== undefined && to !== undefined && from !== to) add(dependents, to, from);
  }
  for (const table of schema.tables)
    for (const { referencedTable } of table.foreignKeys)
      add(dependents, nameKey(referencedTable), nameKey(table));
  return dependents;
}

function relationOf({ kind, schema, table, name }: Dependency["dependent"]): string | undefined {
  if (schema === undefined || kind === "enum" || kind === "function") return undefined;
  const relation = relationKinds.has(kind) ? name : table;
  return relation === undefined ? undefined : nameKey({ schema, name: relation });
}

const relationKinds: ReadonlySet<string> = new Set([
  "table",
  "view",
  "materializedView",
  "sequence",
]);

/** A default names its sequence as `nextval('schema.name'::regclass)`. */
function takesFrom(table: Table, { name }: QualifiedName): boolean {
  return table.columns.some(
    (column) => column.default?.includes("nextval(") === true && column.default.includes(name),
  );
}

/**
 * The objects that the plan's SQL mentions by name (without SQL, all), what the described objects
 * use and what uses them, and all that these use in turn. A name is taken wherever it occurs: one
 * object too many costs little, one that is missing makes a right plan look wrong.
 */
export function neededObjects(
  found: DatabaseObjects,
  described: Schema,
  sql: string | undefined,
): readonly DatabaseObject[] {
  return new Selection(found, described).from(sql);
}

class Selection {
  private readonly objects: ReadonlyMap<string, DatabaseObject>;
  private readonly described: ReadonlySet<string>;
  private readonly usedBy = new Map<string, Set<string>>();
  private readonly users = new Map<string, Set<string>>();
  private readonly chosen = new Set<string>();
  private readonly mentions = new Mentions();

  constructor(
    private readonly found: DatabaseObjects,
    { tables, views, sequences, enums }: Schema,
  ) {
    this.objects = new Map(found.objects.map((one) => [one.id, one]));
    const relations = new Set([...tables, ...views, ...sequences].map(nameKey));
    const types = new Set(enums.map(nameKey));
    this.described = new Set(
      found.objects
        .filter(({ kind, schema = "", name }) => {
          const names = relationKinds.has(kind) ? relations : kind === "enum" ? types : undefined;
          return names?.has(nameKey({ schema, name }));
        })
        .map((one) => one.id),
    );
    for (const { from, to, part } of found.uses) {
      if (this.isLeftOut(from, part)) continue;
      add(this.usedBy, from, to);
      add(this.users, to, from);
    }
  }

  from(sql: string | undefined): readonly DatabaseObject[] {
    for (const id of this.described) this.follow(id);
    for (const id of this.described) this.chooseUsers(id);
    if (sql !== undefined) this.mentions.add(sql);
    for (const one of this.found.objects)
      if (sql === undefined || chosenByType.has(one.kind)) this.choose(one.id);
    // A function's text, once it is chosen, may mention more.
    for (let count = -1; count !== this.chosen.size;) {
      count = this.chosen.size;
      for (const one of this.found.objects)
        if (one.name !== "" && this.mentions.has(one.name)) this.choose(one.id);
    }
    const schemas = new Set([...this.chosen].map((id) => this.objects.get(id)?.schema));
    return this.found.objects.filter(
      (one) =>
        (this.chosen.has(one.id) || (one.kind === "schema" && schemas.has(one.name))) &&
        !this.described.has(one.id) &&
        !this.isSequenceOfDescribed(one),
    );
  }

  private choose(id: string): void {
    if (this.chosen.has(id)) return;
    this.chosen.add(id);
    this.follow(id);
  }

  private follow(id: string): void {
    const body = this.objects.get(id)?.body;
    if (body !== undefined) this.mentions.add(body);
    for (const other of this.usedBy.get(id) ?? []) this.choose(other);
  }

  /** What stands on a described object, and would be in the way of a change to it. */
  private chooseUsers(id: string): void {
    for (const user of this.users.get(id) ?? []) {
      if (this.chosen.has(user) || this.described.has(user)) continue;
      this.choose(user);
      this.chooseUsers(user);
    }
  }

  /** Of a table that has only to be there, defaults, constraints, policies and triggers stay away. */
  private isLeftOut(from: string, part: string): boolean {
    if (this.described.has(from)) return false;
    const { kind } = this.objects.get(from) ?? {};
    if (kind === "materializedView") return part === "pg_rewrite";
    return kind === "table" && part !== "pg_class";
  }

  /** A described table brings the sequences of its columns. */
  private isSequenceOfDescribed({ id, kind }: DatabaseObject): boolean {
    const owners = kind === "sequence" ? [...(this.usedBy.get(id) ?? [])] : [];
    return owners.some((owner) => this.described.has(owner));
  }
}

/** PostgreSQL chooses these by the types at hand, so that no text need mention them. */
const chosenByType: ReadonlySet<string> = new Set([
  "extension",
  "cast",
  "operatorClass",
  "publication",
]);

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}

/**
 * Whether SQL text mentions names: rather once too often, as in a comment or as the name of
 * something else, than not at all.
 */
export class Mentions {
  private readonly words = new Set<string>();

  constructor(private text = "") {
    this.add(text);
  }

  add(text: string): void {
    this.text += `\n${text}`;
    for (const [word] of text.matchAll(/[\p{L}_][\p{L}\p{N}_$]*/gu))
      this.words.add(word).add(word.toLowerCase());
  }

  has(name: string): boolean {
    if (/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name)) return this.words.has(name);
    // Between double quotes, and between those within a literal.
    const quoted = name.replaceAll('"', '""');
    return [name, quoted].some(
      (spelling) =>
        this.text.includes(spelling) || this.text.includes(spelling.replaceAll("'", "''")),
    );
  }
}
