import type { ResolvedConfig } from "../../config/types.js";
import { selectionOf } from "../../introspect/selection.js";
import type { DanglingReference } from "../../model/dangling.js";
import type { ModelFile } from "../../model/collect.js";
import type { LinkedPolicy } from "../../model/policies.js";
import type { UnexportedTable } from "../../model/built-tables.js";
import type { Schema, SchemaObject } from "../../schema/types.js";

export interface Discovery {
  readonly files: readonly ModelFile[];
  readonly unexported: readonly UnexportedTable[];
}

export interface DescribedModels {
  readonly schema: Schema;
  /** Tables and enums that the models use and that are not among what is compared. */
  readonly references: readonly DanglingReference[];
  /** What the models declare as existing: somebody else looks after it. */
  readonly existing: readonly SchemaObject[];
  /** What the models export and the configuration excludes. */
  readonly leftOut?: readonly SchemaObject[];
  /** Policies on tables that the models do not look after. */
  readonly linkedPolicies: readonly LinkedPolicy[];
  /** Absent where the models do not come from files. */
  readonly discovery?: Discovery;
}

type ModelsConfig = Pick<
  ResolvedConfig,
  "directory" | "schema" | "casing" | "schemas" | "tables" | "include" | "versionTable"
> & { readonly comments?: boolean };

/** Loads and describes the models. Imports what costs time only here: most commands need no models. */
export async function readModels(config: ModelsConfig): Promise<DescribedModels> {
  const model = await import("../../model/load.js");
  return model.readModels(config, leftOutBy(config));
}

/** What the configuration's `schemas`, `tables` and `include` leave out, of what models export. */
export function leftOutBy({
  schemas,
  ...rest
}: Pick<ModelsConfig, "schemas" | "tables" | "include" | "versionTable">): (
  object: SchemaObject,
) => boolean {
  const selection = selectionOf({ ...rest, schemas: schemas ?? [] });
  return (object) => {
    const { kind, name } = object;
    if (kind === "role") return !selection.includes(object);
    const schema = kind === "schema" ? name : (object.schema ?? "");
    const isWithin = schemas === undefined || schemas.includes(schema);
    const isIn =
      selection.includesSchema(schema) && selection.includes({ kind: "schema", name: schema });
    if (!isWithin || !isIn) return true;
    if (kind === "schema") return false;
    const isNamed =
      kind === "enum" || kind === "sequence"
        ? selection.includesTypeName({ schema, name })
        : selection.includesPattern({ schema, name });
    return !isNamed || !selection.includes(object);
  };
}
