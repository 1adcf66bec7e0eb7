/** The third argument of `createTable`: keys, uniques, checks, indexes and policies. */
import type {
  CheckConstraint,
  Index,
  IndexKey,
  Policy,
  PrimaryKey,
  UniqueConstraint,
} from "../../schema/types.js";
import type { Imports } from "../imports.js";
import { call, Code, options, parameters, propertyAccess } from "../literals.js";
import { isPlainKey, namedOpclass } from "./indexes.js";
import { policyOptions } from "./policies.js";

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

/** Writes what stands in the callback `(t) => […]`. */
export class ExtraWriter {
  usesTable = false;

  /** @param keys The keys of the columns in the second argument, by the columns' names. */
  constructor(
    private readonly keys: ReadonlyMap<string, string>,
    private readonly imports: Imports,
  ) {}

  primaryKey({ name, columns }: PrimaryKey): string {
    return call(this.imports.pgCore("primaryKey"), { name, columns: this.#columns(columns) });
  }

  unique({ name, columns, nullsNotDistinct }: UniqueConstraint): string {
    const unique = call(this.imports.pgCore("unique"), name);
    return (
      unique +
      call(".on", ...this.#columns(columns)) +
      (nullsNotDistinct ? ".nullsNotDistinct()" : "")
    );
  }

  check({ name, expression }: CheckConstraint): string {
    return call(this.imports.pgCore("check"), name, this.imports.sql(expression));
  }

  index({ name, unique, method, keys, where, with: storage }: Index): string {
    const columns = keys.map((key) => this.#indexKey(key));
    // Unlike `op`, Drizzle's own index takes PostgreSQL's names.
    const given = options(parameters(storage, (parameter) => parameter));
    return [
      call(this.imports.pgCore(unique ? "uniqueIndex" : "index"), name),
      method === "btree" ? call(".on", ...columns) : call(".using", method, ...columns),
      where === undefined ? "" : call(".where", this.imports.sql(where)),
      given === undefined ? "" : call(".with", given),
    ].join("");
  }

  policy(policy: Policy): string {
    const given = policyOptions(policy, (text) => this.imports.sql(text));
    return call(this.imports.pgCore("pgPolicy"), policy.name, given);
  }

  /** Drizzle takes nulls for last unless told otherwise, PostgreSQL depending on the order. */
  #indexKey(key: IndexKey): Code {
    if (key.column === undefined) return this.imports.sql(key.expression ?? "");
    const opclass = namedOpclass(key);
    return new Code(
      [
        this.#column(key.column).text,
        key.order === "desc" ? ".desc()" : "",
        key.nulls === "first" ? ".nullsFirst()" : key.order === "desc" ? ".nullsLast()" : "",
        opclass === undefined ? "" : call(".op", opclass),
      ].join(""),
    );
  }

  #columns(names: readonly string[]): readonly Code[] {
    return names.map((name) => this.#column(name));
  }

  #column(name: string): Code {
    this.usesTable = true;
    return new Code(propertyAccess("t", this.keys.get(name) ?? name));
  }
}
