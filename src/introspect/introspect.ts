import type { Connection } from "../database/connection.js";
import { nameKey } from "../schema/identifiers.js";
import type { ColumnName, Sequence } from "../schema/types.js";
import { commentsOf, extensionMembers } from "./attached.js";
import { type Catalog, type CatalogRows, readCatalog } from "./catalog.js";
import { describeDependency, viewSources } from "./dependencies.js";
import { type KeptRows, keptRows } from "./kept.js";
import { describeEnum } from "./kinds/enums.js";
import { describeExtensions } from "./kinds/extensions.js";
import { describeNamespace } from "./kinds/schemas.js";
import type { SequenceRow } from "./kinds/sequences.js";
import { describeTable, type TableParts, tableParts } from "./kinds/tables.js";
import { describeView } from "./kinds/views.js";
import { notesOf } from "./notes.js";
import { catalogAttributes } from "./attributes/attributes.js";
import { catalogScope } from "./scope.js";
import { selectionOf } from "./selection.js";
import type { Introspection, IntrospectionScope } from "./types.js";

interface IntrospectionOptions {
  /** The connection has a transaction open: read within it, and leave it as it was. */
  readonly insideTransaction?: boolean;
  /** What {@link readAhead} has read of the same database: used if it is of the same schemas. */
  readonly reading?: Reading | undefined;
}

/** The catalog of some schemas, from which nothing has been selected and described yet. */
export interface Reading {
  readonly schemas: readonly string[];
  readonly catalog: Catalog;
}

/**
 * Describes what a database holds, in one round trip and one read-only snapshot. CONNECT is all
 * that the role needs. The session keeps its settings, and a transaction that is open
 * (`insideTransaction`) stays as it was.
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
    ...describeCatalog(catalog.rows, scope),
    installedExtensions: catalog.rows.extensions.map(({ name }) => name),
    serverVersion,
    searchPath: catalog.searchPath,
  };
}

/**
 * Reads the catalog before it is known which objects are of interest, for {@link introspect} to
 * describe it later: while a server is at it, there is time to load models.
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
    scope.only === undefined && read.size === asked.size && schemas.every((name) => asked.has(name))
  );
}

function describeCatalog(
  rows: CatalogRows,
  scope: IntrospectionScope,
): Pick<Introspection, "schema" | "notes" | "dependencies"> {
  const parts = tableParts(rows, {
    comments: commentsOf(rows.comments),
    attributes: catalogAttributes(rows),
    isExtensionMember: extensionMembers(rows.extensionMembers),
  });
  const selection = selectionOf(scope);
  const kept = keptRows(rows, parts, selection);
  const dependencies = rows.dependencies.map(describeDependency);
  const sources = viewSources(dependencies);
  return {
    schema: {
      namespaces: kept.namespaces.map((row) => describeNamespace(row, parts)),
      roles: kept.roles.map(({ oid: _, ...role }) => role),
      enums: kept.enums.map((row) => describeEnum(row, parts)),
      sequences: kept.sequences.map((row) => describeSequence(row, kept, parts)),
      tables: kept.tables.map((row) => describeTable(row, parts, selection)),
      views: kept.views.map((row) => describeView(row, sources.get(nameKey(row)) ?? [], parts)),
      ...describeExtensions(rows.extensions, scope.extensions),
    },
    notes: [...kept.tables, ...kept.views].flatMap((row) => notesOf(row, parts)),
    dependencies,
  };
}

function describeSequence(row: SequenceRow, kept: KeptRows, parts: TableParts): Sequence {
  const { oid, schema, name, type, options } = row;
  const ownedBy = ownerOf(row, kept, parts);
  return {
    schema,
    name,
    type,
    options,
    ...(ownedBy && { ownedBy }),
    ...parts.comments.of("pg_class", oid),
    ...parts.attributes.relation(oid),
  };
}

function ownerOf(row: SequenceRow, kept: KeptRows, parts: TableParts): ColumnName | undefined {
  if (row.ownerTable === null) return undefined;
  const table = kept.tables.find(({ oid }) => oid === row.ownerTable);
  const columns = parts.columns.get(row.ownerTable) ?? [];
  const column = columns.find(({ number }) => number === row.ownerColumn);
  if (table === undefined || column === undefined) return undefined;
  return { table: { schema: table.schema, name: table.name }, column: column.name };
}
