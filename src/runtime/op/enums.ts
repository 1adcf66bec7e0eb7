import type { EnumUse } from "../../operations/types.js";
import { displayName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import * as read from "./arguments.js";
import type { OpExecutor } from "./control.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";
import { rename, setSchema } from "./objects.js";
import type { DefaultValue, ObjectName } from "./types.js";

/** A column that has the enum's type, and is converted when the type is recreated. */
export interface EnumColumn {
  readonly table: ObjectName;
  readonly column: string;
  /** The column's new default, as SQL: `"'active'"`. Absent: no default. */
  readonly default?: DefaultValue;
  /** Whether the column is an array of the enum. */
  readonly array?: boolean;
}

const alterOptions = {
  /**
   * Every column that has the type. Default: those that the database has, with their defaults.
   * Required in a script (`--sql`), which cannot query the database.
   */
  columns: (columns: readonly EnumColumn[]): readonly EnumUse[] => {
    if (Array.isArray(columns))
      return columns.map((column: EnumColumn) => ({ array: false, ...enumColumn(column) }));
    const problem = `the columns are ${read.show(columns)}`;
    throw read.fail(problem, 'Give an array: [{ table: "users", column: "role" }].');
  },
  /** The new value for rows that hold a removed value: `{ retired: "inactive" }`. */
  mapping: read.unchecked<Readonly<Record<string, string>>>(),
};

const places = {
  /** The existing value that follows the new one. */
  before: read.unchecked<string>(),
  /** The existing value that precedes the new one. */
  after: read.unchecked<string>(),
};

export interface AlterEnumOptions extends OptionsOf<typeof alterOptions> {}

export interface EnumMethods {
  /**
   * Creates an enum. The order of the values is their sort order.
   * @example await op.createEnum("user_role", ["admin", "driver"]);
   */
  createEnum(name: ObjectName, values: readonly string[]): Promise<void>;

  /**
   * Drops an enum. PostgreSQL refuses while a column uses it.
   * @example await op.dropEnum("user_role");
   */
  dropEnum(name: ObjectName): Promise<void>;

  /** Renames an enum. It stays in its schema. @example await op.renameEnum("role", "user_role"); */
  renameEnum(name: ObjectName, to: string): Promise<void>;

  /** Moves an enum to another schema. @example await op.setEnumSchema("user_role", "auth"); */
  setEnumSchema(name: ObjectName, schema: string): Promise<void>;

  /**
   * Adds a value, at the end unless `before` or `after` is given. Does nothing if the enum already
   * has it. PostgreSQL does not allow the new value to be used in the same transaction: add it
   * inside `op.autocommit`, or use it in a later migration.
   * @example await op.addEnumValue("user_role", "guest", { before: "driver" });
   */
  addEnumValue(name: ObjectName, value: string, place?: OptionsOf<typeof places>): Promise<void>;

  /**
   * Renames a value. Rows that hold it have the new name at once.
   * @example await op.renameEnumValue("user_role", "driver", "operator");
   */
  renameEnumValue(name: ObjectName, from: string, to: string): Promise<void>;

  /**
   * Recreates the type with exactly these values: PostgreSQL cannot remove or reorder them in place.
   * Rewrites the tables that use it. Fails if rows hold a removed value that `mapping` does not
   * replace.
   * @example
   * await op.alterEnum("user_role", ["admin", "driver"], {
   *   columns: [{ table: "users", column: "role", default: "'driver'" }],
   *   mapping: { guest: "driver" },
   * });
   */
  alterEnum(name: ObjectName, values: readonly string[], options?: AlterEnumOptions): Promise<void>;
}

export function enumMethods(executor: OpExecutor): Methods<EnumMethods> {
  return {
    createEnum: withArguments([read.object(), read.enumValues], (name, values) => ({
      kind: "createEnum",
      enum: { ...name, values },
    })),
    dropEnum: { enum: read.object() },
    renameEnum: rename("enum"),
    setEnumSchema: setSchema("enum"),
    addEnumValue: { enum: read.object(), value: read.enumValue("value"), options: place },
    renameEnumValue: withArguments(
      [read.object(), read.enumValue("old value"), read.enumValue("new value")],
      (type, name, to) => ({ kind: "rename", object: { kind: "enumValue", enum: type, name }, to }),
    ),
    alterEnum: withArguments(
      [read.object(), read.enumValues, read.options(alterOptions)],
      (name, values, { columns, ...options }) => {
        const alter = { kind: "alterEnum", enum: name, values, ...options } as const;
        if (columns !== undefined) return { ...alter, uses: columns };
        return findEnumUses(executor, name).then((uses) => ({ ...alter, uses }));
      },
    ),
  };
}

const readPlace = read.options(places);

function place(input: OptionsOf<typeof places>): ReturnType<typeof readPlace> {
  const given = readPlace(input);
  if (given.before === undefined || given.after === undefined) return given;
  throw read.fail("both before and after are given", "Give one of them.");
}

const enumColumn = read.record(
  { table: read.table, column: read.name("column") },
  { default: read.defaultValue, array: read.flag },
);

/** The columns of the type or of arrays of it, without partitions, which follow their parents. */
async function findEnumUses(executor: OpExecutor, type: QualifiedName) {
  if (executor.isOffline) {
    const problem = `the columns of ${displayName(type)} cannot be looked up while a script is written`;
    throw read.fail(problem, "Name them in the option columns.");
  }
  const rows = await executor.query(usesQuery, [type.schema, type.name]);
  return rows.map((row) => ({
    table: { schema: String(row["schema"]), name: String(row["table"]) },
    column: String(row["column"]),
    array: row["array"] === true,
    ...(row["default"] !== null && { default: withoutCast(String(row["default"])) }),
  }));
}

/**
 * PostgreSQL prints the default of an enum column as `'x'::public.role`. That type is about to be
 * dropped; a literal without a cast takes the type that the column then has.
 */
function withoutCast(expression: string): string {
  return /^('(?:[^']|'')*')::[^'()]+$/.exec(expression)?.[1] ?? expression;
}

const usesQuery = `
SELECT n.nspname AS "schema", c.relname AS "table", a.attname AS "column",
       a.atttypid = t.typarray AS "array",
       pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS "default"
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
  JOIN pg_catalog.pg_attribute a ON a.atttypid IN (t.oid, t.typarray)
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_attrdef d
    ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated = ''
 WHERE tn.nspname = $1 AND t.typname = $2
   AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY n.nspname, c.relname, a.attnum`;
