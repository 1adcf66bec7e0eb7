/** Both sides of a comparison, without what it does not look at. */
import type { Rename } from "../compare/renames/renames.js";
import type { ResolvedConfig } from "../config/types.js";
import type { IntrospectionScope } from "../introspect/types.js";
import type { QualifiedName, Schema } from "../schema/types.js";
import { createdBy } from "./created.js";
import { type Sides, withForeignSchemas } from "./foreign-schemas.js";
import type { DescribedModels } from "./models.js";
import { selectModels, withoutForeignObjects } from "./scope.js";

export interface ComparedInput {
  readonly config: Pick<ResolvedConfig, "schemas" | "tables">;
  readonly models: DescribedModels;
  /** Paths of all migration files, which tell what this project has made. */
  readonly migrationFiles?: readonly string[];
  readonly renames?: readonly Rename[];
}

/**
 * The models and the database without what is not this project's: what the configuration leaves
 * out, what the models only speak of, and what somebody else's schema holds besides.
 *
 * @param found What the database holds within the scope.
 */
export function comparedSides(
  found: Schema,
  { config, models, migrationFiles = [], renames = [] }: ComparedInput,
  scope: IntrospectionScope,
): Sides {
  const desired = selectModels(models.schema, scope);
  const actual = withoutForeignObjects(found, desired, models, config.tables);
  const isAllOurs =
    config.schemas !== undefined || actual.namespaces.every(({ name }) => name === "public");
  if (isAllOurs) return { actual, desired, notes: [] };
  return withForeignSchemas(
    { actual, desired },
    createdBy(migrationFiles),
    renames.flatMap(oldNames),
  );
}

/** What a rename speaks of by its old name, which the models do not know. */
function oldNames(rename: Rename): readonly QualifiedName[] {
  switch (rename.kind) {
    case "schema":
    case "role":
      return [];
    case "column":
    case "policy":
      return [rename.table];
    case "enumValue":
      return [rename.enum];
    default:
      return [rename.from];
  }
}
