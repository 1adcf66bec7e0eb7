/** The objects that a scratch database needs so that a plan can be tried there. */
import type { DatabaseObject, DatabaseObjects } from "../../introspect/definitions/objects.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Dependency } from "../../schema/object-ref.js";
import type { QualifiedName, Schema, Table } from "../../schema/types.js";
import { selectObjects } from "../select-objects.js";
import type { Touched } from "./touched.js";

/** The touched objects and what depends on them (views, policies, foreign keys). */
export function withDependents(
  before: Schema,
  dependencies: readonly Dependency[],
  touched: Touched,
): Schema {
  const views = new Set(before.views.map(nameKey));
  const links = dependentsIn(before, dependencies);
  // Only touched objects and their views change names; a table that references them does not.
  const involved = reach(touched.relations.keys(), (key) =>
    touched.relations.has(key) || views.has(key) ? links.get(key) : undefined,
  );
  const isInvolved = (name: QualifiedName): boolean => involved.has(nameKey(name));
  const tables = before.tables.filter(isInvolved);
  const types = tables.flatMap(({ columns }) => columns.flatMap(({ type }) => type.enum ?? []));
  const enums = new Set([...touched.enums.keys(), ...types.map(nameKey)]);
  return selectObjects(before, ({ kind, schema = "", name }) => {
    const object = { schema, name };
    if (kind === "schema") return touched.schemas.has(name);
    if (kind === "enum") return enums.has(nameKey(object));
    const isBehind = kind === "sequence" && tables.some((table) => takesFrom(table, object));
    return kind === "role" || isBehind || isInvolved(object);
  });
}

function reach(
  start: Iterable<string>,
  next: (key: string) => Iterable<string> | undefined,
): ReadonlySet<string> {
  const found = new Set(start);
  for (const key of found) for (const other of next(key) ?? []) found.add(other);
  return found;
}

type Links = Map<string, Set<string>>;

function add(links: Links, key: string, value: string): void {
  links.set(key, (links.get(key) ?? new Set()).add(value));
}

function dependentsIn(schema: Schema, dependencies: readonly Dependency[]): Links {
  const dependents: Links = new Map();
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

const relationKinds = new Set<string>(["table", "view", "materializedView", "sequence"]);

/** A default names its sequence as `nextval('schema.name'::regclass)`. */
function takesFrom(table: Table, { name }: QualifiedName): boolean {
  return table.columns.some(
    (column) => column.default?.includes("nextval(") === true && column.default.includes(name),
  );
}

/**
 * The objects that the plan's SQL mentions by name (without SQL, all objects), those that the
 * described objects use, those that use them, and everything that these use. A name counts wherever
 * it occurs: an extra object costs little, but a missing one makes a correct plan look wrong.
 */
export function neededObjects(
  found: DatabaseObjects,
  described: Schema,
  sql: string | undefined,
): readonly DatabaseObject[] {
  const objects = new Map(found.objects.map((object) => [object.id, object]));
  const describedIds = idsOf(described, found);
  const [usedBy, users]: [Links, Links] = [new Map(), new Map()];
  for (const { from, to, part } of found.uses) {
    if (!describedIds.has(from) && isLeftOut(objects.get(from), part)) continue;
    add(usedBy, from, to);
    add(users, to, from);
  }
  const mentions = new Mentions(sql);
  const needed = new Set(describedIds);
  // What depends on a described object can block a change of it.
  for (const id of reach(describedIds, (key) => users.get(key))) needed.add(id);
  for (const { id, kind } of found.objects)
    if (sql === undefined || chosenByType.has(kind)) needed.add(id);
  let followed = 0;
  do {
    const added = [...needed].slice(followed);
    followed = needed.size;
    for (const id of added) {
      // A function's text can mention more.
      mentions.add(objects.get(id)?.body ?? "");
      for (const other of usedBy.get(id) ?? []) needed.add(other);
    }
    for (const { id, name } of found.objects) if (name !== "" && mentions.has(name)) needed.add(id);
  } while (followed < needed.size);
  const schemas = new Set([...needed].map((id) => objects.get(id)?.schema));
  // A described table includes the sequences of its columns.
  const isBrought = ({ id, kind }: DatabaseObject): boolean =>
    kind === "sequence" && [...(usedBy.get(id) ?? [])].some((owner) => describedIds.has(owner));
  return found.objects
    .filter(({ id, kind, name }) => needed.has(id) || (kind === "schema" && schemas.has(name)))
    .filter((object) => !describedIds.has(object.id) && !isBrought(object));
}

function idsOf({ tables, views, sequences, enums }: Schema, { objects }: DatabaseObjects) {
  const relations = new Set([...tables, ...views, ...sequences].map(nameKey));
  const types = new Set(enums.map(nameKey));
  const described = objects.filter(({ kind, schema = "", name }) => {
    const names = relationKinds.has(kind) ? relations : kind === "enum" ? types : undefined;
    return names?.has(nameKey({ schema, name }));
  });
  return new Set(described.map(({ id }) => id));
}

/** A table that only has to exist gets no defaults, constraints, policies and triggers. */
function isLeftOut(user: DatabaseObject | undefined, part: string): boolean {
  if (user?.kind === "materializedView") return part === "pg_rewrite";
  return user?.kind === "table" && part !== "pg_class";
}

/** PostgreSQL chooses these by type, so SQL need not mention them. */
const chosenByType = new Set<string>(["extension", "cast", "operatorClass", "publication"]);

/** Whether SQL mentions the names. May find too many (as in a comment), but never too few. */
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
    // Between double quotes, and between those inside a literal.
    const quoted = name.replaceAll('"', '""');
    return [name, quoted].some(
      (spelling) =>
        this.text.includes(spelling) || this.text.includes(spelling.replaceAll("'", "''")),
    );
  }
}
