/** The current names of the tables and columns in a plan, before the plan has run. */
import { parseType } from "../../schema/data-types.js";
import {
  mentions,
  nameKey,
  printIdentifier,
  printName,
  sameName,
} from "../../schema/identifiers.js";
import type { ColumnName, QualifiedName, Table } from "../../schema/types.js";
import { isString } from "../casts.js";
import { filledColumn } from "../rules/data.js";
import { key as keys } from "../keys.js";
import type { AddColumn, AlterColumn, Operation, Rename } from "../types.js";

/** A column in the current rows, perhaps under another name, or without a value. */
export type Source =
  | { readonly kind: "column"; readonly name: string }
  /** A new value, as SQL on the columns. Without SQL, the next number of a sequence. */
  | { readonly kind: "value"; readonly sql?: string };

interface CurrentTable {
  readonly name: QualifiedName;
  readonly columns: Map<string, Source>;
}

/** Follows a plan, so that its conditions can be checked on the current rows. */
export class CurrentTables {
  /** By the name in the plan. Contains only tables that the plan renames, moves or changes. */
  private readonly known = new Map<string, CurrentTable>();
  private readonly created = new Set<string>();
  private readonly schemas = new Map<string, string>();
  private readonly required = new Set<string>();
  private readonly defaults = new Map<string, string | null>();

  constructor(private readonly before: readonly Table[] = []) {}

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

  /** Whether the plan itself creates the table, so that it has no rows. */
  isNew(table: QualifiedName): boolean {
    return this.created.has(nameKey(table));
  }

  /** Whether an earlier operation of the plan has made the column NOT NULL. */
  isRequired(table: QualifiedName, column: string): boolean {
    return this.required.has(keys.column(table, column));
  }

  /** The current table; `undefined` if unknown. */
  held(table: QualifiedName): Table | undefined {
    const name = this.name(table);
    return this.before.find((current) => sameName(current, name));
  }

  /** The current name of the table. */
  name(table: QualifiedName): QualifiedName {
    const { schema, name } = table;
    return (
      this.known.get(nameKey(table))?.name ?? { schema: this.schemas.get(schema) ?? schema, name }
    );
  }

  source(table: QualifiedName, column: string): Source {
    const known = this.known.get(nameKey(table))?.columns.get(column);
    return known ?? { kind: "column", name: column };
  }

  /**
   * The table, or a query that gives its columns the names of the plan. `undefined` if the
   * expressions use a column whose value is unknown or that cannot have its name.
   */
  rowsFor(table: QualifiedName, expressions: readonly string[]): string | undefined {
    const changed = this.changed(table, expressions);
    if (changed.some((column) => column.sql === undefined || column.isOverItself)) return undefined;
    const name = this.name(table);
    const alias = printIdentifier(table.name);
    if (changed.length > 0)
      return `(SELECT *, ${changed.map(named).join(", ")} FROM ${printName(name)}) AS ${alias}`;
    return printName(name) + (name.name === table.name ? "" : ` AS ${alias}`);
  }

  /** A condition on the plan's columns as one on the current rows, if their values are known. */
  conditionOn(table: QualifiedName, condition: string): string | undefined {
    const changed = this.changed(table, [condition]);
    const isKnown = changed.every(({ sql }) => sql !== undefined);
    if (!isKnown || !changed.some((column) => column.isOverItself)) return undefined;
    // Qualified by its table, a name would still mean the old value.
    if (/"\s*\./.test(condition) || mentions(condition, table.name)) return undefined;
    return `EXISTS (SELECT FROM (SELECT ${changed.map(named).join(", ")}) AS gen_new WHERE ${condition})`;
  }

  /** The columns in the expressions that the current rows do not have under that name. */
  private changed(table: QualifiedName, expressions: readonly string[]): readonly ChangedColumn[] {
    const columns = [...(this.known.get(nameKey(table))?.columns ?? [])];
    return columns
      .filter(([name]) => expressions.some((text) => mentions(text, name)))
      .filter(([name, source]) => source.kind === "value" || source.name !== name)
      .map(([name, source]) => ({
        name,
        sql: expressionOf(source),
        isOverItself: isOver(source, name),
      }));
  }

  private fill({ table, column }: ColumnName): void {
    this.require(table, column);
    const current = expressionOf(this.source(table, column));
    const held = this.held(table)?.columns.find(({ name }) => name === column)?.default;
    const value = this.defaults.get(keys.column(table, column)) ?? held;
    if (value === undefined || current === undefined) return;
    this.set(table, column, valueOf(value, `COALESCE(${current}, ${value})`));
  }

  private require(table: QualifiedName, column: string): void {
    this.required.add(keys.column(table, column));
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

  private move(from: QualifiedName, to: QualifiedName): void {
    if (this.created.delete(nameKey(from))) return void this.created.add(nameKey(to));
    const table = this.tableOf(from);
    this.known.delete(nameKey(from));
    this.known.set(nameKey(to), table);
  }

  private alter({ table, column, changes }: AlterColumn): void {
    if (changes.default !== undefined)
      this.defaults.set(keys.column(table, column), changes.default);
    if (changes.identity) return;
    const { type, using } = changes;
    // A value that is too long must fail here, but a cast would truncate it.
    if (type === undefined || (using === undefined && isString(parseType(type.sql)))) return;
    const source = this.source(table, column);
    if (source.kind !== "column" || (using !== undefined && source.name !== column))
      return this.set(table, column, { kind: "value" });
    const sql = using ?? `${printIdentifier(source.name)}::${type.sql}`;
    this.set(table, column, { kind: "value", sql });
  }

  private set(table: QualifiedName, column: string, source: Source): void {
    const known = this.tableOf(table);
    known.columns.set(column, source);
    this.known.set(nameKey(table), known);
  }

  private tableOf(table: QualifiedName): CurrentTable {
    return this.known.get(nameKey(table)) ?? { name: this.name(table), columns: new Map() };
  }
}

interface ChangedColumn {
  readonly name: string;
  readonly sql: string | undefined;
  /** Whether the value is computed from a column of the same name, which cannot be selected too. */
  readonly isOverItself: boolean;
}

function named({ name, sql }: ChangedColumn): string {
  return `${sql} AS ${printIdentifier(name)}`;
}

function newValue({ column }: AddColumn): Source {
  const { type, serial, identity, generated } = column;
  if (serial !== undefined || identity !== undefined) return { kind: "value" };
  const sql = generated?.expression ?? column.default;
  if (sql !== undefined) return valueOf(sql, `(${sql})::${type.sql}`);
  // The enum may be as new as its column.
  return { kind: "value", sql: type.enum === undefined ? `NULL::${type.sql}` : "NULL" };
}

function valueOf(expression: string, sql: string): Source {
  return /\bnextval\s*\(/i.test(expression) ? { kind: "value" } : { kind: "value", sql };
}

export function isNullSql(sql: string): boolean {
  return /^NULL(::[^()]+(\([\d, ]+\))?[^()]*)?$/.test(sql);
}

function isOver(source: Source, column: string): boolean {
  return source.kind === "value" && source.sql !== undefined && mentions(source.sql, column);
}

/** The source as SQL on the current rows. */
export function expressionOf(source: Source): string | undefined {
  return source.kind === "column" ? printIdentifier(source.name) : source.sql;
}
