import type { CatalogRows } from "./catalog.js";
import { columnKey } from "./grouping.js";
import { isJournal } from "./journals.js";
import { serialSequence } from "./kinds/columns.js";
import type { RelationRow } from "./kinds/relations.js";
import type { SequenceRow } from "./kinds/sequences.js";
import type { TableParts } from "./kinds/tables.js";
import type { Selection } from "./selection.js";

/** The objects that are described; what belongs to one follows it. */
export type KeptRows = ReturnType<typeof keptRows>;

/** Leaves out what extensions own, what this tool and others keep, and what the scope refuses. */
export function keptRows(rows: CatalogRows, parts: TableParts, selection: Selection) {
  const { isExtensionMember } = parts;
  const namespaces = rows.namespaces.filter(
    ({ name }) => selection.includesSchema(name) && selection.includes({ kind: "schema", name }),
  );
  const schemas = new Set(namespaces.map(({ name }) => name));
  const relations = rows.relations.filter(
    (row) =>
      schemas.has(row.schema) &&
      !isExtensionMember("pg_class", row.oid) &&
      selection.includesName(row) &&
      (selection.isNamed(row) ||
        !(selection.isJournal(row) || isJournal(row, parts.columns.get(row.oid) ?? []))) &&
      selection.includes({ kind: relationKind(row), schema: row.schema, name: row.name }),
  );
  const tables = relations.filter((row) => relationKind(row) === "table");
  const policies = tables.flatMap(({ oid }) => parts.policies.get(oid) ?? []);
  const inPolicies = new Set(policies.flatMap((policy) => policy.roles));
  const includesType = (
    kind: "enum" | "sequence",
    { schema, name }: { readonly schema: string; readonly name: string },
  ): boolean =>
    schemas.has(schema) &&
    selection.includesTypeName({ schema, name }) &&
    selection.includes({ kind, schema, name });
  return {
    namespaces: namespaces.filter(({ oid }) => !isExtensionMember("pg_namespace", oid)),
    // Those that the scope names and those that policies of the described tables name.
    roles: rows.roles.filter(
      ({ oid, name }) =>
        (selection.namesRole(name) || inPolicies.has(oid)) &&
        selection.includes({ kind: "role", name }),
    ),
    enums: rows.enums.filter(
      (row) => !isExtensionMember("pg_type", row.oid) && includesType("enum", row),
    ),
    sequences: freeSequences(rows, tables, parts).filter((row) => includesType("sequence", row)),
    tables,
    views: relations.filter((row) => relationKind(row) !== "table"),
  };
}

function relationKind(row: RelationRow): "table" | "view" | "materializedView" {
  if (row.kind === "m") return "materializedView";
  return row.kind === "v" ? "view" : "table";
}

/**
 * The sequences that are neither an extension's, nor an identity's, nor a serial column's, nor
 * owned by a table that is left out.
 */
function freeSequences(
  rows: CatalogRows,
  tables: readonly RelationRow[],
  parts: TableParts,
): readonly SequenceRow[] {
  const keptTables = new Set(tables.map(({ oid }) => oid));
  const serial = new Set(
    rows.columns.map((column) => {
      const owned = parts.ownedSequences.get(columnKey(column.table, column.number));
      return owned === undefined ? undefined : serialSequence(column, owned)?.oid;
    }),
  );
  return rows.sequences.filter(
    ({ oid, ownership, ownerTable }) =>
      ownership !== "i" &&
      !serial.has(oid) &&
      !parts.isExtensionMember("pg_class", oid) &&
      (ownerTable === null || keptTables.has(ownerTable)),
  );
}
