import type { ColumnChanges } from "../../operations/types.js";
import { defined } from "../../defined.js";
import { completeSequenceOptions } from "../../schema/sequences.js";
import type { Identity } from "../../schema/types.js";
import * as read from "./arguments.js";
import { columnType, describeNewColumn } from "./builders.js";
import { type Methods, type ReadersOf, withArguments } from "./method.js";
import type {
  ColumnBuilder,
  DefaultValue,
  Expression,
  ObjectName,
  SequenceChangesInput,
  SequenceOptionsInput,
} from "./types.js";

/** A new identity, by Drizzle's names for its options. */
export interface IdentityInput extends SequenceOptionsInput {
  /** "byDefault" where nothing is said, as in `generatedByDefaultAsIdentity`. */
  readonly generation?: Identity["generation"];
  /** Of the sequence behind it. */
  readonly name?: string;
}

/** What changes about an identity that is there. */
export interface IdentityChangesInput extends SequenceChangesInput {
  readonly generation?: Identity["generation"];
}

/** What `alterColumn` changes. What is absent stays as it is; `null` removes. */
export interface AlterColumnOptions {
  /** As SQL (`"varchar(80)"`, `"public.user_role"`), or a column builder, whose type is taken. */
  readonly type?: string | ColumnBuilder;
  /** How the new value is made from the old, where PostgreSQL cannot cast by itself. */
  readonly using?: Expression;
  /** `false` is NOT NULL. */
  readonly nullable?: boolean;
  /** SQL: a text needs its quotes, `"'pending'"`. */
  readonly default?: DefaultValue | null;
  /** Makes the column an identity column, or (`null`) an ordinary one. */
  readonly identity?: IdentityInput | null;
  /** Changes the given options of a column that is an identity column already. */
  readonly setIdentity?: IdentityChangesInput;
  /** A generated column's new expression (PostgreSQL 17 and later); `null` keeps its values. */
  readonly generated?: Expression | null;
  /** With `type` only: `'"C"'`, or `null` for the type's own. */
  readonly collation?: string | null;
}

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
    (table, name, to) => ({ kind: "rename", object: { kind: "column", table, name }, to }),
  ),
  alterColumn: { table: read.table, column: read.name("column"), changes: columnChanges },
};

const generationReader = { generation: read.unchecked<Identity["generation"]>() };

const newIdentity = read.options({
  ...generationReader,
  name: read.unchecked<string>(),
  ...read.sequenceOptions,
} satisfies ReadersOf<IdentityInput>);

const readChanges = read.changes({
  type: columnType,
  using: read.expression("using"),
  nullable: read.flag,
  default: read.orNull(read.defaultValue),
  identity: read.orNull(identity),
  setIdentity: read.options({
    ...generationReader,
    ...read.sequenceChanges,
  } satisfies ReadersOf<IdentityChangesInput>),
  generated: read.orNull(read.expression("generated")),
  collation: read.orNull(read.unchecked<string>()),
} satisfies ReadersOf<AlterColumnOptions>);

function columnChanges(input: AlterColumnOptions, method: string): ColumnChanges {
  const { type, nullable, setIdentity: identityOptions, ...rest } = readChanges(input, method);
  for (const key of ["using", "collation"] as const) {
    if (rest[key] !== undefined && type === undefined) {
      throw read.fail(method, `${key} is given without type`, "State the type as well.");
    }
  }
  const notNull = nullable === undefined ? undefined : !nullable;
  return { ...type, ...rest, ...defined({ notNull, identityOptions }) };
}

/**
 * The type of the column is not known here; limits that are not given are those of a bigint, which
 * the compiler leaves to PostgreSQL.
 */
function identity(input: IdentityInput, method: string): Identity {
  const { generation = "byDefault", name, ...options } = newIdentity(input, method);
  return {
    generation,
    ...defined({ sequenceName: name }),
    options: completeSequenceOptions(options, "bigint"),
  };
}
