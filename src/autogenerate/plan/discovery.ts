/** What the model files were expected to export and did not. */
import { usageError } from "../../errors.js";
import { displayPath } from "../../loader/paths.js";
import type { Selection } from "../../introspect/selection.js";
import type { UnexportedTable } from "../../model/built-tables.js";
import type { Operation } from "../../operations/types.js";
import { displayName, nameKey } from "../../schema/identifiers.js";
import { listed } from "../listed.js";
import type { DescribedModels } from "./models.js";

/** Models that are not found must not be taken for models that are gone. @throws `no_tables` */
export function refuseLostModels(
  { schema, discovery, leftOut = [] }: DescribedModels,
  upgrade: readonly Operation[],
): void {
  if (discovery === undefined || schema.tables.length > 0) return;
  const dropped = upgrade.flatMap((one) => (one.kind === "dropTable" ? [one.table] : []));
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
  // What exported models refer to is known to be somebody else's.
  const named = [
    ...references.map(({ name }) => name),
    ...linkedPolicies.map(({ table }) => table),
  ];
  const known = new Set([...schema.tables, ...named].map(nameKey));
  const dropped = new Set(
    upgrade.map((operation) => operation.kind === "dropTable" && nameKey(operation.table)),
  );
  const open = discovery.unexported.filter(
    ({ name }) =>
      !known.has(nameKey(name)) &&
      selection.includesName(name) &&
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
