import type { QualifiedName, View } from "../schema/types.js";
import type { Comments } from "./comments.js";
import { parseOptions, type RelationRow } from "./relations.js";
import type { Restores } from "./restore/restores.js";

export function describeView(
  row: RelationRow,
  dependsOn: readonly QualifiedName[],
  comments: Comments,
  restores: Restores,
): View {
  const view = {
    schema: row.schema,
    name: row.name,
    definition: viewDefinition(row.definition ?? ""),
    with: parseOptions(row.options),
    dependsOn,
    ...comments.of("pg_class", row.oid),
    ...restores.relation(row.oid),
    ...restores.viewColumns(row.oid),
    ...restores.extras(row.oid),
  };
  if (row.kind !== "m") return { ...view, materialized: false };
  const { accessMethod, tablespace, populated } = row;
  return {
    ...view,
    materialized: true,
    ...(accessMethod === null || accessMethod === "heap" ? {} : { using: accessMethod }),
    ...(tablespace === null ? {} : { tablespace }),
    ...(populated ? {} : { withNoData: true }),
  };
}

/** What `pg_get_viewdef` prints, without the space before it and the semicolon behind. */
export function viewDefinition(printed: string): string {
  return printed.trim().replace(/;$/, "");
}
