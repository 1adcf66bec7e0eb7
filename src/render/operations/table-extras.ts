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

/** Writes what stands in the callback `(t) => […]`; `undefined` for what Drizzle cannot say. */
export class ExtraWriter {
  usesTable = false;

  /** @param keys The keys of the columns in the second argument, by the columns' names. */
  constructor(
    private readonly keys: ReadonlyMap<string, string>,
    private readonly imports: Imports,
  ) {}

  primaryKey(key: PrimaryKey): string | undefined {
    if (!canSayKey(key)) return undefined;
    const { name, columns } = key;
    return call(this.imports.pgCore("primaryKey"), { name, columns: this.#columns(columns) });
  }

  unique(key: UniqueConstraint): string | undefined {
    if (!canSayKey(key)) return undefined;
    const unique = call(this.imports.pgCore("unique"), key.name);
    const on = call(".on", ...this.#columns(key.columns));
    return unique + on + (key.nullsNotDistinct ? ".nullsNotDistinct()" : "");
  }

  check({ name, expression, notValid, noInherit }: CheckConstraint): string | undefined {
    if (notValid === true || noInherit === true) return undefined;
    return call(this.imports.pgCore("check"), name, this.imports.sql(expression));
  }

  index({ name, unique, method, keys, where, ...index }: Index): string | undefined {
    const isSorted = keys.some((key) => key.column === undefined && !isPlainKey(key));
    const isCollated = keys.some((key) => key.collation !== undefined);
    const isPlain = index.include === undefined && index.nullsNotDistinct !== true;
    if (isSorted || isCollated || !isPlain) return undefined;
    const columns = keys.map((key) => this.#indexKey(key));
    // Unlike `op`, Drizzle's own index takes PostgreSQL's names.
    const given = options(parameters(index.with, (parameter) => parameter));
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

  /** Drizzle defaults to nulls last, PostgreSQL to a place that depends on the order. */
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
