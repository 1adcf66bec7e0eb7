import type { Connection } from "../database/connection.js";
import { displayName, nameKey } from "../schema/identifiers.js";
import type { ColumnName, Schema } from "../schema/types.js";
import { readCatalog, type CatalogRows } from "./catalog.js";
import { commentsOf } from "./comments.js";
import { describeDependency, viewSources } from "./dependencies.js";
import { describeEnum } from "./enums.js";
import { extensionMembers } from "./extensions.js";
import { groupedBy } from "./grouping.js";
import { keptRows, type KeptRows } from "./kept.js";
import { describeNamespace } from "./namespaces.js";
import { ruleNote, tableNotes } from "./notes.js";
import { restoresOf } from "./restore/restores.js";
import { describeRole } from "./roles.js";
import { catalogScope } from "./scope.js";
import { selectionOf, type Selection } from "./selection.js";
import { describeSequence, type SequenceRow } from "./sequences.js";
import { describeTable, tableParts, type TableParts } from "./tables.js";
import type {
  Introspection,
  IntrospectionOptions,
  IntrospectionScope,
  Note,
  Reading,
} from "./types.js";
import { describeView } from "./views.js";

/**
 * Describes what a database holds, in one round trip and one read-only snapshot. CONNECT is all
 * that the role needs. The session keeps its settings, and a transaction that is open
 * (`insideTransaction`) stays as it was.
 *
 * @throws GenError what the connection throws when a statement fails or the server goes away
 * @example
 * const { schema, notes } = await introspect(connection, {
 *   schemas: ["public"],
 *   tables: ["*", "!legacy_*"],
 *   versionTable: { schema: "public", name: "gen_version" },
 * });
 */
export async function introspect(
  connection: Connection,
  scope: IntrospectionScope,
  options: IntrospectionOptions = {},
): Promise<Introspection> {
  const { serverVersion } = connection;
  const { reading } = options;
  const catalog =
    reading !== undefined && isReadingOf(reading, scope)
      ? reading.catalog
      : await readCatalog(connection, catalogScope(scope, serverVersion), options);
  return {
    ...describeCatalog(catalog.rows, selectionOf(scope), serverVersion),
    serverVersion,
    searchPath: catalog.searchPath,
  };
}

/**
 * Reads the catalog before it is known which objects are of interest, for {@link introspect} to
 * describe it later: while a server is at it, there is time to load models.
 *
 * @param schemas The schemas that are likely to be asked for.
 */
export async function readAhead(
  connection: Connection,
  schemas: readonly string[],
): Promise<Reading> {
  const scope = catalogScope({ schemas }, connection.serverVersion);
  return { schemas, catalog: await readCatalog(connection, scope, {}) };
}

function isReadingOf({ schemas }: Reading, scope: IntrospectionScope): boolean {
  const read = new Set(schemas);
  const asked = new Set(scope.schemas);
  return (
    scope.only === undefined && read.size === asked.size && schemas.every((one) => asked.has(one))
  );
}

function describeCatalog(
  rows: CatalogRows,
  selection: Selection,
  serverVersion: number,
): Pick<Introspection, "schema" | "notes" | "dependencies"> {
  const comments = commentsOf(rows.comments);
  const restores = restoresOf(rows, serverVersion);
  const isExtensionMember = extensionMembers(rows.extensionMembers);
  const parts = tableParts(rows, { comments, restores, isExtensionMember });
  const kept = keptRows(rows, parts, selection);
  const dependencies = rows.dependencies.map(describeDependency);
  const sources = viewSources(dependencies);
  const schema: Schema = {
    namespaces: kept.namespaces.map((row) => describeNamespace(row, comments, restores)),
    roles: kept.roles.map(describeRole),
    enums: kept.enums.map((row) => describeEnum(row, comments, restores)),
    sequences: kept.sequences.map((row) =>
      describeSequence(row, comments, restores, ownerOf(row, kept, parts)),
    ),
    tables: kept.tables.map((row) => describeTable(row, parts, selection)),
    views: kept.views.map((row) =>
      describeView(row, sources.get(nameKey(row)) ?? [], comments, restores),
    ),
  };
  return { schema, notes: notesOf(rows, kept, parts), dependencies };
}

function ownerOf(row: SequenceRow, kept: KeptRows, parts: TableParts): ColumnName | undefined {
  if (row.ownerTable === null) return undefined;
  const table = kept.tables.find(({ oid }) => oid === row.ownerTable);
  const column = parts.columns
    .get(row.ownerTable)
    ?.find(({ number }) => number === row.ownerColumn);
  if (table === undefined || column === undefined) return undefined;
  return { table: { schema: table.schema, name: table.name }, column: column.name };
}

function notesOf(rows: CatalogRows, kept: KeptRows, parts: TableParts): readonly Note[] {
  const rules = groupedBy(rows.rules, (row) => row.table);
  return [
    ...kept.tables.flatMap((row) => tableNotes(row, parts, rules.get(row.oid) ?? [])),
    ...kept.views.flatMap((row) =>
      (rules.get(row.oid) ?? []).map((rule) => ruleNote(displayName(row), rule)),
    ),
  ];
}
