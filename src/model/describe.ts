import { nameKey } from "../schema/identifiers.js";
import type { Namespace, Schema } from "../schema/types.js";
import type { Model, Models } from "./collect.js";
import { refuseCollisions } from "./collisions.js";
import { describeEnum } from "./enums.js";
import { checkLength, modelError, type Casing, type DescribeOptions } from "./errors.js";
import { tableNameOf } from "./names.js";
import { linkedPolicies } from "./policies.js";
import { describeRole } from "./roles.js";
import { describeSequence } from "./sequences.js";
import { describeTable } from "./tables.js";
import { describeMaterializedView, describeView } from "./views.js";

/** Describes everything that the models export as one schema. */
export function describeModels(
  models: Models,
  { casing }: { readonly casing?: Casing | undefined } = {},
): Schema {
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
    views: [
      ...describe(models.views, describeView),
      ...describe(models.materializedViews, describeMaterializedView),
    ],
  };
  refuseCollisions(models, schema);
  return { ...schema, namespaces: namespacesOf(models, schema) };
}

/** The schemas that are exported or that something stands in; `public` is always there. */
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
