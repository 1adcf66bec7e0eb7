import {
  Column,
  Name,
  Param,
  Placeholder,
  SQL,
  StringChunk,
  Subquery,
  Table,
  View,
} from "drizzle-orm";
import { isPgEnum } from "drizzle-orm/pg-core";
import { nameKey, quoteIdentifier, quoteLiteral, quoteName } from "../../schema/identifiers.js";
import { is, isSequence } from "../drizzle.js";
import type { Casing } from "../errors.js";
import {
  columnName,
  enumNameOf,
  schemaOf,
  sequenceNameOf,
  tableNameOf,
  type UsedName,
  usedName,
} from "../names.js";
import { isWrapper, lacksSchema, namesByKey, relationsIn } from "./chunks.js";
import { literal } from "./literal.js";

export interface ExpressionOptions {
  readonly casing?: Casing | undefined;
  /**
   * The table that the expression belongs to. Its columns are written without it, so that the
   * text still holds when the table is renamed; inside a query, where that could mean another
   * table's column, with its name.
   */
  readonly table?: Table | undefined;
}

/**
 * An expression as SQL text: what Drizzle would send, with every parameter as a literal, and with
 * the schema of what the model has in none: `public`, wherever a session looks first. A string is
 * SQL already.
 *
 * @example expressionSql(gt(users.age, 5), { table: users }) // "age" > 5
 */
export function expressionSql(expression: SQL | string, options: ExpressionOptions = {}): string {
  if (typeof expression === "string") return expression.trim();
  const names = options.table ? new Map<string, string>() : namesByKey(expression, options.casing);
  const bare = new Writer(options, names, "column").write(expression);
  if (!/\bselect\b/i.test(bare)) return bare.trim();
  const owners = isUnambiguous(expression, options.table) ? "table" : "schema";
  return new Writer(options, names, owners).write(expression).trim();
}

/** Whether no two of the tables and views of a query have one name. */
function isUnambiguous(query: SQL, own: Table | undefined): boolean {
  const relations = [...relationsIn(query), ...(own === undefined ? [] : [tableNameOf(own)])];
  const names = new Set(relations.map(({ name }) => name));
  return names.size === new Set(relations.map(nameKey)).size;
}

/**
 * What a column is written with: an owner's column alone; with the table; or, where a query reads
 * from two tables of one name, with the schema as well.
 */
type Qualification = "column" | "table" | "schema";

/** Walks the chunks as Drizzle's own `SQL.toQuery` does. */
class Writer {
  constructor(
    private readonly options: ExpressionOptions,
    /** What mere names become. */
    private readonly names: ReadonlyMap<string, string>,
    private readonly qualification: Qualification,
  ) {}

  write(chunk: unknown): string {
    if (chunk === undefined) return "";
    if (is(chunk, StringChunk)) return chunk.value.join("");
    if (is(chunk, Name)) return quoteIdentifier(chunk.value);
    if (Array.isArray(chunk)) return `(${chunk.map((item) => this.write(item)).join(", ")})`;
    if (is(chunk, SQL)) return this.writeAll(chunk.queryChunks);
    if (is(chunk, Table) || is(chunk, View)) return relation(usedName(chunk));
    if (is(chunk, Column)) return this.column(chunk);
    if (is(chunk, Param)) return this.param(chunk);
    if (is(chunk, Placeholder)) throw new TypeError(`the placeholder "${chunk.name}" has no value`);
    return this.rarer(chunk);
  }

  private rarer(chunk: unknown): string {
    if (is(chunk, SQL.Aliased)) {
      return chunk.fieldAlias === undefined
        ? this.write(chunk.sql)
        : quoteIdentifier(chunk.fieldAlias);
    }
    if (is(chunk, Subquery)) {
      const { alias, isWith, sql } = chunk._;
      const name = quoteIdentifier(alias);
      return isWith ? name : `(${this.write(sql)}) ${name}`;
    }
    if (isPgEnum(chunk)) return quoteName(enumNameOf(chunk));
    // As `nextval` and its kin take it.
    if (isSequence(chunk)) return quoteLiteral(quoteName(sequenceNameOf(chunk)));
    if (isWrapper(chunk)) {
      const inner = this.write(chunk.getSQL());
      return chunk.shouldOmitSQLParens?.() === true ? inner : `(${inner})`;
    }
    return literal(chunk);
  }

  private writeAll(chunks: readonly unknown[]): string {
    return chunks
      .map((chunk, place) => {
        if (lacksSchema(chunks, place)) return `${quoteIdentifier("public")}.${this.write(chunk)}`;
        return is(chunk, Name) && !namesAlias(chunks[place - 1])
          ? quoteIdentifier(this.names.get(chunk.value) ?? chunk.value)
          : this.write(chunk);
      })
      .join("");
  }

  private column(column: Column): string {
    const name = quoteIdentifier(columnName(column, this.options.casing));
    const used = usedName(column.table);
    const isOwn = this.isOwn(column.table);
    if (isOwn && this.qualification === "column") return name;
    const isQualified =
      this.qualification === "schema" && !used.isAlias && is(column.table, Table)
        ? true
        : !isOwn && used.schema !== undefined;
    return `${isQualified ? relation(used) : quoteIdentifier(used.name)}.${name}`;
  }

  private isOwn(table: Table): boolean {
    const own = this.options.table;
    if (own === undefined) return false;
    if (own === table) return true;
    const [a, b] = [usedName(own), usedName(table)];
    return a.name === b.name && schemaOf(own) === schemaOf(table) && a.isAlias === b.isAlias;
  }

  private param(param: Param): string {
    if (is(param.value, Placeholder)) return this.write(param.value);
    const value: unknown =
      param.value === null ? null : param.encoder.mapToDriverValue(param.value);
    return is(value, SQL) ? this.write(value) : literal(value);
  }
}

/** Whether what follows is a name that the author has given. */
function namesAlias(before: unknown): boolean {
  return is(before, StringChunk) && /\bas $/i.test(before.value.join(""));
}

function relation({ schema, name, isAlias }: UsedName): string {
  return isAlias ? quoteIdentifier(name) : quoteName({ schema: schema ?? "public", name });
}
