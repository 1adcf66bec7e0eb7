import { nameKey } from "../schema/identifiers.js";
import type { Namespace, Policy, QualifiedName, Schema, Table, View } from "../schema/types.js";
import { refuseCollisions } from "./collisions.js";
import { linkedPolicies } from "./linked-policies.js";
import type { Model, Models } from "./collect.js";
import { checkLength } from "./name-length.js";
import { modelError, type Casing, type DescribeOptions } from "./options.js";
import { describeTable } from "./table.js";
import { qualifiedNameOf } from "./table-names.js";
import { describeEnum, describeRole, describeSequence } from "./types-and-roles.js";
import { describeMaterializedView, describeView } from "./views.js";

/**
 * Describes everything that the models export as one schema.
 *
 * @throws GenError `model_invalid` or `name_too_long`, naming file, table and column, for what
 *   makes no sense to PostgreSQL
 */
export function describeModels(
  models: Models,
  { casing }: { readonly casing?: Casing | undefined } = {},
): Schema {
  const describe = <T, U>(
    list: readonly Model<T>[],
    one: (value: T, options: DescribeOptions) => U | undefined,
  ): U[] =>
    list.flatMap(({ value, file }) => {
      const described = one(value, { casing, file });
      return described === undefined ? [] : [described];
    });
  const linked = policiesByTable(models, casing);
  const schema = {
    enums: describe(models.enums, describeEnum),
    sequences: describe(models.sequences, describeSequence),
    roles: describe(models.roles, describeRole),
    tables: describe(models.tables, (table, options): Table => {
      const policies = linked.get(nameKey(qualifiedNameOf(table))) ?? [];
      return describeTable(table, { ...options, policies });
    }),
    views: [
      ...describe(models.views, (view, options): View | undefined => describeView(view, options)),
      ...describe(models.materializedViews, describeMaterializedView),
    ],
  };
  refuseCollisions(models, schema);
  return { ...schema, namespaces: namespacesOf(models, schema) };
}

/** Policies that stand outside of their table, by the table's name. */
function policiesByTable(models: Models, casing: Casing | undefined): Map<string, Policy[]> {
  const byTable = new Map<string, Policy[]>();
  for (const { table, policy } of linkedPolicies(models, { casing })) {
    const key = nameKey(table);
    byTable.set(key, [...(byTable.get(key) ?? []), policy]);
  }
  return byTable;
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
        'has a name that PostgreSQL keeps for itself: it begins with "pg_".',
        "Give it another.",
      );
    }
    names.add(name);
  }
  const named: readonly QualifiedName[] = [...tables, ...enums, ...sequences, ...views];
  for (const { schema } of named) names.add(schema);
  names.delete("public");
  return [...names].map((name) => ({ name }));
}
