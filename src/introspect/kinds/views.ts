import { defined } from "../../defined.js";
import type { QualifiedName, View } from "../../schema/types.js";
import type { Attached } from "../attached.js";
import { parseOptions, type RelationRow } from "./relations.js";

export function describeView(
  row: RelationRow,
  dependsOn: readonly QualifiedName[],
  { comments, attributes }: Attached,
): View {
  const view = {
    schema: row.schema,
    name: row.name,
    // Printed with a space before it and a semicolon behind.
    definition: (row.definition ?? "").trim().replace(/;$/, ""),
    with: parseOptions(row.options),
    dependsOn,
    ...comments.of("pg_class", row.oid),
    ...attributes.relation(row.oid),
    ...attributes.viewColumns(row.oid),
    ...attributes.extras(row.oid),
  };
  if (row.kind !== "m") return { ...view, materialized: false };
  return defined({
    ...view,
    materialized: true,
    using: row.accessMethod === "heap" ? undefined : (row.accessMethod ?? undefined),
    tablespace: row.tablespace ?? undefined,
    withNoData: row.populated ? undefined : true,
  });
}
