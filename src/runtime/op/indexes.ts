import type { SQL } from "drizzle-orm";
import type { IndexKey } from "../../schema/types.js";
import * as read from "./arguments.js";
import type { StorageParameters } from "./arguments.js";
import { type Methods, type ReadersOf, withArguments } from "./method.js";
import type { Expression, ObjectName } from "./types.js";

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

export const indexMethods: Methods<IndexMethods> = {
  createIndex: withArguments(
    [
      read.name(),
      read.table,
      read.unchecked<readonly IndexKeyInput[]>(),
      read.options({
        unique: read.flag,
        using: read.unchecked<string>(),
        where: read.expression("where"),
        with: read.storageParameters,
        nullsNotDistinct: read.flag,
        include: read.unchecked<readonly string[]>(),
        concurrently: read.flag,
        only: read.flag,
      } satisfies ReadersOf<CreateIndexOptions>),
    ],
    (name, table, keys, { unique, using, ...options }) => {
      if (!Array.isArray(keys) || keys.length === 0) {
        throw read.fail("createIndex", `index "${name}" has no keys`, 'Give an array: ["vin"].');
      }
      const index = { name, unique: unique ?? false, method: using ?? "btree", with: {} };
      return {
        kind: "createIndex",
        table,
        index: { ...index, keys: keys.map(indexKey), ...options },
      };
    },
  ),
  dropIndex: withArguments(
    [read.object("index"), read.options({ schema: read.schema, concurrently: read.flag })],
    (name, { schema = name.schema, ...options }) => ({
      kind: "dropIndex",
      index: { ...name, schema },
      ...options,
    }),
  ),
  renameIndex: withArguments(
    [read.object("index"), read.newName, read.options({ schema: read.schema })],
    (name, to, { schema = name.schema }) => ({
      kind: "rename",
      object: { kind: "index", ...name, schema },
      to,
    }),
  ),
};

const keyOptions = read.options({
  column: read.unchecked<string>(),
  expression: read.unchecked<Expression>(),
  order: read.unchecked<IndexKey["order"]>(),
  nulls: read.unchecked<IndexKey["nulls"]>(),
  opclass: read.unchecked<string>(),
  collation: read.unchecked<string>(),
});

function indexKey(input: IndexKeyInput): IndexKey {
  if (typeof input === "string") return indexKey({ column: input });
  if (read.isSql(input)) return indexKey({ expression: input });
  const { column: _, expression: __, order = "asc", ...rest } = keyOptions(input, "createIndex");
  return {
    ...("column" in input
      ? { column: read.name("key")(input.column, "createIndex") }
      : { expression: read.expression("key")(input.expression, "createIndex") }),
    order,
    nulls: order === "asc" ? "last" : "first",
    ...rest,
  };
}
