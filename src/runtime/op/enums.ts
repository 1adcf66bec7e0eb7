import type { EnumUse } from "../../operations/types.js";
import { displayName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import * as read from "./arguments.js";
import type { OpExecutor } from "./control.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";
import { rename, setSchema } from "./objects.js";
import type { DefaultValue, ObjectName } from "./types.js";

/** A column of an enum's type, which must follow when the type is recreated. */
export interface EnumColumn {
  readonly table: ObjectName;
  readonly column: string;
  /** The column's default afterwards, as SQL: `"'active'"`. Absent: none. */
  readonly default?: DefaultValue;
  /** True for a column that is an array of the enum. */
  readonly array?: boolean;
}

const alterOptions = {
  /** Every column that has the type. Absent: asked of the database, defaults kept. */
  columns: (columns: readonly EnumColumn[]): readonly EnumUse[] => {
    if (Array.isArray(columns))
      return columns.map((column: EnumColumn) => ({ array: false, ...enumColumn(column) }));
    const problem = `the columns are ${read.show(columns)}`;
    throw read.fail(problem, 'Give an array: [{ table: "users", column: "role" }].');
  },
  /** What rows with a value that goes shall hold instead: `{ retired: "inactive" }`. */
  mapping: read.unchecked<Readonly<Record<string, string>>>(),
};

const places = { before: read.unchecked<string>(), after: read.unchecked<string>() };

export interface AlterEnumOptions extends OptionsOf<typeof alterOptions> {}

export interface EnumMethods {
  /** @example await op.createEnum("user_role", ["admin", "driver"]); */
  createEnum(name: ObjectName, values: readonly string[]): Promise<void>;

  /** @example await op.dropEnum("user_role"); */
  dropEnum(name: ObjectName): Promise<void>;

  /** @example await op.renameEnum("role", "user_role"); */
  renameEnum(name: ObjectName, to: string): Promise<void>;

  /** @example await op.setEnumSchema("user_role", "auth"); */
  setEnumSchema(name: ObjectName, schema: string): Promise<void>;

  /**
   * Adds a value, at the end where no place is given; nothing happens if it is there. PostgreSQL
   * does not let a new value be used before it is committed: use it in a later migration, or add it
   * inside `op.autocommit`.
   *
   * @example await op.addEnumValue("user_role", "guest", { before: "driver" });
   */
  addEnumValue(name: ObjectName, value: string, place?: OptionsOf<typeof places>): Promise<void>;

  /** @example await op.renameEnumValue("user_role", "driver", "operator"); */
  renameEnumValue(name: ObjectName, from: string, to: string): Promise<void>;

  /**
   * Recreates the type with exactly these values, the way to remove or reorder them. The tables
   * that use it are rewritten. Rows with a value that goes need a `mapping`.
   *
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

/** The columns of the type or of arrays of it. Partitions follow their parents and are left out. */
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
 * PostgreSQL prints the default of an enum column as `'x'::public.role`. The cast names the type
 * that is about to go; the bare literal becomes whatever type the column has.
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
