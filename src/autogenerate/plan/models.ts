import type { ResolvedConfig } from "../../config/types.js";
import { usageError } from "../../errors.js";
import { type Selection, selectionOf } from "../../introspect/selection.js";
import { displayPath } from "../../loader/paths.js";
import type { UnexportedTable } from "../../model/built-tables.js";
import type { ModelFile } from "../../model/collect.js";
import type { DanglingReference } from "../../model/load.js";
import type { LinkedPolicy } from "../../model/policies.js";
import type { Operation } from "../../operations/types.js";
import { displayName, nameKey } from "../../schema/identifiers.js";
import type { Schema } from "../../schema/types.js";
import type { SchemaObject } from "../../schema/object-ref.js";
import { listed } from "../listed.js";

export interface DescribedModels {
  readonly schema: Schema;
  /** Tables and enums that the models use but do not manage. */
  readonly references: readonly DanglingReference[];
  /** Objects that the models mark as existing: they are managed elsewhere. */
  readonly existing: readonly SchemaObject[];
  /** Objects that the models export and the configuration excludes. */
  readonly leftOut?: readonly SchemaObject[];
  /** Policies on tables that the models do not manage. */
  readonly linkedPolicies: readonly LinkedPolicy[];
  /** Absent if the models do not come from files. */
  readonly discovery?: {
    readonly files: readonly ModelFile[];
    readonly unexported: readonly UnexportedTable[];
  };
}

type ModelsConfig = Pick<
  ResolvedConfig,
  "directory" | "schema" | "casing" | "schemas" | "tables" | "include" | "versionTable"
> & { readonly comments?: boolean };

/** Loads and describes the models. Imports slow modules only here: most commands need no models. */
export async function readModels(config: ModelsConfig): Promise<DescribedModels> {
  const model = await import("../../model/load.js");
  return model.readModels(config, leftOutBy(config));
}

/** The exported objects that `schemas`, `tables` and `include` of the configuration exclude. */
export function leftOutBy(
  config: Pick<ModelsConfig, "schemas" | "tables" | "include" | "versionTable">,
): (object: SchemaObject) => boolean {
  const { schemas } = config;
  const selection = selectionOf({ ...config, schemas: schemas ?? [] });
  return (object) => {
    const schema = object.kind === "schema" ? object.name : (object.schema ?? "");
    const isElsewhere = schemas !== undefined && !schemas.includes(schema);
    return (object.kind !== "role" && isElsewhere) || !selection.includes(object);
  };
}

/**
 * Models that are not found must not look like removed models. @throws `no_tables`
 */
export function refuseLostModels(
  { schema, discovery, leftOut = [] }: DescribedModels,
  upgrade: readonly Operation[],
): void {
  if (discovery === undefined || schema.tables.length > 0) return;
  const dropped = upgrade.flatMap((operation) =>
    operation.kind === "dropTable" ? [operation.table] : [],
  );
  if (dropped.length === 0) return;
  const names = listed(dropped.map(displayName), inAll);
  const files = discovery.files.map(
    ({ path, exportNames }) =>
      `${displayPath(path)} exports ${exportNames.length === 0 ? "nothing" : listed(exportNames, inAll)}`,
  );
  const message = [
    leftOut.some(({ kind }) => kind === "table")
      ? `The configuration excludes every table that the model files export, but the database has ${names}.`
      : `The model files export no table, but the database has ${names}.`,
    ...files.slice(0, mostShown),
    ...(files.length > mostShown ? [`… and ${files.length - mostShown} more files`] : []),
    ...discovery.unexported.slice(0, mostShown).map(builtHere),
  ].join("\n");
  const hint =
    "Export the tables (`export const users = pgTable(…)`), or correct `schema` in the configuration. " +
    'To drop every table, write the migration yourself: `gen revision --empty -m "…"` with `op.dropTable`.';
  throw usageError("no_tables", message, hint);
}

export function unexportedNotes(
  { schema, references, linkedPolicies, discovery }: DescribedModels,
  selection: Selection,
  upgrade: readonly Operation[],
): readonly string[] {
  if (discovery === undefined) return [];
  // Tables that exported models refer to are managed elsewhere.
  const named = references.map(({ name }) => name);
  const linked = linkedPolicies.map(({ table }) => table);
  const known = new Set([...schema.tables, ...named, ...linked].map(nameKey));
  const dropped = new Set(
    upgrade.map((operation) => operation.kind === "dropTable" && nameKey(operation.table)),
  );
  const open = discovery.unexported.filter(
    ({ name }) =>
      !known.has(nameKey(name)) &&
      !selection.isOwn(name) &&
      selection.includes({ kind: "table", ...name }),
  );
  const isEmpty = Object.values(schema).every((objects) => objects.length === 0);
  const files = discovery.files.map(({ path }) => displayPath(path));
  const notes = [
    ...(isEmpty ? [`No model is exported by ${listed(files, inAll)}.`] : []),
    ...open.map((table) =>
      dropped.has(nameKey(table.name))
        ? `${builtHere(table)}, so this drops it from the database. Export it to keep it.`
        : `${builtHere(table)}, so it is not compared. Export it if it is a model.`,
    ),
  ];
  const more = notes.length - mostShown;
  return more > 0
    ? [...notes.slice(0, mostShown), `… and ${more} more tables are defined but not exported.`]
    : notes;
}

const mostShown = 10;
const inAll = { most: mostShown, last: ", " };

function builtHere({ name, place }: UnexportedTable): string {
  return `The table ${displayName(name)} is defined in ${place} but not exported`;
}
