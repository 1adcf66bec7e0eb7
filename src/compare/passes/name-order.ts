import { nameKey } from "../../schema/identifiers.js";
import { byName } from "../match.js";
import { onBothSides } from "../options.js";

/**
 * Everything that stands alone is in the order of its name, so that neither the order of files nor
 * that of exports makes a difference.
 */
export const nameOrder = onBothSides((schema) => ({
  ...schema,
  namespaces: sorted(schema.namespaces, byName),
  roles: sorted(schema.roles, byName),
  enums: sorted(schema.enums, nameKey),
  sequences: sorted(schema.sequences, nameKey),
  tables: sorted(schema.tables, nameKey),
  views: sorted(schema.views, nameKey),
}));

function sorted<T>(list: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return list.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}
