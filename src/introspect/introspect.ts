import type { Connection } from "../database/connection.js";
import { defined } from "../defined.js";
import { displayName, nameKey, qualifiedName } from "../schema/identifiers.js";
import type { QualifiedName, Sequence, View } from "../schema/types.js";
import type { Attached } from "./attached.js";
import { type Catalog, type CatalogRows, readCatalog } from "./catalog.js";
import { viewSources } from "./dependencies.js";
import { type KeptRows, keptRows } from "./kept.js";
import type { ConstraintRow } from "./kinds/constraints.js";
import { describeEnum } from "./kinds/enums.js";
import { printedQuery, type RelationRow } from "./kinds/relations.js";
import { describeNamespace } from "./kinds/schemas.js";
import type { SequenceRow } from "./kinds/sequences.js";
import { describeTable, type TableParts, tableParts } from "./kinds/tables.js";
import { catalogScope } from "./scope.js";
import { selectionOf } from "./selection.js";
import type { Introspection, IntrospectionScope, Note } from "./types.js";

interface IntrospectionOptions {
  /** The connection is inside a transaction: reads in it, and leaves it as it was. */
  readonly insideTransaction?: boolean;
  /** The result of {@link readAhead} for the same database. Used if it covers the same schemas. */
  readonly reading?: Reading | undefined;
}

/** The catalog of some schemas, before anything is selected and described. */
export interface Reading {
  readonly schemas: readonly string[];
  readonly catalog: Catalog;
}

/**
 * Describes a database, in one round trip and one read-only snapshot. The role needs only CONNECT.
 * The session and its transaction stay as they were.
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

/** Reads the catalog while the models are loaded, before it is known what they need. */
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
  const parts = tableParts(rows);
  const { attached } = parts;
  const selection = selectionOf(scope);
  const kept = keptRows(rows, parts, selection);
  const { dependencies } = rows;
  const { extensions: names } = scope;
  const sources = viewSources(dependencies);
  return {
    schema: defined({
      namespaces: kept.namespaces.map((row) => describeNamespace(row, attached)),
      roles: kept.roles,
      enums: kept.enums.map((row) => describeEnum(row, attached)),
      sequences: kept.sequences.map((row) => describeSequence(row, kept, parts)),
      tables: kept.tables.map((row) => describeTable(row, parts, selection)),
      views: kept.views.flatMap((row) =>
        describeView(row, sources.get(nameKey(row)) ?? [], attached),
      ),
      extensions: names && rows.extensions.filter(({ name }) => names.includes(name)),
    }),
    notes: [...kept.tables, ...kept.views].flatMap((row) => notesOf(row, parts)),
    dependencies,
  };
}

function describeView(
  row: RelationRow,
  dependsOn: readonly QualifiedName[],
  attached: Attached,
): readonly View[] {
  const { oid, schema, name, view } = row;
  if (view === null) return [];
  const described = {
    schema,
    name,
    ...view,
    definition: printedQuery(view.definition),
    dependsOn,
    ...attached.to("pg_class", oid),
    columns: attached.viewColumns(oid),
    extras: attached.extras(oid),
  };
  return [defined(described)];
}

function describeSequence(row: SequenceRow, kept: KeptRows, parts: TableParts): Sequence {
  const { oid, schema, name, type, options, ownerTable, ownerColumn } = row;
  const table = kept.tables.find((relation) => relation.oid === ownerTable);
  const columns = table && parts.columns.get(table.oid);
  const column = columns?.find(({ number }) => number === ownerColumn);
  const ownedBy = table && column && { table: qualifiedName(table), column: column.name };
  const described = { schema, name, type, options, ownedBy, ...parts.attached.to("pg_class", oid) };
  return defined(described);
}

/** Notes about what Drizzle cannot declare of a table or view. */
function notesOf(
  row: RelationRow,
  parts: Pick<TableParts, "constraints" | "indexes" | "rules">,
): readonly Note[] {
  const relation = displayName(row);
  // An index of a partitioned table that was created with ONLY is invalid by design.
  const indexes = row.kind === "p" ? [] : (parts.indexes.get(row.oid) ?? []);
  return [
    ...relationNotes(row, relation),
    ...(parts.constraints.get(row.oid) ?? []).flatMap((constraint) =>
      constraintNotes(constraint, relation),
    ),
    ...indexes
      .filter(({ valid }) => !valid)
      .map(({ described }): Note => {
        const object = `${row.schema}.${described.name}`;
        const message =
          `The index ${object} is invalid, probably because a concurrent build failed: ` +
          "REINDEX it, or drop it so that it is recreated.";
        return { kind: "invalidIndex", object, message };
      }),
    ...(parts.rules.get(row.oid) ?? []).map(({ name }): Note => {
      const message = `The rule ${name} on ${relation} is not changed.`;
      return { kind: "rule", object: `${relation}.${name}`, message };
    }),
  ];
}

function relationNotes(row: RelationRow, object: string): readonly Note[] {
  if (row.kind === "p") {
    const count = row.partitions === 1 ? "1 partition" : `${row.partitions} partitions`;
    const message = `${object} is partitioned (${count}); its partitions are not changed.`;
    return [{ kind: "partitionedTable", object, message }];
  }
  if (row.kind === "f")
    return [{ kind: "foreignTable", object, message: `${object} is a foreign table.` }];
  return row.kind === "r" && row.inherited
    ? [{ kind: "inheritedTable", object, message: `${object} inherits from another table.` }]
    : [];
}

function constraintNotes(row: ConstraintRow, relation: string): readonly Note[] {
  return constraintWords
    .filter(({ isSo }) => isSo(row))
    .map(({ kind, message }) => {
      const object = `${relation}.${row.described.name}`;
      return { kind, object, message: message(object) };
    });
}

interface ConstraintWords {
  readonly kind: Note["kind"];
  readonly isSo: (row: ConstraintRow) => boolean;
  readonly message: (object: string) => string;
}

const constraintWords: readonly ConstraintWords[] = [
  {
    kind: "exclusionConstraint",
    isSo: ({ type }) => type === "x",
    message: (object) => `The exclusion constraint ${object} is not changed.`,
  },
  {
    kind: "temporalConstraint",
    isSo: ({ temporal, type }) => temporal && type !== "x",
    message: (object) =>
      `The constraint ${object} uses periods (WITHOUT OVERLAPS or PERIOD), which are not compared.`,
  },
  {
    kind: "notEnforcedConstraint",
    isSo: ({ enforced }) => !enforced,
    message: (object) => `The constraint ${object} is not enforced, which is not compared.`,
  },
  {
    kind: "partialSetNull",
    isSo: ({ setColumns }) => setColumns !== null,
    message: (object) =>
      `The foreign key ${object} sets only some of its columns, which is not compared.`,
  },
];
