/** The third argument of `createTable`: keys, uniques, checks, indexes and policies. */
import type {
  CheckConstraint,
  Index,
  IndexKey,
  Policy,
  PrimaryKey,
  Table,
  UniqueConstraint,
} from "../../schema/types.js";
import { plainParameters } from "../call.js";
import type { Imports } from "../imports.js";
import { objectLiteral, propertyAccess, sqlTag, stringLiteral } from "../literals.js";
import { isPlainKey, namedOpclass } from "./indexes.js";
import { policyOptions } from "./policies.js";

/** The names of the columns' keys in the second argument, by the columns' names. */
export type ColumnKeys = ReadonlyMap<string, string>;

/** The callback that names the extras, or nothing where there are none. */
export function tableExtras(table: Table, keys: ColumnKeys, imports: Imports): string | undefined {
  const write = new ExtraWriter(keys, imports);
  const { primaryKey } = table;
  const extras = [
    ...(primaryKey !== undefined && canSayKey(primaryKey) ? [write.primaryKey(primaryKey)] : []),
    ...table.uniqueConstraints.filter(canSayKey).map((unique) => write.unique(unique)),
    ...table.checks.filter(canSayCheck).map((check) => write.check(check)),
    ...table.indexes.filter(canSayIndex).map((index) => write.index(index)),
    ...(canSayPolicy(table) ? table.policies.map((policy) => write.policy(policy)) : []),
  ];
  if (extras.length === 0) return undefined;
  return `(${write.usesTable ? "t" : ""}) => [${extras.join(", ")}]`;
}

/** Drizzle has no words for `INCLUDE` and `DEFERRABLE`. */
export function canSayKey(key: PrimaryKey | UniqueConstraint): boolean {
  return key.include === undefined && key.deferrable !== true && key.initiallyDeferred !== true;
}

/** Nor for `NOT VALID` and `NO INHERIT`. */
export function canSayCheck(check: CheckConstraint): boolean {
  return check.notValid !== true && check.noInherit !== true;
}

/** Nor, of an index, for `INCLUDE`, `NULLS NOT DISTINCT`, collations and sorted expressions. */
export function canSayIndex(index: Index): boolean {
  return (
    index.include === undefined &&
    index.nullsNotDistinct !== true &&
    index.keys.every((key) => key.collation === undefined) &&
    index.keys.every((key) => key.column !== undefined || isPlainKey(key))
  );
}

/** Policies on a table without row-level security are of no effect, and unknown to Drizzle. */
export function canSayPolicy(table: Table): boolean {
  return table.rowSecurity;
}

class ExtraWriter {
  usesTable = false;
  readonly #keys: ColumnKeys;
  readonly #imports: Imports;

  constructor(keys: ColumnKeys, imports: Imports) {
    this.#keys = keys;
    this.#imports = imports;
  }

  primaryKey({ name, columns }: PrimaryKey): string {
    const options = objectLiteral([
      ["name", stringLiteral(name)],
      ["columns", `[${this.#columns(columns)}]`],
    ]);
    return `${this.#pgCore("primaryKey")}(${options})`;
  }

  unique({ name, columns, nullsNotDistinct }: UniqueConstraint): string {
    const call = `${this.#pgCore("unique")}(${stringLiteral(name)}).on(${this.#columns(columns)})`;
    return nullsNotDistinct ? `${call}.nullsNotDistinct()` : call;
  }

  check({ name, expression }: CheckConstraint): string {
    return `${this.#pgCore("check")}(${stringLiteral(name)}, ${sqlTag(expression, this.#imports)})`;
  }

  index(index: Index): string {
    const name = `(${stringLiteral(index.name)})`;
    const keys = index.keys.map((key) => this.#indexKey(key)).join(", ");
    // Unlike `op`, Drizzle's own index takes PostgreSQL's names.
    const options = plainParameters(index.with);
    return [
      this.#pgCore(index.unique ? "uniqueIndex" : "index") + name,
      index.method === "btree" ? `.on(${keys})` : `.using(${stringLiteral(index.method)}, ${keys})`,
      index.where === undefined ? "" : `.where(${sqlTag(index.where, this.#imports)})`,
      options === undefined ? "" : `.with(${options})`,
    ].join("");
  }

  policy(policy: Policy): string {
    const options = policyOptions(policy, (text) => sqlTag(text, this.#imports));
    const args = [stringLiteral(policy.name), ...(options === undefined ? [] : [options])];
    return `${this.#pgCore("pgPolicy")}(${args.join(", ")})`;
  }

  /** Drizzle takes nulls for last unless told otherwise, PostgreSQL depending on the order. */
  #indexKey(key: IndexKey): string {
    if (key.column === undefined) return sqlTag(key.expression ?? "", this.#imports);
    const opclass = namedOpclass(key);
    return [
      this.#column(key.column),
      key.order === "desc" ? ".desc()" : "",
      key.nulls === "first" ? ".nullsFirst()" : key.order === "desc" ? ".nullsLast()" : "",
      opclass === undefined ? "" : `.op(${stringLiteral(opclass)})`,
    ].join("");
  }

  #columns(names: readonly string[]): string {
    return names.map((name) => this.#column(name)).join(", ");
  }

  #column(name: string): string {
    this.usesTable = true;
    return propertyAccess("t", this.#keys.get(name) ?? name);
  }

  #pgCore(name: string): string {
    return this.#imports.use("drizzle-orm/pg-core", name);
  }
}
