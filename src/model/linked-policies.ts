import { nameKey } from "../schema/identifiers.js";
import type { Policy, QualifiedName } from "../schema/types.js";
import type { Models } from "./collect.js";
import type { Casing } from "./options.js";
import { describePolicy, linkedTable } from "./policies.js";
import { qualifiedNameOf } from "./table-names.js";

/** A policy that stands outside of its table: `pgPolicy(…).link(table)`. */
export interface LinkedPolicy {
  readonly table: QualifiedName;
  readonly policy: Policy;
  /** Where it is exported, for messages. */
  readonly file: string;
}

/** All policies that are linked to a table, whether or not the models export that table. */
export function linkedPolicies(
  models: Pick<Models, "policies">,
  { casing }: { readonly casing?: Casing | undefined } = {},
): readonly LinkedPolicy[] {
  return models.policies.flatMap(({ value, file }) => {
    const table = linkedTable(value);
    // Exported for a table's extras to use: it is described there.
    if (table === undefined) return [];
    const policy = describePolicy(value, table, { casing, file });
    return [{ table: qualifiedNameOf(table), policy, file }];
  });
}

/** The linked policies of tables that the models do not export. */
export function foreignPolicies(
  models: Pick<Models, "policies" | "tables">,
  options: { readonly casing?: Casing | undefined } = {},
): readonly LinkedPolicy[] {
  const own = new Set(models.tables.map(({ value }) => nameKey(qualifiedNameOf(value))));
  return linkedPolicies(models, options).filter(({ table }) => !own.has(nameKey(table)));
}
