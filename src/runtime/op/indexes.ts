import type { SQL } from "drizzle-orm";
import type { IndexKey } from "../../schema/types.js";
import * as read from "./arguments.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";
import { renamed } from "./objects.js";
import type { Expression, ObjectName } from "./types.js";

const sorting = {
  order: read.unchecked<"asc" | "desc">(),
  /** By default last for ascending and first for descending, as in PostgreSQL. */
  nulls: read.unchecked<"first" | "last">(),
  /** With its parameters, if any: `"gin_trgm_ops"`. */
  opclass: read.unchecked<string>(),
  /** Quoted as SQL wants it: `'"C"'`. */
  collation: read.unchecked<string>(),
};

/** A column's name, an expression in Drizzle's `sql`, or one of both with how it is sorted. */
export type IndexKeyInput =
  | string
  | SQL
  | ({ readonly column: string } & OptionsOf<typeof sorting>)
  | ({ readonly expression: Expression } & OptionsOf<typeof sorting>);

const createOptions = {
  unique: read.flag,
  /** The method; "btree" by default. */
  using: read.unchecked<string>(),
  where: read.expression("where"),
  with: read.storageParameters,
  nullsNotDistinct: read.flag,
  include: read.unchecked<readonly string[]>(),
  /** Without blocking writes; only inside `op.autocommit`. */
  concurrently: read.flag,
  only: read.flag,
};

const place = {
  /** Of the index and its table; "public" by default. */
  schema: read.schema,
};

const dropOptions = {
  ...place,
  /** Without blocking; only inside `op.autocommit`. */
  concurrently: read.flag,
};

export interface CreateIndexOptions extends OptionsOf<typeof createOptions> {}
export interface DropIndexOptions extends OptionsOf<typeof dropOptions> {}

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
