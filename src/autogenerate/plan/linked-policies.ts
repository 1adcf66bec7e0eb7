/** Policies on tables of somebody else: such a table is on both sides and differs in them only. */
import { type GenError, usageError } from "../../errors.js";
import { introspect } from "../../introspect/introspect.js";
import type { LinkedPolicy } from "../../model/policies.js";
import { displayName, nameKey, sameName } from "../../schema/identifiers.js";
import { withRelations } from "./compare-sides.js";
import type { Planning } from "./planning.js";

/** One round trip. A policy that a migration creates is ours also after it has left the models. */
export async function addLinkedTables(planning: Planning): Promise<void> {
  const { connection, models } = planning.input;
  const policies = models.linkedPolicies;
  if (policies.length === 0) return;
  const only = [...new Map(policies.map(({ table }) => [nameKey(table), table])).values()];
  const { versionTable } = planning.scope;
  const scope = { schemas: [...new Set(only.map(({ schema }) => schema))], only, versionTable };
  const { schema } = await introspect(connection, scope);
  const actual = only.map((name) => {
    const table = schema.tables.find((one) => sameName(one, name));
    if (table === undefined) throw unknownTable(policies.find((one) => sameName(one.table, name)));
    return table;
  });
  const created = planning.created().policies;
  const desired = actual.map((table) => {
    const own = policies.filter((one) => sameName(one.table, table)).map(({ policy }) => policy);
    const managed = new Set([...created, ...own.map(({ name }) => name)]);
    const others = table.policies.filter(({ name }) => !managed.has(name));
    return { ...table, policies: [...others, ...own] };
  });
  planning.linked = actual;
  planning.before = withRelations(planning.before, { tables: actual });
  planning.desired = withRelations(planning.desired, { tables: desired });
}

function unknownTable(linked: LinkedPolicy | undefined): GenError {
  const { file = "A model", policy, table = { schema: "", name: "" } } = linked ?? {};
  const message = `${file}: policy "${policy?.name}" is linked to ${displayName(table)}, which no model file exports and the database does not have.`;
  return usageError("unknown_reference", message, "Export the table, or create it first.");
}
