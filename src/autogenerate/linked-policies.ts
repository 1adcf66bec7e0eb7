/**
 * Policies that the models link to tables of somebody else: of such a table nothing is ours but
 * these policies, so it stands on both sides of the comparison and differs only in them.
 */
import type { Connection } from "../database/connection.js";
import { ExitStatus, GenError } from "../errors.js";
import { introspect } from "../introspect/introspect.js";
import type { IntrospectionOptions, IntrospectionScope } from "../introspect/types.js";
import type { LinkedPolicy } from "../model/linked-policies.js";
import { displayName, nameKey } from "../schema/identifiers.js";
import type { QualifiedName, Table } from "../schema/types.js";
import { createdBy } from "./created.js";

export interface LinkedTables {
  readonly actual: readonly Table[];
  readonly desired: readonly Table[];
}

export interface LinkedInput {
  readonly models: { readonly linkedPolicies: readonly LinkedPolicy[] };
  /**
   * Paths of all migration files: a policy that one of them creates is ours also after it has left
   * the models.
   */
  readonly migrationFiles?: readonly string[];
}

/**
 * The tables that policies are linked to, as they are and as they shall be. One round trip, and
 * none where no policy is linked.
 *
 * @throws GenError `unknown_reference` for a table that the database does not have
 */
export async function linkedTables(
  connection: Connection,
  { models, migrationFiles = [] }: LinkedInput,
  scope: IntrospectionScope,
  options: IntrospectionOptions,
): Promise<LinkedTables> {
  const policies = models.linkedPolicies;
  if (policies.length === 0) return { actual: [], desired: [] };
  const names = [...new Map(policies.map(({ table }) => [nameKey(table), table])).values()];
  const { schema } = await introspect(
    connection,
    {
      schemas: [...new Set(names.map((name) => name.schema))],
      only: names,
      versionTable: scope.versionTable,
    },
    options,
  );
  const actual = names.map((name) => found(schema.tables, name, policies));
  const created = createdBy(migrationFiles).policies;
  const desired = actual.map((table) => {
    const own = policies.filter((one) => nameKey(one.table) === nameKey(table));
    const managed = new Set([...created, ...own.map((one) => one.policy.name)]);
    const others = table.policies.filter((policy) => !managed.has(policy.name));
    return { ...table, policies: [...others, ...own.map((one) => one.policy)] };
  });
  return { actual, desired };
}

function found(
  tables: readonly Table[],
  name: QualifiedName,
  policies: readonly LinkedPolicy[],
): Table {
  const table = tables.find((one) => nameKey(one) === nameKey(name));
  if (table !== undefined) return table;
  const { policy, file } = policies.find((one) => nameKey(one.table) === nameKey(name)) ?? {};
  throw new GenError(
    "unknown_reference",
    `${file ?? "A model"}: policy "${policy?.name}" is linked to ${displayName(name)}, which no model file exports and the database does not have.`,
    { hint: "Export the table, or create it first.", status: ExitStatus.usage },
  );
}
