import type { ReferentialAction } from "../../schema/types.js";
import * as read from "./arguments.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";
import { renameOnTable } from "./objects.js";
import type { Expression, ObjectName } from "./types.js";

/** Models cannot declare these, but a constraint in a database can have them. */
const deferral = {
  /** Lets `SET CONSTRAINTS` postpone the check to the end of the transaction. */
  deferrable: read.flag,
  /** Checks at the end of the transaction unless told otherwise. */
  initiallyDeferred: read.flag,
};

const primaryKeyOptions = {
  /** Further columns that the index stores, for index-only scans. */
  include: read.unchecked<readonly string[]>(),
  ...deferral,
};

const uniqueOptions = {
  /** Treats nulls as equal (PostgreSQL 15 and later). */
  nullsNotDistinct: read.flag,
  ...primaryKeyOptions,
};

const validation = {
  /** Does not check existing rows; `validateConstraint` does so later. */
  notValid: read.flag,
};

const foreignKeyOptions = {
  onDelete: read.unchecked<ReferentialAction>(),
  onUpdate: read.unchecked<ReferentialAction>(),
  /** `"full"` allows either all columns to be null or none. */
  /** `"full"` allows either all columns to be null or none. */
  match: read.unchecked<"full">(),
  ...validation,
  ...deferral,
};

const checkOptions = {
  ...validation,
  /** Does not apply to child tables. */
  noInherit: read.flag,
};

export interface PrimaryKeyOptions extends OptionsOf<typeof primaryKeyOptions> {}
export interface UniqueConstraintOptions extends OptionsOf<typeof uniqueOptions> {}
export interface ForeignKeyOptions extends OptionsOf<typeof foreignKeyOptions> {}
export interface CheckOptions extends OptionsOf<typeof checkOptions> {}

const onColumns = [read.name(), read.table, read.columns("columns")] as const;

/** Each method takes the constraint's name first and its table second. */
export interface ConstraintMethods {
  /**
   * Adds a primary key. The columns become NOT NULL.
   * @example await op.createPrimaryKey("memberships_pk", "memberships", ["user_id", "team_id"]);
   */
  createPrimaryKey(
    name: string,
    table: ObjectName,
    columns: readonly string[],
    options?: PrimaryKeyOptions,
  ): Promise<void>;

  /**
   * Adds a unique constraint. PostgreSQL refuses if rows already share a value.
   * @example await op.createUniqueConstraint("users_email_unique", "users", ["email"]);
   */
  createUniqueConstraint(
    name: string,
    table: ObjectName,
    columns: readonly string[],
    options?: UniqueConstraintOptions,
  ): Promise<void>;

  /**
   * Adds a foreign key. The referenced columns must have a primary key or a unique constraint. With
   * `notValid`, existing rows are not checked, so both tables are locked only briefly.
   * @example
   * await op.createForeignKey(
   *   "vehicles_owner_id_users_id_fk", "vehicles", ["owner_id"], "users", ["id"],
   *   { onDelete: "cascade" },
   * );
   */
  createForeignKey(
    name: string,
    table: ObjectName,
    columns: readonly string[],
    referencedTable: ObjectName,
    referencedColumns: readonly string[],
    options?: ForeignKeyOptions,
  ): Promise<void>;

  /**
   * Adds a check constraint.
   * @example await op.createCheckConstraint("users_age_check", "users", "age >= 18");
   */
  createCheckConstraint(
    name: string,
    table: ObjectName,
    expression: Expression,
    options?: CheckOptions,
  ): Promise<void>;

  /**
   * Drops a constraint of any kind: primary key, unique, foreign key or check.
   * @example await op.dropConstraint("users_age_check", "users");
   */
  dropConstraint(name: string, table: ObjectName): Promise<void>;

  /**
   * Renames a constraint, and the index of a primary key or unique constraint with it.
   * @example await op.renameConstraint("users_pk", "users", "users_pkey");
   */
  renameConstraint(name: string, table: ObjectName, to: string): Promise<void>;

  /**
   * Checks the existing rows of a `notValid` constraint. Does not block reads or writes.
   * @example await op.validateConstraint("users_age_check", "users");
   */
  validateConstraint(name: string, table: ObjectName): Promise<void>;
}

export const constraintMethods: Methods<ConstraintMethods> = {
  createPrimaryKey: withArguments(
    [...onColumns, read.options(primaryKeyOptions)],
    (name, table, columns, options) => {
      return { kind: "createPrimaryKey", table, constraint: { name, columns, ...options } };
    },
  ),
  createUniqueConstraint: withArguments(
    [...onColumns, read.options(uniqueOptions)],
    (name, table, columns, options) => {
      const constraint = { name, columns, nullsNotDistinct: false, ...options };
      return { kind: "createUniqueConstraint", table, constraint };
    },
  ),
  createForeignKey: withArguments(
    [
      ...onColumns,
      read.object("referenced table"),
      read.columns("referenced columns"),
      read.options(foreignKeyOptions),
    ],
    (name, table, columns, referencedTable, referencedColumns, options) => {
      if (columns.length !== referencedColumns.length) {
        const problem = `"${name}" has ${columns.length} columns but refers to ${referencedColumns.length}`;
        throw read.fail(problem, "Each column refers to one column of the other table.");
      }
      const key = { name, columns, referencedTable, referencedColumns };
      const actions = { onDelete: "no action", onUpdate: "no action" } as const;
      return { kind: "createForeignKey", table, constraint: { ...key, ...actions, ...options } };
    },
  ),
  createCheckConstraint: withArguments(
    [read.name(), read.table, read.expression("expression"), read.options(checkOptions)],
    (name, table, expression, options) => {
      return { kind: "createCheckConstraint", table, constraint: { name, expression, ...options } };
    },
  ),
  dropConstraint: { name: read.name(), table: read.table },
  renameConstraint: renameOnTable("constraint"),
  validateConstraint: { name: read.name(), table: read.table },
};
