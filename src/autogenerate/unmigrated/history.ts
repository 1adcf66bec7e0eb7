/** What the migrations of a project have made, as far as they say so. */
import { key } from "../../compare/effects/index.js";
import type { ColumnChanges, Operation } from "../../operations/types.js";
import { makeObjectName } from "../../schema/identifiers.js";
import type { Column, QualifiedName } from "../../schema/types.js";
import { mentions } from "../../schema/mentions.js";
import type { Recording } from "../conflicts/record.js";
import { unwrapped } from "../run-operations.js";
import { touches } from "../conflicts/touches.js";

/** What migrations said of a column, one after the other. */
export type ColumnFact = Pick<ColumnChanges, "type" | "notNull" | "default" | "collation"> & {
  readonly serial?: object;
};

/** A key that stands for "row-level security is on": tables are created without. */
export function rowSecurityKey({ schema, name }: QualifiedName): string {
  return `secured ${schema}\0${name}`;
}

export class History {
  /** Of objects that exist after the migrations. */
  #keys = new Set<string>();
  #columns = new Map<string, readonly ColumnFact[]>();
  #values = new Map<string, readonly string[]>();
  /** SQL, and migrations that could not be recorded, whose every word counts. */
  readonly #sql: string[] = [];
  readonly #sources: string[] = [];

  /** @param sourceOf The text of a migration that could not be recorded to its end. */
  constructor(recordings: readonly Recording[], sourceOf: (recording: Recording) => string) {
    for (const recording of recordings) {
      const operations = recording.deeds.map(({ operation }) => operation);
      for (const operation of unwrapped(operations)) this.#add(operation);
      if (recording.problem !== undefined) this.#sources.push(sourceOf(recording));
    }
  }

  /** Whether a migration has made the object, or SQL in one mentions all the names. */
  has(object: string, names: readonly string[]): boolean {
    return this.#keys.has(object) || this.mentions(names);
  }

  mentions(names: readonly string[]): boolean {
    return (
      this.#sql.some((text) => names.every((name) => mentions(text, name))) ||
      this.#sources.some((text) => names.every((name) => text.includes(name)))
    );
  }

  /** Whether SQL that mentions the table may have made something without naming it. */
  mayHaveMadeUnnamed(table: string, statement: RegExp): boolean {
    return (
      this.#sql.some((text) => statement.test(text) && mentions(text, table)) ||
      this.#sources.some((text) => statement.test(text) && text.includes(table))
    );
  }

  /** What was said of a column, and of an enum's values. */
  factsOf(column: string): readonly ColumnFact[] {
    return this.#columns.get(column) ?? [];
  }

  valuesOf(type: string): readonly string[] {
    return this.#values.get(type) ?? [];
  }

  #add(operation: Operation): void {
    this.#rename(operation);
    const { adds, drops } = touches(operation);
    for (const one of drops) this.#keys.delete(one);
    for (const one of adds) this.#keys.add(one);
    this.#note(operation);
  }

  #note(operation: Operation): void {
    switch (operation.kind) {
      case "execute":
        this.#sql.push(operation.sql);
        return;
      case "createTable": {
        const { table } = operation;
        for (const column of table.columns) {
          this.#fact(key.column(table, column.name), column);
          this.#ownSequence(table, column);
        }
        for (const { name } of table.foreignKeys) this.#keys.add(key.constraint(table, name));
        if (table.rowSecurity) this.#keys.add(rowSecurityKey(table));
        return;
      }
      case "addColumn":
        this.#ownSequence(operation.table, operation.column);
        return this.#fact(key.column(operation.table, operation.column.name), operation.column);
      case "alterColumn":
        return this.#fact(key.column(operation.table, operation.column), operation.changes);
      case "enableRowLevelSecurity":
        this.#keys.add(rowSecurityKey(operation.table));
        return;
      case "createEnum":
        return this.#value(key.type(operation.enum), operation.enum.values);
      case "alterEnum":
        return this.#value(key.type(operation.enum), operation.values);
      case "addEnumValue":
        return this.#value(key.type(operation.enum), [operation.value]);
      case "rename": {
        const { object, to } = operation;
        if (object.kind === "enumValue") this.#value(key.type(object.enum), [to]);
        return;
      }
      default:
        return undefined;
    }
  }

  /** What PostgreSQL makes along with a column. */
  #ownSequence(table: QualifiedName, { name, serial, identity }: Column): void {
    if (serial === undefined && identity === undefined) return;
    const { schema } = table;
    const own = identity?.sequenceName ?? makeObjectName(table.name, name, "seq");
    this.#keys.add(key.relation(serial?.sequence ?? { schema, name: own }));
  }

  #fact(column: string, fact: ColumnFact): void {
    this.#columns.set(column, [...this.factsOf(column), fact]);
  }

  #value(type: string, values: readonly string[]): void {
    this.#values.set(type, [...this.valuesOf(type), ...values]);
  }

  /** What belongs to a table or a schema follows it to its new name. */
  #rename(operation: Operation): void {
    if (operation.kind === "setSchema") {
      const { object, to } = operation;
      if (object.kind === "table" || object.kind === "enum")
        this.#move(object, { ...object, schema: to });
    }
    if (operation.kind !== "rename") return;
    const { object, to } = operation;
    switch (object.kind) {
      case "table":
      case "enum":
        return this.#move(object, { ...object, name: to });
      case "column": {
        const from = key.column(object.table, object.name);
        const renamed = key.column(object.table, to);
        this.#columns.set(renamed, [...this.factsOf(from), ...this.factsOf(renamed)]);
        return;
      }
      case "schema":
        return this.#rekey(([schema = "", ...rest]) => [
          schema === object.name ? to : schema,
          ...rest,
        ]);
      default:
        return undefined;
    }
  }

  #move(from: QualifiedName, to: QualifiedName): void {
    this.#rekey(([schema = "", name = "", ...rest]) =>
      schema === from.schema && name === from.name
        ? [to.schema, to.name, ...rest]
        : [schema, name, ...rest],
    );
  }

  #rekey(change: (parts: readonly string[]) => readonly string[]): void {
    const renamed = (one: string): string => {
      const at = one.indexOf(" ");
      return `${one.slice(0, at)} ${change(one.slice(at + 1).split("\0")).join("\0")}`;
    };
    this.#keys = new Set([...this.#keys].map(renamed));
    this.#columns = new Map([...this.#columns].map(([one, facts]) => [renamed(one), facts]));
    this.#values = new Map([...this.#values].map(([one, values]) => [renamed(one), values]));
  }
}
