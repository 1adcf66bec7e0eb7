import { nameKey } from "../../schema/identifiers.js";
import type { Schema } from "../../schema/types.js";

/**
 * The same schema with everything that stands alone in the order of its name, so that neither the
 * order of files nor that of exports makes a difference.
 */
export function inNameOrder(schema: Schema): Schema {
  const by = <T>(list: readonly T[], keyOf: (item: T) => string): readonly T[] =>
    list.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
  return {
    namespaces: by(schema.namespaces, (one) => one.name),
    roles: by(schema.roles, (one) => one.name),
    enums: by(schema.enums, nameKey),
    sequences: by(schema.sequences, nameKey),
    tables: by(schema.tables, nameKey),
    views: by(schema.views, nameKey),
  };
}
