import { Column, Param, Placeholder, SQL, StringChunk, Subquery, Table, View } from "drizzle-orm";
import { Name } from "drizzle-orm";
import { isPgEnum } from "drizzle-orm/pg-core";
import { nameKey, quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import { is } from "./entity.js";
import { columnName } from "./casing.js";
import { isSequence } from "./kinds.js";
import { literal } from "./literal.js";
import { namesByKey } from "./names-by-key.js";
import type { Casing } from "./options.js";
import { relationsIn } from "./relations-in.js";
import { qualifiedNameOf, schemaOf, tableName, type UsedName, viewName } from "./table-names.js";
import { lacksSchema } from "./unqualified-tables.js";

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
 * @throws TypeError for what cannot be written as SQL: a placeholder, a function
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
  const relations = new Map(relationsIn(query).map((name) => [nameKey(name), name]));
  if (own !== undefined) relations.set(nameKey(qualifiedNameOf(own)), qualifiedNameOf(own));
  return new Set([...relations.values()].map(({ name }) => name)).size === relations.size;
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
    if (is(chunk, Table)) return relation(tableName(chunk));
    if (is(chunk, Column)) return this.column(chunk);
    if (is(chunk, View)) return relation(viewName(chunk));
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
    if (isPgEnum(chunk))
      return quoteName({ schema: chunk.schema ?? "public", name: chunk.enumName });
    // As `nextval` and its kin take it.
    if (isSequence(chunk))
      return quoteLiteral(
        quoteName({ schema: chunk.schema ?? "public", name: chunk.seqName ?? "" }),
      );
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
    const { schema, name: table, isAlias } = tableName(column.table);
    const isOwn = this.isOwn(column.table);
    if (isOwn && this.qualification === "column") return name;
    if (this.qualification === "schema" && !isAlias && is(column.table, Table))
      return `${relation({ schema, name: table, isAlias })}.${name}`;
    return isOwn || schema === undefined
      ? `${quoteIdentifier(table)}.${name}`
      : `${quoteName({ schema, name: table })}.${name}`;
  }

  private isOwn(table: Table): boolean {
    const own = this.options.table;
    if (own === undefined) return false;
    if (own === table) return true;
    const [a, b] = [tableName(own), tableName(table)];
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

interface Wrapper {
  getSQL(): SQL;
  shouldOmitSQLParens?(): boolean;
}

function isWrapper(value: unknown): value is Wrapper {
  return (
    typeof value === "object" &&
    value !== null &&
    "getSQL" in value &&
    typeof value.getSQL === "function"
  );
}
