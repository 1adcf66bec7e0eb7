import { describeTable } from "../../model/tables.js";
import type { ColumnChanges, Operation } from "../../operations/types.js";
import { defined } from "../../defined.js";
import { completeSequenceOptions } from "../../schema/sequences.js";
import type { Identity, QualifiedName } from "../../schema/types.js";
import * as read from "./arguments.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";
import { renamed } from "./objects.js";
import { foreignKeyOperations, requireBuilder, tableOf } from "./tables.js";
import type { ColumnBuilder, ObjectName } from "./types.js";

const generation = { generation: read.unchecked<Identity["generation"]>() };

/** A new identity by Drizzle's names for its options; "byDefault" by default. */
const newIdentity = {
  ...generation,
  /** Of the sequence behind it. */
  name: read.unchecked<string>(),
  ...read.sequenceOptions,
};

const changes = {
  /** As SQL (`"varchar(80)"`, `"public.user_role"`), or a column builder, whose type is taken. */
  type: columnType,
  /** How the new value is made from the old, where PostgreSQL cannot cast by itself. */
  using: read.expression("using"),
  /** `false` is NOT NULL. */
  nullable: read.flag,
  /** SQL: a text needs its quotes, `"'pending'"`. */
  default: read.orNull(read.defaultValue),
  /** Makes the column an identity column, or (`null`) an ordinary one. */
  identity: read.orNull(identity),
  /** Changes the given options of a column that is an identity column already. */
  setIdentity: read.options({ ...generation, ...read.sequenceChanges }),
  /** A generated column's new expression (PostgreSQL 17 and later); `null` keeps its values. */
  generated: read.orNull(read.expression("generated")),
  /** With `type` only: `'"C"'`, or `null` for the type's own. */
  collation: read.orNull(read.unchecked<string>()),
};

/** What `alterColumn` changes. What is absent stays as it is; `null` removes. */
export interface AlterColumnOptions extends OptionsOf<typeof changes> {}

export interface ColumnMethods {
  /**
   * Adds a column. The builder must have a name; its `.primaryKey()`, `.unique()` and
   * `.references()` become constraints.
   *
   * @example await op.addColumn("vehicles", varchar("manufacturer", { length: 50 }));
   */
  addColumn(table: ObjectName, column: ColumnBuilder): Promise<void>;

  /**
   * Drops a column and its values, with the indexes and constraints that are on it.
   *
   * @example await op.dropColumn("vehicles", "manufacturer");
   */
  dropColumn(table: ObjectName, name: string): Promise<void>;

  /** @example await op.renameColumn("vehicles", "plate", "license_plate"); */
  renameColumn(table: ObjectName, from: string, to: string): Promise<void>;

  /**
   * Changes a column in place, in one statement.
   *
   * @example await op.alterColumn("vehicles", "vin", { type: "varchar(20)", nullable: false });
   * @example await op.alterColumn("users", "age", { type: "integer", using: '"age"::integer' });
   * @example await op.alterColumn("commands", "status", { default: "'pending'" });
   * @example await op.alterColumn("logs", "id", { identity: { generation: "always" } });
   */
  alterColumn(table: ObjectName, name: string, changes: AlterColumnOptions): Promise<void>;
}

export const columnMethods: Methods<ColumnMethods> = {
  addColumn: withArguments([read.table, read.unchecked<ColumnBuilder>()], describeNewColumn),
  dropColumn: { table: read.table, column: read.name("column") },
  renameColumn: withArguments(
    [read.table, read.name("old name"), read.newName],
    (table, name, to) => renamed({ kind: "column", table, name }, to),
  ),
  alterColumn: { table: read.table, column: read.name("column"), changes: columnChanges },
};

const readChanges = read.changes(changes);
const readIdentity = read.options(newIdentity);

function columnChanges(input: AlterColumnOptions): ColumnChanges {
  const { type, nullable, setIdentity: identityOptions, ...rest } = readChanges(input);
  for (const key of ["using", "collation"] as const) {
    if (rest[key] !== undefined && type === undefined) {
      throw read.fail(`${key} is given without type`, "Give the type too.");
    }
  }
  const notNull = nullable === undefined ? undefined : !nullable;
  return { ...type, ...rest, ...defined({ notNull, identityOptions }) };
}

/**
 * The type of the column is not known here; limits that are not given are those of a bigint, which
 * the compiler leaves to PostgreSQL.
 */
function identity(input: OptionsOf<typeof newIdentity>): Identity {
  const { generation: when = "byDefault", name, ...options } = readIdentity(input);
  return {
    generation: when,
    ...defined({ sequenceName: name }),
    options: completeSequenceOptions(options, "bigint"),
  };
}

/** What adding a column takes: the column, and the constraints that its builder asks for. */
function describeNewColumn(table: QualifiedName, builder: ColumnBuilder): readonly Operation[] {
  requireBuilder("what is given", builder);
  const { columns, primaryKey, uniqueConstraints, foreignKeys } = describeTable(
    tableOf(table, { "": builder }),
  );
  const [column] = columns;
  if (column === undefined || column.name === "") {
    const hint = 'Name it in its builder: varchar("manufacturer", { length: 50 }).';
    throw read.fail("the column has no name", hint);
  }
  const keys = primaryKey === undefined ? [] : [primaryKey];
  return [
    { kind: "addColumn", table, column },
    ...keys.map((constraint) => ({ kind: "createPrimaryKey", table, constraint }) as const),
    ...uniqueConstraints.map(
      (constraint) => ({ kind: "createUniqueConstraint", table, constraint }) as const,
    ),
    ...foreignKeyOperations(table, foreignKeys),
  ];
}

/** The type, and collation if there is one, of a builder or as SQL. */
function columnType(type: string | ColumnBuilder): Pick<ColumnChanges, "type" | "collation"> {
  if (typeof type === "string") {
    if (type.trim() === "") throw read.fail("the type is empty", 'For example "text".');
    return { type: { sql: type } };
  }
  requireBuilder("what is given", type);
  const [column] = describeTable(tableOf({ schema: "public", name: "t" }, { c: type })).columns;
  return defined({ type: column?.type, collation: column?.collation });
}
