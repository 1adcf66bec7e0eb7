import type { CatalogRows } from "./catalog.js";
import type { ColumnRow } from "./kinds/columns.js";
import type { RelationRow } from "./kinds/relations.js";
import type { TableParts } from "./kinds/tables.js";
import type { Selection } from "./selection.js";

/** The described objects. Parts of an object follow it. */
export type KeptRows = ReturnType<typeof keptRows>;

/** Omits objects that belong to extensions, to this tool and others, or are out of scope. */
export function keptRows(rows: CatalogRows, parts: TableParts, selection: Selection) {
  const { isExtensionMember } = parts.attached;
  const { includes, isOwn, isJournal, namesRole } = selection;
  const relations = rows.relations.filter(
    (row) =>
      !isExtensionMember("pg_class", row.oid) &&
      !isOwn(row) &&
      !isJournal(row, looksLikeJournal(row, parts.columns.get(row.oid) ?? [])) &&
      includes({ kind: relationKind(row), schema: row.schema, name: row.name }),
  );
  const tables = relations.filter((row) => row.view === null);
  const policies = tables.flatMap(({ oid }) => parts.policies.get(oid) ?? []);
  const inPolicies = new Set(policies.flatMap(({ described }) => described.to));
  return {
    namespaces: rows.namespaces.filter(
      ({ oid, name }) =>
        !isExtensionMember("pg_namespace", oid) && includes({ kind: "schema", name }),
    ),
    // The roles that the scope names, and those of policies on described tables.
    roles: rows.roles.filter(
      ({ name }) => (namesRole(name) || inPolicies.has(name)) && includes({ kind: "role", name }),
    ),
    enums: rows.enums.filter(
      ({ oid, schema, name }) =>
        !isExtensionMember("pg_type", oid) && includes({ kind: "enum", schema, name }),
    ),
    // Sequences of columns belong to them. Sequences of an omitted table are omitted with it.
    sequences: rows.sequences.filter(
      ({ oid, schema, name, role, ownerTable }) =>
        role !== "identity" &&
        role !== "serial" &&
        !isExtensionMember("pg_class", oid) &&
        (ownerTable === null || tables.some((table) => table.oid === ownerTable)) &&
        includes({ kind: "sequence", schema, name }),
    ),
    tables,
    views: relations.filter((row) => row.view !== null),
  };
}

function relationKind(row: RelationRow): "table" | "view" | "materializedView" {
  if (row.kind === "m") return "materializedView";
  return row.kind === "v" ? "view" : "table";
}

/** The names of other tools' journals, and columns that they have in every version. */
const journals: readonly (readonly [name: string, columns: string])[] = [
  ["__drizzle_migrations", "hash created_at"],
  ["alembic_version", "version_num"],
  ["_prisma_migrations", "checksum migration_name finished_at"],
  ["flyway_schema_history", "installed_rank script checksum"],
  ["schema_version", "installed_rank script checksum"],
  ["knex_migrations", "name batch migration_time"],
  ["knex_migrations_lock", "is_locked"],
  ["pgmigrations", "name run_on"],
  ["schema_migrations", "version"],
  ["ar_internal_metadata", "key value created_at updated_at"],
  ["databasechangelog", "id author filename md5sum"],
  ["databasechangeloglock", "id locked lockgranted"],
  ["SequelizeMeta", "name"],
  ["SequelizeData", "name"],
  ["typeorm_metadata", "type database schema table name value"],
  ["migrations", "id timestamp name"],
  ["migrations", "id migration batch"],
  ["migrations", "id name hash executed_at"],
  ["mikro_orm_migrations", "name executed_at"],
  ["goose_db_version", "version_id is_applied"],
  ["atlas_schema_revisions", "version description applied executed_at"],
  ["_sqlx_migrations", "version checksum execution_time"],
  ["__EFMigrationsHistory", "MigrationId ProductVersion"],
  ["__ef_migrations_history", "migration_id product_version"],
  ["django_migrations", "app name applied"],
  ["kysely_migration", "name timestamp"],
  ["kysely_migration_lock", "is_locked"],
  ["payload_migrations", "name batch"],
  ["strapi_migrations", "name time"],
  ["strapi_migrations_internal", "name time"],
  ["doctrine_migration_versions", "version executed_at execution_time"],
  ["phinxlog", "version migration_name"],
  ["__diesel_schema_migrations", "version run_on"],
  ["seaql_migrations", "version applied_at"],
  ["refinery_schema_history", "version applied_on checksum"],
  ["gorp_migrations", "id applied_at"],
  ["bun_migrations", "name group_id migrated_at"],
  ["bun_migration_locks", "table_name"],
  ["spatial_ref_sys", "srid auth_name srtext proj4text"],
];

/** The views of PostGIS, which select these columns. */
const postgisViews: ReadonlyMap<string, string> = new Map([
  ["geometry_columns", "f_table_catalog"],
  ["geography_columns", "f_table_catalog"],
  ["raster_columns", "r_table_catalog"],
  ["raster_overviews", "o_table_catalog"],
]);

/** Whether the table or view is another tool's journal. */
function looksLikeJournal(relation: RelationRow, columns: readonly ColumnRow[]): boolean {
  if (relation.view !== null) {
    const column = postgisViews.get(relation.name);
    return column !== undefined && relation.view.definition.includes(column);
  }
  const names = new Set(columns.map(({ name }) => name));
  const isNamed = journals.some(
    ([name, needed]) =>
      name === relation.name && needed.split(" ").every((column) => names.has(column)),
  );
  return isNamed || isDrizzleJournal(columns);
}

/** drizzle-kit's journal can have any name, but it has these columns; newer versions have all. */
const drizzleColumns: ReadonlyMap<string, string> = new Map([
  ["id", "integer"],
  ["hash", "text"],
  ["created_at", "bigint"],
  ["name", "text"],
  ["applied_at", "timestamp with time zone"],
]);

function isDrizzleJournal(columns: readonly ColumnRow[]): boolean {
  return (
    (columns.length === 3 || columns.length === drizzleColumns.size) &&
    columns.every(({ name, type }) => drizzleColumns.get(name) === type) &&
    ["id", "hash", "created_at"].every((wanted) => columns.some(({ name }) => name === wanted))
  );
}
