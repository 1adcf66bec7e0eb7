import { nameKey } from "../../schema/identifiers.js";
import type { Schema } from "../../schema/types.js";
import type { SchemaPass } from "../options.js";

/**
 * Everything that stands alone is in the order of its name, so that neither the order of files nor
 * that of exports makes a difference.
 */
export const nameOrder: SchemaPass = ({ actual, desired }) => ({
  actual: inNameOrder(actual),
  desired: inNameOrder(desired),
});

function inNameOrder(schema: Schema): Schema {
  return {
    namespaces: sorted(schema.namespaces, ({ name }) => name),
    roles: sorted(schema.roles, ({ name }) => name),
    enums: sorted(schema.enums, nameKey),
    sequences: sorted(schema.sequences, nameKey),
    tables: sorted(schema.tables, nameKey),
    views: sorted(schema.views, nameKey),
  };
}

function sorted<T>(list: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return list.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}
