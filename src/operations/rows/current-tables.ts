/** What the tables and columns that a plan speaks of are called before the plan has run. */
import {
  nameKey,
  printIdentifier,
  printName,
  sameName,
  mentions,
} from "../../schema/identifiers.js";
import type { ColumnName, QualifiedName, Table } from "../../schema/types.js";
import { isString } from "../casts.js";
import { parseType } from "../../schema/data-types.js";
import { key as keys } from "../keys.js";
import { filledColumn } from "../fill-nulls.js";
import type { AddColumn, AlterColumn, Operation, Rename } from "../types.js";

/** A column as the rows of today have it: still under another name, or not at all. */
export type Source =
  | { readonly kind: "column"; readonly name: string }
  /** The value that a new column or a new type gives the rows, as SQL over their columns. */
  | { readonly kind: "value"; readonly sql: string }
  /** Numbers of a sequence. */
  | { readonly kind: "numbers" };

interface CurrentTable {
  readonly name: QualifiedName;
  readonly columns: Map<string, Source>;
}

/** Follows a plan, operation by operation, so that what it says can be asked of today's rows. */
export class CurrentTables {
  /** By the name in the plan; tables that the plan does not move or change are not in it. */
  private readonly known = new Map<string, CurrentTable>();
  private readonly created = new Set<string>();
  private readonly schemas = new Map<string, string>();
  private readonly required = new Set<string>();
  private readonly defaults = new Map<string, string | null>();

  /** @param before The tables as they are, if they are known. */
  constructor(private readonly before: readonly Table[] = []) {}

  /** Takes note of what the operation does to names and values. */
  add(operation: Operation): void {
    switch (operation.kind) {
      case "createTable":
        return void this.created.add(nameKey(operation.table));
      case "rename":
        return this.rename(operation);
      case "setSchema": {
        const { object, to } = operation;
        if (object.kind === "table") this.move(object, { ...object, schema: to });
        return;
      }
      case "addColumn":
        if (operation.column.notNull) this.require(operation.table, operation.column.name);
        return this.set(operation.table, operation.column.name, newValue(operation));
      case "alterColumn":
        if (operation.changes.notNull === true) this.require(operation.table, operation.column);
        return this.alter(operation);
      case "execute": {
        const filled = filledColumn(operation);
        return filled === undefined ? undefined : this.fill(filled);
      }
      default:
        return undefined;
    }
  }

  private rename({ object, to }: Rename): void {
    switch (object.kind) {
      case "schema":
        return void this.schemas.set(to, this.schemas.get(object.name) ?? object.name);
      case "table":
        return this.move(object, { ...object, name: to });
      case "column":
        return this.set(object.table, to, this.source(object.table, object.name));
      default:
        return undefined;
    }
  }

  /** Whether the plan itself creates the table, so that it has no rows. */
  isNew(table: QualifiedName): boolean {
    return this.created.has(nameKey(table));
  }

  /** Whether the plan has said before that the column must have a value. */
  isRequired(table: QualifiedName, column: string): boolean {
    return this.required.has(keys.column(table, column));
  }

  /** The table as it is; `undefined` where that is not known. */
  held(table: QualifiedName): Table | undefined {
    const name = this.name(table);
    return this.before.find((one) => sameName(one, name));
  }

  /** What the table is called today. */
  name(table: QualifiedName): QualifiedName {
    const known = this.known.get(nameKey(table));
    if (known !== undefined) return known.name;
    return { schema: this.schemas.get(table.schema) ?? table.schema, name: table.name };
  }

  source(table: QualifiedName, column: string): Source {
    const known = this.known.get(nameKey(table))?.columns.get(column);
    return known ?? { kind: "column", name: column };
  }

  /**
   * The rows of the table for an expression that is written with the names of the plan: the table,
   * or a query that gives its columns those names. `undefined` where the expression uses a column
   * whose value cannot be had under its name.
   */
  rowsFor(table: QualifiedName, expressions: readonly string[]): string | undefined {
    const name = this.name(table);
    const added: string[] = [];
    for (const [column, source] of this.known.get(nameKey(table))?.columns ?? []) {
      if (!expressions.some((text) => mentions(text, column))) continue;
      if (source.kind === "column" && source.name === column) continue;
      const value = expressionOf(source);
      if (value === undefined || isOver(source, column)) return undefined;
      added.push(`${value} AS ${printIdentifier(column)}`);
    }
    const alias = printIdentifier(table.name);
    if (added.length > 0)
      return `(SELECT *, ${added.join(", ")} FROM ${printName(name)}) AS ${alias}`;
    return sameName(name, table) || name.name === table.name
      ? printName(name)
      : `${printName(name)} AS ${alias}`;
  }

