import { nameKey } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";
import { displayPath } from "../loader/display-path.js";
import type { Models } from "./collect.js";
import { isMarkedExisting } from "./existing.js";
import { qualifiedNameOf } from "./table-names.js";

/** A table that the project builds and does not export: no model, whatever its author thinks. */
export interface UnexportedTable {
  readonly name: QualifiedName;
  /** For people: `schema/audit.ts:3`. */
  readonly place: string;
}

/**
 * The tables that ran past without being exported. Those that packages build are not among them,
 * nor a second table object with the name of one that is exported, nor those that
 * `existing` marks.
 */
export function unexportedTables(
  models: Pick<Models, "tables" | "built">,
): readonly UnexportedTable[] {
  const exported = new Set<unknown>(models.tables.map(({ value }) => value));
  const known = new Set(models.tables.map(({ value }) => nameKey(qualifiedNameOf(value))));
  return models.built.flatMap(({ table, position }) => {
    if (exported.has(table) || isMarkedExisting(table)) return [];
    const name = qualifiedNameOf(table);
    if (known.has(nameKey(name))) return [];
    const found = position();
    if (found === undefined) return [];
    known.add(nameKey(name));
    return [{ name, place: `${displayPath(found.file)}:${found.line}` }];
  });
}
