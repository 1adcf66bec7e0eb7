import type { ColumnChanges } from "../../operations/types.js";
import {
  checkKeys,
  defaultSql,
  expressionText,
  fail,
  requireName,
  requireObject,
  sequenceChanges,
} from "./arguments.js";
import { describeColumnType, describeNewColumn } from "./builders.js";
import type { OpContext } from "./context.js";
import { identityFrom } from "./identity.js";
import type { IdentityInput, IdentityChangesInput } from "./identity.js";
import type { ColumnBuilder, DefaultValue, Expression, ObjectName } from "./types.js";

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

export function columnMethods({ run }: OpContext): ColumnMethods {
  return {
    addColumn: async (table, column) => {
      const name = requireObject("addColumn", "table", table);
      for (const operation of describeNewColumn(name, column)) await run(operation);
    },
    dropColumn: async (table, name) =>
      run({
        kind: "dropColumn",
        table: requireObject("dropColumn", "table", table),
        column: requireName("dropColumn", "column", name),
      }),
    renameColumn: async (table, from, to) =>
      run({
        kind: "renameColumn",
        table: requireObject("renameColumn", "table", table),
        from: requireName("renameColumn", "old name", from),
        to: requireName("renameColumn", "new name", to),
      }),
    alterColumn: async (table, name, options) =>
      run({
        kind: "alterColumn",
        table: requireObject("alterColumn", "table", table),
        column: requireName("alterColumn", "column", name),
        changes: columnChanges(options),
      }),
  };
}

const changeKeys = [
  "type",
  "using",
  "nullable",
  "default",
  "identity",
  "setIdentity",
  "generated",
  "collation",
] as const;

function columnChanges(options: AlterColumnOptions): ColumnChanges {
  checkKeys("alterColumn", options, changeKeys);
  if (changeKeys.every((key) => options[key] === undefined)) {
    throw fail(
      "alterColumn",
      "no change is given",
      `Give at least one of ${changeKeys.join(", ")}.`,
    );
  }
  for (const key of ["using", "collation"] as const) {
    if (options[key] !== undefined && options.type === undefined) {
      throw fail("alterColumn", `${key} is given without type`, "State the type as well.");
    }
  }
  const { type, using, nullable, generated, identity, setIdentity, collation } = options;
  return {
    ...(type === undefined ? {} : describeColumnType(type)),
    ...(collation === undefined ? {} : { collation }),
    ...(using === undefined ? {} : { using: expressionText("alterColumn", "using", using) }),
    ...(nullable === undefined ? {} : { notNull: !nullable }),
    ...(options.default === undefined
      ? {}
      : { default: options.default === null ? null : defaultSql("alterColumn", options.default) }),
    ...(identity === undefined
      ? {}
      : { identity: identity === null ? null : identityFrom("alterColumn", identity) }),
    ...(setIdentity === undefined ? {} : { identityOptions: identityChanges(setIdentity) }),
    ...(generated === undefined
      ? {}
      : {
          generated:
            generated === null ? null : expressionText("alterColumn", "generated", generated),
        }),
  };
}

function identityChanges(
  input: IdentityChangesInput,
): NonNullable<ColumnChanges["identityOptions"]> {
  const { generation, ...options } = input;
  return {
    ...(generation === undefined ? {} : { generation }),
    ...sequenceChanges("alterColumn", options),
  };
}
