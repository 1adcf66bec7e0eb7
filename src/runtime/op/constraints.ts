import type { ReferentialAction } from "../../schema/types.js";
import {
  checkKeys,
  expressionText,
  fail,
  requireColumns,
  requireName,
  requireObject,
} from "./arguments.js";
import type { OpContext } from "./context.js";
import { given } from "./given.js";
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

export function constraintMethods({ run }: OpContext): ConstraintMethods {
  return {
    createPrimaryKey: async (name, table, columns, options = {}) => {
      checkKeys("createPrimaryKey", options, ["include", ...deferralKeys]);
      const at = place("createPrimaryKey", name, table);
      const key = requireColumns("createPrimaryKey", "columns", columns);
      await run({
        kind: "createPrimaryKey",
        table: at.table,
        constraint: { name: at.name, columns: key, ...given(options) },
      });
    },
    createUniqueConstraint: async (name, table, columns, options = {}) => {
      checkKeys("createUniqueConstraint", options, [
        "nullsNotDistinct",
        "include",
        ...deferralKeys,
      ]);
      const at = place("createUniqueConstraint", name, table);
      const key = requireColumns("createUniqueConstraint", "columns", columns);
      await run({
        kind: "createUniqueConstraint",
        table: at.table,
        constraint: { name: at.name, columns: key, nullsNotDistinct: false, ...given(options) },
      });
    },
    createForeignKey: async (...args) => run(foreignKey(...args)),
    createCheckConstraint: async (name, table, expression, options = {}) => {
      checkKeys("createCheckConstraint", options, ["notValid", "noInherit"]);
      const at = place("createCheckConstraint", name, table);
      const text = expressionText("createCheckConstraint", "expression", expression);
      await run({
        kind: "createCheckConstraint",
        table: at.table,
        constraint: { name: at.name, expression: text, ...given(options) },
      });
    },
    dropConstraint: async (name, table) =>
      run({ kind: "dropConstraint", ...place("dropConstraint", name, table) }),
    renameConstraint: async (name, table, to) => {
      const at = place("renameConstraint", name, table);
      const newName = requireName("renameConstraint", "new name", to);
      await run({ kind: "renameConstraint", table: at.table, from: at.name, to: newName });
    },
    validateConstraint: async (name, table) =>
      run({ kind: "validateConstraint", ...place("validateConstraint", name, table) }),
  };
}

const deferralKeys = ["deferrable", "initiallyDeferred"] as const;

function place(method: string, name: string, table: ObjectName) {
  return {
    name: requireName(method, "name", name),
    table: requireObject(method, "table", table),
  };
}

function foreignKey(
  name: string,
  table: ObjectName,
  columns: readonly string[],
  referencedTable: ObjectName,
  referencedColumns: readonly string[],
  options: ForeignKeyOptions = {},
) {
  const method = "createForeignKey";
  checkKeys(method, options, ["onDelete", "onUpdate", "match", "notValid", ...deferralKeys]);
  const at = place(method, name, table);
  const own = requireColumns(method, "columns", columns);
  const referenced = requireColumns(method, "referenced columns", referencedColumns);
  if (own.length !== referenced.length) {
    throw fail(
      method,
      `"${name}" has ${own.length} columns but refers to ${referenced.length}`,
      "Each column refers to one column of the other table.",
    );
  }
  const constraint = {
    name: at.name,
    columns: own,
    referencedTable: requireObject(method, "referenced table", referencedTable),
    referencedColumns: referenced,
    onDelete: "no action" as const,
    onUpdate: "no action" as const,
    ...given(options),
  };
  return { kind: "createForeignKey" as const, table: at.table, constraint };
}
