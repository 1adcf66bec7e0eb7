import type { SQL } from "drizzle-orm";
import type { IndexKey } from "../../schema/types.js";
import * as read from "./arguments.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";
import { renamed } from "./objects.js";
import type { Expression, ObjectName } from "./types.js";

const sorting = {
  order: read.unchecked<"asc" | "desc">(),
  /** Default: last if ascending, first if descending, as in PostgreSQL. */
  nulls: read.unchecked<"first" | "last">(),
  /** The operator class, with parameters if it has any: `"gin_trgm_ops"`. */
  opclass: read.unchecked<string>(),
  /** SQL, so a quoted name needs its quotes: `'"C"'`. */
  collation: read.unchecked<string>(),
};

/** A column's name, an expression as Drizzle's `sql`, or either with its sort order and more. */
export type IndexKeyInput =
  | string
  | SQL
  | ({ readonly column: string } & OptionsOf<typeof sorting>)
  | ({ readonly expression: Expression } & OptionsOf<typeof sorting>);

const createOptions = {
  unique: read.flag,
  /** The index method. Default: "btree". */
  using: read.unchecked<string>(),
  /** The condition of a partial index. */
  where: read.expression("where"),
  /** Storage parameters: `{ fillfactor: 70 }`. */
  with: read.storageParameters,
  /** Treats nulls as equal in a unique index (PostgreSQL 15 and later). */
  nullsNotDistinct: read.flag,
  /** Further columns that the index stores, for index-only scans. */
  include: read.unchecked<readonly string[]>(),
  /** Builds the index without blocking writes. Works only inside `op.autocommit`. */
  concurrently: read.flag,
  /** `ON ONLY`: does not create the index on the partitions. */
  only: read.flag,
};

const place = {
  /** The schema of the index and its table. Default: "public". */
  schema: read.schema,
};

const dropOptions = {
  ...place,
  /** Drops the index without blocking reads and writes. Works only inside `op.autocommit`. */
  concurrently: read.flag,
};

export interface CreateIndexOptions extends OptionsOf<typeof createOptions> {}
export interface DropIndexOptions extends OptionsOf<typeof dropOptions> {}

export interface IndexMethods {
  /**
   * Creates an index in the schema of its table. A concurrent build first drops the invalid index
   * that a failed attempt left.
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

  /**
   * Drops an index. Use `dropConstraint` for the index of a primary key or unique constraint.
   * @example await op.dropIndex("vehicles_vin_index", { schema: "fleet" });
   */
  dropIndex(name: ObjectName, options?: DropIndexOptions): Promise<void>;

  /** Renames an index. @example await op.renameIndex("vehicles_vin_idx", "vehicles_vin_index"); */
  renameIndex(name: ObjectName, to: string, options?: OptionsOf<typeof place>): Promise<void>;
}

export const indexMethods: Methods<IndexMethods> = {
  createIndex: withArguments(
    [
      read.name(),
      read.table,
      read.unchecked<readonly IndexKeyInput[]>(),
      read.options(createOptions),
    ],
    (name, table, keys, { unique, using, ...options }) => {
      if (!Array.isArray(keys) || keys.length === 0) {
        throw read.fail(`index "${name}" has no keys`, 'Give an array: ["vin"].');
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
    [read.object("index"), read.options(dropOptions)],
    (name, { schema = name.schema, ...options }) => {
      return { kind: "dropIndex", index: { ...name, schema }, ...options };
    },
  ),
  renameIndex: withArguments(
    [read.object("index"), read.newName, read.options(place)],
    (name, to, { schema = name.schema }) => renamed({ kind: "index", ...name, schema }, to),
  ),
};

const keyOptions = read.options({
  column: read.unchecked<string>(),
  expression: read.unchecked<Expression>(),
  ...sorting,
});

function indexKey(input: IndexKeyInput): IndexKey {
  if (typeof input === "string") return indexKey({ column: input });
  if (read.isSql(input)) return indexKey({ expression: input });
  const { column: _, expression: __, order = "asc", ...rest } = keyOptions(input);
  return {
    ...("column" in input
      ? { column: read.name("key")(input.column) }
      : { expression: read.expression("key")(input.expression) }),
    order,
    nulls: order === "asc" ? "last" : "first",
    ...rest,
  };
}
