import type { ResolvedConfig } from "../config/types.js";
import type { DanglingReference } from "../model/dangling.js";
import type { ModelFile } from "../model/collect.js";
import type { LinkedPolicy } from "../model/linked-policies.js";
import type { UnexportedTable } from "../model/unexported.js";
import type { QualifiedName, Schema } from "../schema/types.js";

/** What was looked at to find the models. */
export interface Discovery {
  readonly files: readonly ModelFile[];
  readonly unexported: readonly UnexportedTable[];
}

/** What the models say, and what they only speak of. */
export interface DescribedModels {
  readonly schema: Schema;
  /** Tables and enums that the models use and do not export. */
  readonly references: readonly DanglingReference[];
  /** Views that the models declare as existing: somebody else looks after them. */
  readonly existing: readonly QualifiedName[];
  /** Policies on tables that the models do not export. */
  readonly linkedPolicies: readonly LinkedPolicy[];
  /** Absent where the models do not come from files. */
  readonly discovery?: Discovery;
}

/**
 * Loads the project's models and describes them. What costs time is imported only here, because
 * most commands need no models.
 *
 * @throws GenError for a model that cannot be loaded or makes no sense, with file, table and column.
 */
export async function readModels(
  config: Pick<ResolvedConfig, "directory" | "schema" | "casing"> & {
    readonly comments?: boolean;
  },
): Promise<DescribedModels> {
  const {
    danglingReferences,
    describeModels,
    existingViews,
    foreignPolicies,
    loadModels,
    unexportedTables,
    withModelComments,
  } = await import("../model/index.js");
  const models = await loadModels(config);
  const { casing, comments = false } = config;
  const described = describeModels(models, { casing });
  const schema = comments ? await withModelComments(models, described, { casing }) : described;
  return {
    schema,
    references: danglingReferences(models, schema),
    existing: existingViews(models),
    linkedPolicies: foreignPolicies(models, { casing: config.casing }),
    discovery: { files: models.files, unexported: unexportedTables(models) },
  };
}
