import type { PgEnum, PgRole } from "drizzle-orm/pg-core";
import { nameKey } from "../schema/identifiers.js";
import type { EnumType, Namespace, Role, Schema } from "../schema/types.js";
import type { Model, Models } from "./collect.js";
import { refuseCollisions } from "./collisions.js";
import { enumNameOf, tableNameOf } from "./drizzle.js";
import { checkLength, type DescribeOptions, modelError } from "./errors.js";
import { linkedPolicies } from "./policies.js";
import { describeSequence } from "./sequences.js";
import { describeTable } from "./tables.js";
import { describeView } from "./views.js";

export function describeModels(models: Models, { casing }: DescribeOptions = {}): Schema {
  const describe = <T, U>(
    list: readonly Model<T>[],
    describeOne: (value: T, options: DescribeOptions) => U | undefined,
  ): U[] =>
    list.flatMap(({ value, file }) => {
      const described = describeOne(value, { casing, file });
      return described === undefined ? [] : [described];
    });
  const linked = linkedPolicies(models, casing);
  const schema = {
    enums: describe(models.enums, describeEnum),
    sequences: describe(models.sequences, describeSequence),
    roles: describe(models.roles, describeRole),
    tables: describe(models.tables, (table, options) => {
      const key = nameKey(tableNameOf(table));
      const own = linked.filter((link) => nameKey(link.table) === key);
      return describeTable(table, { ...options, policies: own.map(({ policy }) => policy) });
    }),
    views: describe(models.views, describeView),
  };
  refuseCollisions(models, schema);
  return { ...schema, namespaces: namespacesOf(models, schema) };
}

/** The schemas that are exported or contain something; `public` is always there. */
function namespacesOf(
  models: Models,
  { enums, sequences, tables, views }: Omit<Schema, "namespaces">,
): Namespace[] {
  const names = new Set<string>();
  for (const { value, file } of models.schemas) {
    const name = value.schemaName;
    checkLength("schema", name, `schema "${name}"`, { file });
    if (name.startsWith("pg_")) {
      throw modelError(
        { file },
        `schema "${name}"`,
        'has a name that PostgreSQL reserves: it begins with "pg_".',
        "Give it another.",
      );
    }
    names.add(name);
  }
  for (const { schema } of [...tables, ...enums, ...sequences, ...views]) names.add(schema);
  names.delete("public");
  return [...names].map((name) => ({ name }));
}

/** @throws GenError `model_invalid` for an enum without values or with one twice */
function describeEnum(
  type: PgEnum<[string, ...string[]]>,
  options: DescribeOptions = {},
): EnumType {
  const { enumName: name, enumValues } = type;
  const where = `enum "${name}"`;
  checkLength("enum", name, where, options);
  const values: readonly string[] = enumValues;
  if (values.length === 0) {
    throw modelError(options, where, "has no values.", "Give it at least one.");
  }
  for (const [position, value] of values.entries()) {
    checkLength("value", value, `${where}, value "${value}"`, options);
    if (values.indexOf(value) === position) continue;
    throw modelError(options, where, `has the value "${value}" twice.`, "Name each value once.");
  }
  return { ...enumNameOf(type), values: [...values] };
}

/** `undefined` for a role that is only mentioned: `.existing()`. */
function describeRole(role: PgRole, options: DescribeOptions = {}): Role | undefined {
  // Drizzle's types leave these fields out.
  if (Reflect.get(role, "_existing") === true) return undefined;
  checkLength("role", role.name, `role "${role.name}"`, options);
  return {
    name: role.name,
    createDb: Reflect.get(role, "createDb") === true,
    createRole: Reflect.get(role, "createRole") === true,
    inherit: Reflect.get(role, "inherit") !== false,
  };
}
