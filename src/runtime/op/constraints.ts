import type { ReferentialAction } from "../../schema/types.js";
import * as read from "./arguments.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";
import { renameOnTable } from "./objects.js";
import type { Expression, ObjectName } from "./types.js";

/** Drizzle has no word for it; a table in a database may still have it. */
const deferral = { deferrable: read.flag, initiallyDeferred: read.flag };

const primaryKeyOptions = { include: read.unchecked<readonly string[]>(), ...deferral };

const uniqueOptions = { nullsNotDistinct: read.flag, ...primaryKeyOptions };

const validation = {
  /** Rows that are there are not checked until `validateConstraint`. */
  notValid: read.flag,
};

const foreignKeyOptions = {
  onDelete: read.unchecked<ReferentialAction>(),
  onUpdate: read.unchecked<ReferentialAction>(),
  match: read.unchecked<"full">(),
  ...validation,
  ...deferral,
};

const checkOptions = { ...validation, noInherit: read.flag };

export interface PrimaryKeyOptions extends OptionsOf<typeof primaryKeyOptions> {}
export interface UniqueConstraintOptions extends OptionsOf<typeof uniqueOptions> {}
export interface ForeignKeyOptions extends OptionsOf<typeof foreignKeyOptions> {}
export interface CheckOptions extends OptionsOf<typeof checkOptions> {}

const onColumns = [read.name(), read.table, read.columns("columns")] as const;

/** The name of the constraint comes first, the table second. */
export interface ConstraintMethods {
  /** @example await op.createPrimaryKey("memberships_pk", "memberships", ["user_id", "team_id"]); */
  createPrimaryKey(
    name: string,
    table: ObjectName,
    columns: readonly string[],
    options?: PrimaryKeyOptions,
  ): Promise<void>;

  /** @example await op.createUniqueConstraint("users_email_unique", "users", ["email"]); */
  createUniqueConstraint(
    name: string,
    table: ObjectName,
    columns: readonly string[],
    options?: UniqueConstraintOptions,
  ): Promise<void>;

  /**
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

  /** @example await op.createCheckConstraint("users_age_check", "users", "age >= 18"); */
  createCheckConstraint(
    name: string,
    table: ObjectName,
    expression: Expression,
    options?: CheckOptions,
  ): Promise<void>;

  /** Of any kind. @example await op.dropConstraint("users_age_check", "users"); */
  dropConstraint(name: string, table: ObjectName): Promise<void>;

  /** @example await op.renameConstraint("users_pk", "users", "users_pkey"); */
  renameConstraint(name: string, table: ObjectName, to: string): Promise<void>;

  /** Checks the rows that were there when the constraint was made `notValid`. */
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
