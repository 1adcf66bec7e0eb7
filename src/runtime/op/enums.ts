import type { EnumUse } from "../../operations/types.js";
import {
  checkKeys,
  defaultSql,
  fail,
  requireLabel,
  requireName,
  requireObject,
  requireValues,
} from "./arguments.js";
import type { OpContext } from "./context.js";
import { findEnumUses } from "./enum-uses.js";
import { given } from "./given.js";
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

export function enumMethods(context: OpContext): EnumMethods {
  const { run } = context;
  return {
    createEnum: async (name, values) =>
      run({
        kind: "createEnum",
        enum: {
          ...requireObject("createEnum", "name", name),
          values: requireValues("createEnum", values),
        },
      }),
    dropEnum: async (name) =>
      run({ kind: "dropEnum", enum: requireObject("dropEnum", "name", name) }),
    renameEnum: async (name, to) =>
      run({
        kind: "renameEnum",
        enum: requireObject("renameEnum", "name", name),
        to: requireName("renameEnum", "new name", to),
      }),
    setEnumSchema: async (name, schema) =>
      run({
        kind: "setEnumSchema",
        enum: requireObject("setEnumSchema", "name", name),
        to: requireName("setEnumSchema", "schema", schema),
      }),
    addEnumValue: async (name, value, place = {}) => {
      checkKeys("addEnumValue", place, ["before", "after"]);
      if (place.before !== undefined && place.after !== undefined) {
        throw fail("addEnumValue", "both before and after are given", "Give one of them.");
      }
      const type = requireObject("addEnumValue", "name", name);
      const added = requireLabel("addEnumValue", "value", value);
      await run({ kind: "addEnumValue", enum: type, value: added, ...given(place) });
    },
    renameEnumValue: async (name, from, to) =>
      run({
        kind: "renameEnumValue",
        enum: requireObject("renameEnumValue", "name", name),
        from: requireLabel("renameEnumValue", "old value", from),
        to: requireLabel("renameEnumValue", "new value", to),
      }),
    alterEnum: async (name, values, options = {}) => {
      checkKeys("alterEnum", options, ["columns", "mapping"]);
      const type = requireObject("alterEnum", "name", name);
      const wanted = requireValues("alterEnum", values);
      const uses = options.columns?.map(enumUse) ?? (await findEnumUses(context, type));
      const mapping = given({ mapping: options.mapping });
      await run({ kind: "alterEnum", enum: type, values: wanted, uses, ...mapping });
    },
  };
}

function enumUse(input: EnumColumn): EnumUse {
  checkKeys("alterEnum", input, ["table", "column", "default", "array"]);
  return {
    table: requireObject("alterEnum", "table", input.table),
    column: requireName("alterEnum", "column", input.column),
    array: input.array ?? false,
    ...(input.default === undefined ? {} : { default: defaultSql("alterEnum", input.default) }),
  };
}
