import type { EnumUse } from "../../operations/types.js";
import { displayName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import * as read from "./arguments.js";
import type { OpContext } from "./context.js";
import { type Methods, type ReadersOf, withArguments } from "./method.js";
import { rename, setSchema } from "./objects.js";
import type { DefaultValue, ObjectName } from "./types.js";

/** A column of an enum's type, which must follow when the type is made anew. */
export interface EnumColumn {
  readonly table: ObjectName;
  readonly column: string;
  /** The column's default afterwards, as SQL: `"'active'"`. Absent: none. */
  readonly default?: DefaultValue;
  /** True for a column that is an array of the enum. */
  readonly array?: boolean;
}

export interface AlterEnumOptions {
  /** Every column that has the type. Absent: asked of the database, defaults kept. */
  readonly columns?: readonly EnumColumn[];
  /** What rows with a value that goes shall hold instead: `{ retired: "inactive" }`. */
  readonly mapping?: Readonly<Record<string, string>>;
}

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
   * lets nobody use a new value before it is committed: use it in a later migration, or add it
   * inside `op.autocommit`.
   *
   * @example await op.addEnumValue("user_role", "guest", { before: "driver" });
   */
  addEnumValue(
    name: ObjectName,
    value: string,
    place?: { readonly before?: string; readonly after?: string },
  ): Promise<void>;

  /** @example await op.renameEnumValue("user_role", "driver", "operator"); */
  renameEnumValue(name: ObjectName, from: string, to: string): Promise<void>;

  /**
   * Makes the type anew with exactly these values, the way to remove or reorder them. The tables
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

export function enumMethods(context: OpContext): Methods<EnumMethods> {
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
      [read.object(), read.enumValues, read.options(alterEnumOptions)],
      (name, values, { columns, ...options }) => {
        const alter = { kind: "alterEnum", enum: name, values, ...options } as const;
        if (columns !== undefined) return { ...alter, uses: columns };
        return findEnumUses(context, name).then((uses) => ({ ...alter, uses }));
      },
    ),
  };
}

const places = read.options({
  before: read.unchecked<string>(),
  after: read.unchecked<string>(),
});

function place(input: Parameters<typeof places>[0], name: string): ReturnType<typeof places> {
  const given = places(input, name);
  if (given.before === undefined || given.after === undefined) return given;
  throw read.fail(name, "both before and after are given", "Give one of them.");
}

const enumColumn = read.record(
  { table: read.table, column: read.name("column") },
  { default: read.defaultValue, array: read.flag },
);

const alterEnumOptions = {
  columns: (input: readonly EnumColumn[], name: string): readonly EnumUse[] =>
    input.map((column) => ({ array: false, ...enumColumn(column, name) })),
  mapping: read.unchecked<Readonly<Record<string, string>>>(),
} satisfies ReadersOf<AlterEnumOptions>;

/**
 * The columns that have an enum's type or are arrays of it, with their defaults, from the
 * catalog. Partitions follow their parents and are left out.
 *
 * @throws GenError `op_argument` when a script is written, for then there is no catalog to ask
 */
async function findEnumUses(
  { executor }: OpContext,
  type: QualifiedName,
): Promise<readonly EnumUse[]> {
  if (executor.isOffline) {
    throw read.fail(
      "alterEnum",
      `the columns of ${displayName(type)} cannot be looked up while a script is written`,
      "Name them in the option columns.",
    );
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
