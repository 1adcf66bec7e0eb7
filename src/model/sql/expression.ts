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
import { isPgEnum, PgSequence } from "drizzle-orm/pg-core";
import { nameKey, quoteIdentifier, quoteLiteral, quoteName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import {
  columnName,
  enumNameOf,
  is,
  schemaOf,
  sequenceNameOf,
  tableNameOf,
  type UsedName,
  usedName,
  viewNameOf,
} from "../drizzle.js";
import type { Casing } from "../errors.js";
import { literal } from "./literal.js";

export interface ExpressionOptions {
  readonly casing?: Casing | undefined;
  /**
   * The table that the expression belongs to. Its columns are written without it, so that the text
   * still holds when the table is renamed.
   */
  readonly table?: Table | undefined;
}

/**
 * What Drizzle would send, with every parameter as a literal, and with the schema `public` of what the
 * model has in none. A string is SQL already.
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

/** What a column is written with: nothing, its table, or, where two have one name, the schema. */
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
    if (is(chunk, Table) || is(chunk, View)) return writeName(usedName(chunk));
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
    if (is(chunk, PgSequence)) return quoteLiteral(quoteName(sequenceNameOf(chunk)));
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
    return `${isQualified ? writeName(used) : quoteIdentifier(used.name)}.${name}`;
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

function writeName({ schema, name, isAlias }: UsedName): string {
  return isAlias ? quoteIdentifier(name) : quoteName({ schema: schema ?? "public", name });
}

/**
 * The tables and views that an expression mentions, and those of its columns: Drizzle writes the tables
 * of a join as mere names. A column of a sub-query has that for its table; its parts have been visited.
 */
function mentioned(chunk: unknown): readonly (Table | View)[] {
  if (Array.isArray(chunk)) return chunk.flatMap(mentioned);
  if (is(chunk, SQL)) return chunk.queryChunks.flatMap(mentioned);
  if (is(chunk, Table) || is(chunk, View)) return [chunk];
  if (is(chunk, Column)) {
    const owner: unknown = chunk.table;
    return is(owner, Table) || is(owner, View) ? [owner] : [];
  }
  if (is(chunk, Subquery)) return mentioned(chunk._.sql);
  if (is(chunk, SQL.Aliased)) return mentioned(chunk.sql);
  return isWrapper(chunk) && !isPart(chunk) ? mentioned(chunk.getSQL()) : [];
}

/** The names of the tables and views that an expression mentions. */
export function relationsIn(expression: SQL): QualifiedName[] {
  const found = new Map<string, QualifiedName>();
  for (const relation of mentioned(expression)) {
    if (is(relation, View) && usedName(relation).isAlias) continue;
    const name = is(relation, Table) ? tableNameOf(relation) : viewNameOf(relation);
    found.set(nameKey(name), name);
  }
  return [...found.values()];
}

/**
 * What the columns that a query knows by their keys are called with `casing`: Drizzle writes those of a
 * query over a single table as mere names, before it knows the casing.
 */
function namesByKey(query: SQL, casing: Casing | undefined): ReadonlyMap<string, string> {
  if (casing === undefined) return new Map();
  const columns = mentioned(query).flatMap((relation) =>
    is(relation, Table) ? Object.values(relation).filter((value) => is(value, Column)) : [],
  );
  const byKey = columns.filter((column) => column.keyAsName);
  return new Map(byKey.map((column) => [column.name, columnName(column, casing)]));
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

/** The parts of a statement have `getSQL` too: a statement of themselves. */
function isPart(value: unknown): boolean {
  return is(value, StringChunk) || is(value, Name) || is(value, Param) || is(value, Placeholder);
}

/**
 * Whether a chunk begins with the name of a table or view without a schema. Drizzle's query builder
 * writes what it joins, and a table under an alias, as mere names, and leaves the schema empty.
 */
function lacksSchema(chunks: readonly unknown[], place: number): boolean {
  const chunk = chunks[place];
  return is(chunk, Name) ? isJoined(chunks, place) : isReadUnderAlias(chunk, chunks[place - 1]);
}

/** The template of a join: kind, ` join`, lateral, ` `, schema, ``, name. */
function isJoined(chunks: readonly unknown[], place: number): boolean {
  return (
    stringOf(chunks[place - 5]) === " join" &&
    stringOf(chunks[place - 3]) === " " &&
    place >= 2 &&
    chunks[place - 2] === undefined &&
    stringOf(chunks[place - 1]) === ""
  );
}

/** Behind ` from `, the template of a table with an alias: a template with its name, ` `, alias. */
function isReadUnderAlias(chunk: unknown, before: unknown): boolean {
  if (!is(chunk, SQL) || stringOf(before)?.endsWith(" from ") !== true) return false;
  const [, table, space, alias] = chunk.queryChunks;
  return (
    is(table, SQL) &&
    table.queryChunks.length === 3 &&
    is(table.queryChunks[1], Name) &&
    stringOf(space) === " " &&
    is(alias, Name)
  );
}

function stringOf(chunk: unknown): string | undefined {
  return is(chunk, StringChunk) ? chunk.value.join("") : undefined;
}
