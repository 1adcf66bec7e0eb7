import { displayName, nameKey } from "../schema/identifiers.js";
import type { QualifiedName, Schema } from "../schema/types.js";
import { type Models, nameOf } from "./collect.js";

/** A table or an enum that the models use and do not export: the database must have it. */
export interface DanglingReference {
  readonly kind: "table" | "enum";
  readonly name: QualifiedName;
  /** What uses it, for people: `schema/posts.ts: table "public.posts", column "author_id"`. */
  readonly usedBy: string;
}

/** Every use of a table or an enum that is not among what the models export. */
export function danglingReferences(models: Models, schema: Schema): readonly DanglingReference[] {
  const tables = new Set(schema.tables.map(nameKey));
  const enums = new Set(schema.enums.map(nameKey));
  const files = new Map(models.tables.map(({ object, file }) => [nameKey(nameOf(object)), file]));
  return schema.tables.flatMap((table): readonly DanglingReference[] => {
    const where = `${files.get(nameKey(table)) ?? "a model"}: table "${displayName(table)}"`;
    const used = (columns: readonly string[]): string =>
      `${where}, column "${columns.join('", "')}"`;
    return [
      ...table.foreignKeys
        .filter(({ referencedTable }) => !tables.has(nameKey(referencedTable)))
        .map(({ referencedTable: name, columns }) => ({
          kind: "table" as const,
          name,
          usedBy: used(columns),
        })),
      ...table.columns.flatMap(({ name: column, type: { enum: name } }) =>
        name === undefined || enums.has(nameKey(name))
          ? []
          : [{ kind: "enum" as const, name, usedBy: used([column]) }],
      ),
    ];
  });
}
