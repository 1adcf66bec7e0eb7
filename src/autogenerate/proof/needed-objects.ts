/** What a plan needs of a database besides the tables, views and enums that it changes. */
import type { DatabaseObject, DatabaseObjects } from "../../introspect/definitions/types.js";
import { nameKey } from "../../schema/identifiers.js";
import type { QualifiedName, Schema } from "../../schema/types.js";
import { Mentions } from "./mentions.js";

/** What is copied as it was described, so that nothing else stands for it. */
export type Described = Pick<Schema, "enums" | "sequences" | "tables" | "views">;

/**
 * The objects that the plan's text mentions by name, what the described objects use and what uses
 * them, and all that these use in turn. A name is taken wherever it occurs: one object too many
 * costs little, one that is missing makes a right plan look wrong.
 *
 * @param sql All that the plan runs; `undefined` takes all objects.
 */
export function neededObjects(
  found: DatabaseObjects,
  described: Described,
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
    described: Described,
  ) {
    this.objects = new Map(found.objects.map((one) => [one.id, one]));
    const relations = keysOf([...described.tables, ...described.views, ...described.sequences]);
    const enums = keysOf(described.enums);
    this.described = new Set(
      found.objects
        .filter((one) => (isRelation(one) ? relations : enums).has(keyOf(one)))
        .filter((one) => isRelation(one) || one.kind === "enum")
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
    if (sql === undefined) for (const one of this.found.objects) this.choose(one.id);
    else this.mentions.add(sql);
    for (const one of this.found.objects) if (isAlwaysNeeded(one)) this.choose(one.id);
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
    const { kind } = this.objects.get(from) ?? {};
    if (kind === "materializedView") return !this.described.has(from) && part === "pg_rewrite";
    return kind === "table" && !this.described.has(from) && part !== "pg_class";
  }

  /** A described table brings the sequences of its columns. */
  private isSequenceOfDescribed({ id, kind }: DatabaseObject): boolean {
    const owners = kind === "sequence" ? [...(this.usedBy.get(id) ?? [])] : [];
    return owners.some((owner) => this.described.has(owner));
  }
}

/** PostgreSQL chooses these by the types at hand, so that no text need mention them. */
function isAlwaysNeeded({ kind }: DatabaseObject): boolean {
  return ["extension", "cast", "operatorClass", "publication"].includes(kind);
}

function isRelation({ kind }: DatabaseObject): boolean {
  return ["table", "view", "materializedView", "sequence"].includes(kind);
}

function keysOf(names: readonly QualifiedName[]): ReadonlySet<string> {
  return new Set(names.map(nameKey));
}

function keyOf({ schema = "", name }: DatabaseObject): string {
  return nameKey({ schema, name });
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}
