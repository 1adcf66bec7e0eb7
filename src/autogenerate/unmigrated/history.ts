/** What the migrations of a project have created, as far as they say so. */
import { key } from "../../operations/keys.js";
import { partsOf } from "../../operations/rules.js";
import type { ColumnChanges, Operation } from "../../operations/types.js";
import { makeObjectName, mentions } from "../../schema/identifiers.js";
import { keyOf, parseKey } from "../../schema/object-ref.js";
import type { Column, QualifiedName } from "../../schema/types.js";
import type { Recording } from "../conflicts/record.js";
import { touches } from "../conflicts/touches.js";

export type ColumnFact = Pick<ColumnChanges, "type" | "notNull" | "default" | "collation"> & {
  readonly serial?: object;
};

/** That row-level security is enabled. New tables have it disabled. */
export function securedKey({ schema, name }: QualifiedName): string {
  return ["secured", schema, name].join("\0");
}

export class History {
  /** The objects that exist after the migrations, each with what was said about it. */
  #objects = new Map<string, readonly ColumnFact[]>();
  readonly #sql: string[] = [];

  /** @param sources texts of migrations that could not be recorded, in which every word counts */
  constructor(
    recordings: Iterable<Recording>,
    private readonly sources: readonly string[],
  ) {
    for (const { operations } of recordings)
      for (const operation of operations.flatMap(partsOf)) this.#add(operation);
  }

  /** Whether a migration has created the object, or SQL in one mentions all the names. */
  has(object: string, names: readonly string[]): boolean {
    return this.#objects.has(object) || this.mentions(names);
  }

  /** @param statement words that the SQL must also contain */
  mentions(names: readonly string[], statement = /(?:)/): boolean {
    const isIn = (text: string, has: (text: string, name: string) => boolean): boolean =>
      statement.test(text) && names.every((name) => has(text, name));
    return (
      this.#sql.some((text) => isIn(text, mentions)) ||
      this.sources.some((text) => isIn(text, (source, name) => source.includes(name)))
    );
  }

  factsOf(column: string): readonly ColumnFact[] {
    return this.#objects.get(column) ?? [];
  }

  #add(operation: Operation): void {
    if (operation.kind === "rename" || operation.kind === "setSchema") this.#move(operation);
    const { adds, drops } = touches(operation);
    for (const object of drops) this.#objects.delete(object);
    for (const object of adds) this.#made(object);
    this.#note(operation);
  }

  #made(object: string, ...facts: readonly ColumnFact[]): void {
    this.#objects.set(object, [...this.factsOf(object), ...facts]);
  }

  #note(operation: Operation): void {
    switch (operation.kind) {
      case "execute":
        this.#sql.push(operation.sql);
        return;
      case "createTable": {
        const { table } = operation;
        for (const column of table.columns) this.#column(table, column);
        for (const { name } of table.foreignKeys) this.#made(key.constraint(table, name));
        if (table.rowSecurity) this.#made(securedKey(table));
        return;
      }
      case "addColumn":
        return this.#column(operation.table, operation.column);
      case "alterColumn": {
        const column = key.column(operation.table, operation.column);
        if (this.#objects.has(column)) this.#made(column, operation.changes);
        return;
      }
      case "enableRowLevelSecurity":
        return this.#made(securedKey(operation.table));
      case "createEnum":
        return this.#values(operation.enum, operation.enum.values);
      case "alterEnum":
        return this.#values(operation.enum, operation.values);
      case "addEnumValue":
        return this.#values(operation.enum, [operation.value]);
      case "rename": {
        const { object, to } = operation;
        if (object.kind === "enumValue") this.#values(object.enum, [to]);
        return;
      }
      default:
        return undefined;
    }
  }

  /** Includes the sequence that PostgreSQL creates with it. */
  #column(table: QualifiedName, column: Column): void {
    const { name, serial, identity } = column;
    this.#made(key.column(table, name), column);
    if (serial === undefined && identity === undefined) return;
    const own = identity?.sequenceName ?? makeObjectName(table.name, name, "seq");
    this.#made(key.relation(serial?.sequence ?? { schema: table.schema, name: own }));
  }

  #values(type: QualifiedName, values: readonly string[]): void {
    for (const value of values) this.#made(keyOf({ kind: "enumValue", enum: type, name: value }));
  }

  /** Parts of a renamed schema, table, enum or column follow it. `touches` finds the rest. */
  #move({ kind, object, to }: Extract<Operation, { kind: "rename" | "setSchema" }>): void {
    if (!["schema", "table", "enum", "column", "enumValue"].includes(object.kind)) return;
    const { word, path: from } = parseKey(keyOf(object));
    const moved = kind === "setSchema" ? [to, object.name] : [...from.slice(0, -1), to];
    const renamed = (name: string): string => {
      const { word: own, path } = parseKey(name);
      const isInside = from.every((part, index) => part === path[index]);
      return isInside && (from.length < 3 || own === word)
        ? [own, ...moved, ...path.slice(from.length)].join("\0")
        : name;
    };
    this.#objects = new Map([...this.#objects].map(([name, facts]) => [renamed(name), facts]));
  }
}
