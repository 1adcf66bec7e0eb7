import { qualifiedName } from "../../schema/identifiers.js";
import { keyOf, type ObjectRef, pathOf, type RefKind, refTo } from "../../schema/object-ref.js";
import type { Schema } from "../../schema/types.js";

/** What can be renamed. A materialized view counts as a view. */
export type RenamableKind = Exclude<
  RefKind,
  "extension" | "index" | "constraint" | "materializedView"
>;

export type Renamable = ObjectRef<RenamableKind>;

/** A rename that somebody asked for or confirmed. */
export interface Rename {
  /** In the names of before the revision. */
  readonly object: Renamable;
  readonly to: string;
  /** For what stands in a schema: the one that it will stand in, as it is called afterwards. */
  readonly schema?: string;
}

/** What a rename makes of its object. */
export function targetOf({ object, to, schema }: Rename): Renamable {
  return { ...object, name: to, ...(schema !== undefined && { schema }) };
}

export function renameTo(object: Renamable, target: Renamable): Rename {
  const to = target.name;
  return "schema" in target ? { object, to, schema: target.schema } : { object, to };
}

/** Equal for two things that cannot exist side by side: tables, views and sequences share their names. */
export function placeOf(ref: ObjectRef): string {
  const isRelation = ["view", "materializedView", "sequence"].includes(ref.kind);
  return keyOf(isRelation && "schema" in ref ? refTo("table", ref) : ref);
}

/** The names that make up a reference; the schema `public` goes without saying. */
export function partsOf(ref: Renamable): readonly string[] {
  const [first, ...rest] = pathOf(ref);
  return first === "public" && rest.length > 0 ? rest : pathOf(ref);
}

/** What belongs to a table or enum is renamed first, what holds others after them. */
export function rankOf(object: Renamable): number {
  if (object.kind === "schema") return 3;
  if (object.kind === "enum") return 2;
  return "schema" in object ? 1 : 0;
}

/** Everything in a schema that can be renamed. */
export function objectsIn(schema: Schema): readonly Renamable[] {
  return [
    ...schema.namespaces.map(({ name }) => ({ kind: "schema" as const, name })),
    ...schema.roles.map(({ name }) => ({ kind: "role" as const, name })),
    ...schema.sequences.map((sequence) => refTo("sequence", sequence)),
    ...schema.views.map((view) => refTo("view", view)),
    ...schema.enums.flatMap((type) => {
      const owner = qualifiedName(type);
      const value = (name: string) => ({ kind: "enumValue", enum: owner, name }) as const;
      return [refTo("enum", type), ...type.values.map(value)];
    }),
    ...schema.tables.flatMap((table) => {
      const owner = { table: qualifiedName(table) };
      return [
        refTo("table", table),
        ...table.columns.map(({ name }) => ({ kind: "column" as const, ...owner, name })),
        ...table.policies.map(({ name }) => ({ kind: "policy" as const, ...owner, name })),
      ];
    }),
  ];
}
