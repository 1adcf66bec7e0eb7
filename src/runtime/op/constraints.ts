import type { ReferentialAction } from "../../schema/types.js";
import * as read from "./arguments.js";
import { type Methods, type ReadersOf, withArguments } from "./method.js";
import { renameOnTable } from "./objects.js";
import type { DeferralOptions, Expression, ObjectName } from "./types.js";

export interface PrimaryKeyOptions extends DeferralOptions {
  readonly include?: readonly string[];
}

export interface UniqueConstraintOptions extends DeferralOptions {
  readonly nullsNotDistinct?: boolean;
  readonly include?: readonly string[];
}

export interface ForeignKeyOptions extends DeferralOptions {
  readonly onDelete?: ReferentialAction;
  readonly onUpdate?: ReferentialAction;
  readonly match?: "full";
  /** Rows that are there are not checked until `validateConstraint`. */
  readonly notValid?: boolean;
}

export interface CheckOptions {
  /** Rows that are there are not checked until `validateConstraint`. */
  readonly notValid?: boolean;
  readonly noInherit?: boolean;
}

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

const deferral = {
  deferrable: read.flag,
  initiallyDeferred: read.flag,
} satisfies ReadersOf<DeferralOptions>;
const include = read.unchecked<readonly string[]>();
const action = read.unchecked<ReferentialAction>();

export const constraintMethods: Methods<ConstraintMethods> = {
  createPrimaryKey: withArguments(
    [
      read.name(),
      read.table,
      read.columns("columns"),
      read.options({ include, ...deferral } satisfies ReadersOf<PrimaryKeyOptions>),
    ],
    (name, table, columns, options) => ({
      kind: "createPrimaryKey",
      table,
      constraint: { name, columns, ...options },
    }),
  ),
  createUniqueConstraint: withArguments(
    [
      read.name(),
      read.table,
      read.columns("columns"),
      read.options({
        nullsNotDistinct: read.flag,
        include,
        ...deferral,
      } satisfies ReadersOf<UniqueConstraintOptions>),
    ],
    (name, table, columns, options) => ({
      kind: "createUniqueConstraint",
      table,
      constraint: { name, columns, nullsNotDistinct: false, ...options },
    }),
  ),
  createForeignKey: withArguments(
    [
      read.name(),
      read.table,
      read.columns("columns"),
      read.object("referenced table"),
      read.columns("referenced columns"),
      read.options({
        onDelete: action,
        onUpdate: action,
        match: read.unchecked<"full">(),
        notValid: read.flag,
        ...deferral,
      } satisfies ReadersOf<ForeignKeyOptions>),
    ],
    (name, table, columns, referencedTable, referencedColumns, options) => {
      if (columns.length !== referencedColumns.length) {
        throw read.fail(
          "createForeignKey",
          `"${name}" has ${columns.length} columns but refers to ${referencedColumns.length}`,
          "Each column refers to one column of the other table.",
        );
      }
      const key = { name, columns, referencedTable, referencedColumns };
      const actions = { onDelete: "no action", onUpdate: "no action" } as const;
      return { kind: "createForeignKey", table, constraint: { ...key, ...actions, ...options } };
    },
  ),
  createCheckConstraint: withArguments(
    [
      read.name(),
      read.table,
      read.expression("expression"),
      read.options({ notValid: read.flag, noInherit: read.flag } satisfies ReadersOf<CheckOptions>),
    ],
    (name, table, expression, options) => ({
      kind: "createCheckConstraint",
      table,
      constraint: { name, expression, ...options },
    }),
  ),
  dropConstraint: { name: read.name(), table: read.table },
  renameConstraint: renameOnTable("constraint"),
  validateConstraint: { name: read.name(), table: read.table },
};
