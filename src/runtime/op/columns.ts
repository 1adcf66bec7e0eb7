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

/** The options of a new identity column. `generation` is "byDefault" unless given. */
const newIdentity = {
  ...generation,
  /** The name of its sequence. PostgreSQL chooses one if it is absent. */
  name: read.unchecked<string>(),
  ...read.sequenceOptions,
};

const changes = {
  /** SQL (`"varchar(80)"`, `"public.user_role"`), or a column builder that has the new type. */
  type: columnType,
  /** The expression that converts old values, for types that PostgreSQL cannot cast itself. */
  using: read.expression("using"),
  /** `false` adds NOT NULL, `true` removes it. */
  nullable: read.flag,
  /** SQL, so a string needs its quotes: `"'pending'"`. `null` drops the default. */
  default: read.orNull(read.defaultValue),
  /** Makes the column an identity column. `null` makes it an ordinary column. */
  identity: read.orNull(identity),
  /** Changes the given options of an existing identity column. */
  setIdentity: read.options({ ...generation, ...read.sequenceChanges }),
  /** The expression of a generated column (PostgreSQL 17 and later). `null` makes it ordinary. */
  generated: read.orNull(read.expression("generated")),
  /** SQL, such as `'"C"'`. `null` means the default of the type. Requires `type`. */
  collation: read.orNull(read.unchecked<string>()),
};

/** What `alterColumn` changes. Absent options stay as they are. */
export interface AlterColumnOptions extends OptionsOf<typeof changes> {}

export interface ColumnMethods {
  /**
   * Adds a column, which the builder must name. `.primaryKey()`, `.unique()` and `.references()`
   * add constraints.
   * @example await op.addColumn("vehicles", varchar("manufacturer", { length: 50 }));
   */
  addColumn(table: ObjectName, column: ColumnBuilder): Promise<void>;

  /**
   * Drops a column, its values, and the indexes and constraints that use it. PostgreSQL refuses if
   * a view or another table's foreign key depends on the column.
   * @example await op.dropColumn("vehicles", "manufacturer");
   */
  dropColumn(table: ObjectName, name: string): Promise<void>;

  /** Renames a column. @example await op.renameColumn("vehicles", "plate", "license_plate"); */
  renameColumn(table: ObjectName, from: string, to: string): Promise<void>;

  /**
   * Changes a column in place. All changes are made in one `ALTER TABLE`, so that the table is
   * locked and rewritten only once.
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
 * The column's type is unknown here, so missing limits become those of a bigint. The compiler omits
 * these, and PostgreSQL applies those of the column's type.
 */
function identity(input: OptionsOf<typeof newIdentity>): Identity {
  const { generation: when = "byDefault", name, ...options } = readIdentity(input);
  return {
    generation: when,
    ...defined({ sequenceName: name }),
    options: completeSequenceOptions(options, "bigint"),
  };
}

/** Adds the column, then the constraints that its builder declares. */
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

/** The type as SQL, or the type and collation of a builder. */
function columnType(type: string | ColumnBuilder): Pick<ColumnChanges, "type" | "collation"> {
  if (typeof type === "string") {
    if (type.trim() === "") throw read.fail("the type is empty", 'For example "text".');
    return { type: { sql: type } };
  }
  requireBuilder("what is given", type);
  const [column] = describeTable(tableOf({ schema: "public", name: "t" }, { c: type })).columns;
  return defined({ type: column?.type, collation: column?.collation });
}