  /**
   * A condition on the values that the columns of the plan have, as one on the rows of today.
   * `undefined` where a value cannot be had.
   */
  conditionOn(table: QualifiedName, condition: string): string | undefined {
    const columns: string[] = [];
    let isPlain = true;
    for (const [column, source] of this.known.get(nameKey(table))?.columns ?? []) {
      if (!mentions(condition, column)) continue;
      if (source.kind === "column" && source.name === column) continue;
      const value = expressionOf(source);
      if (value === undefined) return undefined;
      if (isOver(source, column)) isPlain = false;
      columns.push(`${value} AS ${printIdentifier(column)}`);
    }
    // With its table before it, a name would still mean the old value.
    if (isPlain || /"\s*\./.test(condition) || mentions(condition, table.name)) return undefined;
    return `EXISTS (SELECT FROM (SELECT ${columns.join(", ")}) AS gen_new WHERE ${condition})`;
  }

  private fill({ table, column }: ColumnName): void {
    this.require(table, column);
    const source = this.source(table, column);
    const key = keys.column(table, column);
    const held = this.held(table)?.columns.find(({ name }) => name === column)?.default;
    const value = this.defaults.get(key) ?? held;
    const was = expressionOf(source);
    if (value === undefined || was === undefined) return;
    this.set(
      table,
      column,
      takesNumber(value)
        ? { kind: "numbers" }
        : { kind: "value", sql: `COALESCE(${was}, ${value})` },
    );
  }

  private require(table: QualifiedName, column: string): void {
    this.required.add(keys.column(table, column));
  }

  private move(from: QualifiedName, to: QualifiedName): void {
    if (this.created.delete(nameKey(from))) return void this.created.add(nameKey(to));
    const table = this.known.get(nameKey(from)) ?? { name: this.name(from), columns: new Map() };
    this.known.delete(nameKey(from));
    this.known.set(nameKey(to), table);
  }

  private alter({ table, column, changes }: AlterColumn): void {
    if (changes.default !== undefined)
      this.defaults.set(keys.column(table, column), changes.default);
    if (changes.identity !== undefined && changes.identity !== null) return;
    const { type, using } = changes;
    // A value that is too long is refused here, and cut off by a cast.
    if (type === undefined || (using === undefined && isString(parseType(type.sql)))) return;
    const source = this.source(table, column);
    if (source.kind !== "column" || (using !== undefined && source.name !== column))
      return this.set(table, column, { kind: "numbers" });
    const sql = using ?? `${printIdentifier(source.name)}::${type.sql}`;
    this.set(table, column, { kind: "value", sql });
  }

  private set(table: QualifiedName, column: string, source: Source): void {
    const key = nameKey(table);
    const known = this.known.get(key) ?? { name: this.name(table), columns: new Map() };
    known.columns.set(column, source);
    this.known.set(key, known);
  }
}

function newValue({ column }: AddColumn): Source {
  if (column.serial !== undefined || column.identity !== undefined) return { kind: "numbers" };
  const sql = column.generated?.expression ?? column.default;
  if (sql !== undefined && takesNumber(sql)) return { kind: "numbers" };
  const { type } = column;
  // An enum may be as new as its column.
  const nothing = type.enum === undefined ? `NULL::${type.sql}` : "NULL";
  return { kind: "value", sql: sql === undefined ? nothing : `(${sql})::${type.sql}` };
}

/** Whether an expression is the NULL of a new column. */
export function isNullSql(sql: string): boolean {
  return /^NULL(::[^()]+(\([\d, ]+\))?[^()]*)?$/.test(sql);
}

function takesNumber(expression: string): boolean {
  return /\bnextval\s*\(/i.test(expression);
}

/** Whether the value is made of a column of the same name, which then cannot stand beside it. */
function isOver(source: Source, column: string): boolean {
  return source.kind === "value" && mentions(source.sql, column);
}

/** The source as SQL over the rows of today. */
export function expressionOf(source: Source): string | undefined {
  switch (source.kind) {
    case "column":
      return printIdentifier(source.name);
    case "value":
      return source.sql;
    case "numbers":
      return undefined;
  }
}
