/** What an embedded database knows and an older server, for which the plan was made, does not. */
import type { Connection } from "../../database/connection.js";
import { NAMED_NOT_NULLS, namedNotNull } from "../../schema/not-null-names.js";
import type { Column, Schema } from "../../schema/types.js";

/** Whether only the one of the two gives a NOT NULL a name. */
export function differInNotNullNames(source: Connection, scratch: Connection): boolean {
  const namesThem = ({ serverVersion }: Connection): boolean => serverVersion >= NAMED_NOT_NULLS;
  return namesThem(source) !== namesThem(scratch);
}

/** Names that the plan cannot have cared for. */
export function withoutNotNullNames(schema: Schema): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => ({ ...table, columns: table.columns.map(unnamed) })),
  };
}

function unnamed({ restore, ...column }: Column): Column {
  const others = restore?.filter((sql) => namedNotNull(sql) === undefined) ?? [];
  return others.length === 0 ? column : { ...column, restore: others };
}
