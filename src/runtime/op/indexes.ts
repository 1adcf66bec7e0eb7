import type { Index, IndexKey, QualifiedName } from "../../schema/types.js";
import {
  checkKeys,
  expressionText,
  fail,
  isSql,
  requireName,
  requireObject,
  storageParameters,
} from "./arguments.js";
import type { OpContext } from "./context.js";
import type { StorageParameters } from "./arguments.js";
import { given } from "./given.js";
import type { Expression, ObjectName } from "./types.js";
import type { SQL } from "drizzle-orm";

interface IndexKeyOptions {
  readonly order?: "asc" | "desc";
  /** Where nothing is said: last for ascending, first for descending, as in PostgreSQL. */
  readonly nulls?: "first" | "last";
  /** With its parameters, if any: `"gin_trgm_ops"`. */
  readonly opclass?: string;
  /** Quoted as SQL wants it: `'"C"'`. */
  readonly collation?: string;
}

/** A column's name, an expression in Drizzle's `sql`, or one of both with how it is sorted. */
export type IndexKeyInput =
  | string
  | SQL
  | ({ readonly column: string } & IndexKeyOptions)
  | ({ readonly expression: Expression } & IndexKeyOptions);

export interface CreateIndexOptions {
  readonly unique?: boolean;
  /** The method: "btree" where nothing is said. */
  readonly using?: string;
  readonly where?: Expression;
  readonly with?: StorageParameters;
  readonly nullsNotDistinct?: boolean;
  readonly include?: readonly string[];
  /** Without blocking writes; only inside `op.autocommit`. */
  readonly concurrently?: boolean;
  readonly only?: boolean;
}

export interface DropIndexOptions {
  /** Of the index, which is that of its table: "public" where nothing is said. */
  readonly schema?: string;
  /** Without blocking; only inside `op.autocommit`. */
  readonly concurrently?: boolean;
}

export interface IndexMethods {
  /**
   * @example await op.createIndex("vehicles_vin_index", "vehicles", ["vin"], { unique: true });
   * @example await op.createIndex("users_email_index", "users", [sql`lower(email)`]);
   * @example await op.createIndex("logs_at_index", "logs", [{ column: "at", order: "desc" }]);
   * @example
   * await op.autocommit(async (op) => {
   *   await op.createIndex("logs_at_index", "logs", ["at"], { concurrently: true });
   * });
   */
  createIndex(
    name: string,
    table: ObjectName,
    keys: readonly IndexKeyInput[],
    options?: CreateIndexOptions,
  ): Promise<void>;

  /** @example await op.dropIndex("vehicles_vin_index", { schema: "fleet" }); */
  dropIndex(name: ObjectName, options?: DropIndexOptions): Promise<void>;

  /** @example await op.renameIndex("vehicles_vin_idx", "vehicles_vin_index"); */
  renameIndex(
    name: ObjectName,
    to: string,
    options?: Pick<DropIndexOptions, "schema">,
  ): Promise<void>;
}

export function indexMethods({ run }: OpContext): IndexMethods {
  return {
    createIndex: async (name, table, keys, options = {}) =>
      run({
        kind: "createIndex",
        table: requireObject("createIndex", "table", table),
        index: describeIndex(name, keys, options),
      }),
    dropIndex: async (name, options = {}) => {
      checkKeys("dropIndex", options, ["schema", "concurrently"]);
      await run({
        kind: "dropIndex",
        index: indexName("dropIndex", name, options.schema),
        ...(options.concurrently === undefined ? {} : { concurrently: options.concurrently }),
      });
    },
    renameIndex: async (name, to, options = {}) => {
      checkKeys("renameIndex", options, ["schema"]);
      await run({
        kind: "renameIndex",
        index: indexName("renameIndex", name, options.schema),
        to: requireName("renameIndex", "new name", to),
      });
    },
  };
}

function indexName(method: string, name: ObjectName, schema: string | undefined): QualifiedName {
  const index = requireObject(method, "index", name);
  return schema === undefined ? index : { ...index, schema: requireName(method, "schema", schema) };
}

function describeIndex(
  name: string,
  keys: readonly IndexKeyInput[],
  options: CreateIndexOptions,
): Index {
  const method = "createIndex";
  checkKeys(method, options, [
    "unique",
    "using",
    "where",
    "with",
    "nullsNotDistinct",
    "include",
    "concurrently",
    "only",
  ]);
  if (!Array.isArray(keys) || keys.length === 0) {
    throw fail(method, `index "${name}" has no keys`, 'Give an array: ["vin"].');
  }
  const { unique, using, where, with: parameters, ...rest } = options;
  return {
    name: requireName(method, "name", name),
    unique: unique ?? false,
    method: using ?? "btree",
    keys: keys.map((key) => indexKey(key)),
    with: storageParameters(parameters),
    ...(where === undefined ? {} : { where: expressionText(method, "where", where) }),
    ...given(rest),
  };
}

function indexKey(input: IndexKeyInput): IndexKey {
  if (typeof input === "string") {
    return { column: requireName("createIndex", "key", input), order: "asc", nulls: "last" };
  }
  if (isSql(input)) {
    const expression = expressionText("createIndex", "key", input);
    return { expression, order: "asc", nulls: "last" };
  }
  checkKeys("createIndex", input, [
    "column",
    "expression",
    "order",
    "nulls",
    "opclass",
    "collation",
  ]);
  const { order = "asc", opclass, collation } = input;
  return {
    ...("column" in input
      ? { column: requireName("createIndex", "key", input.column) }
      : { expression: expressionText("createIndex", "key", input.expression) }),
    order,
    nulls: input.nulls ?? (order === "asc" ? "last" : "first"),
    ...given({ opclass, collation }),
  };
}
