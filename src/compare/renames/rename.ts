/** What can be renamed, and the command line's syntax for it: `KIND:OLD=NEW`. */
import { type GenError, usageError } from "../../errors.js";
import { qualifiedName } from "../../schema/identifiers.js";
import { keyOf, type ObjectRef, pathOf, type RefKind, refTo } from "../../schema/object-ref.js";
import type { Schema } from "../../schema/types.js";

/** What can be renamed. A materialized view counts as a view. */
export type RenamableKind = Exclude<
  RefKind,
  "extension" | "index" | "constraint" | "materializedView"
>;

/** An index is renamed only if a rename needs its name. */
export type Renamable = ObjectRef<RenamableKind | "index">;

/** A rename that was asked for or confirmed. */
export interface Rename {
  /** By its old name. */
  readonly object: Renamable;
  readonly to: string;
  /** For an object in a schema: its schema after the renames, by its new name. */
  readonly schema?: string;
}

/** The object under its new name. */
export function targetOf({ object, to, schema }: Rename): Renamable {
  return { ...object, name: to, ...(schema !== undefined && { schema }) };
}

export function renameTo(object: Renamable, target: Renamable): Rename {
  const to = target.name;
  return "schema" in target ? { object, to, schema: target.schema } : { object, to };
}

export type NameSpaces = readonly [string, ...string[]];

/**
 * The names that an object occupies, its own first. The relations of a schema share one namespace,
 * and its types share another; a table or view is also a type.
 * https://www.postgresql.org/docs/current/catalog-pg-type.html
 */
export function spacesOf(ref: ObjectRef): NameSpaces {
  if (ref.kind === "sequence" || ref.kind === "index") return [keyOf(refTo("table", ref))];
  return ref.kind === "table" || ref.kind === "view" || ref.kind === "materializedView"
    ? [keyOf(refTo("table", ref)), keyOf(refTo("enum", ref))]
    : [keyOf(ref)];
}

/** Equal for two objects of one namespace that have the same name. */
export function placeOf(ref: ObjectRef): string {
  return spacesOf(ref)[0];
}

/** The parts of a name, without the schema `public`. */
export function partsOf(ref: Renamable): readonly string[] {
  const [first, ...rest] = pathOf(ref);
  return first === "public" && rest.length > 0 ? rest : pathOf(ref);
}

/** Parts of tables and enums are renamed first, containers later. */
export function rankOf(object: Renamable): number {
  if (object.kind === "schema") return 3;
  if (object.kind === "enum") return 2;
  return "schema" in object ? 1 : 0;
}

/** Everything in a schema that can be renamed. */
export function objectsIn(schema: Schema): readonly Renamable[] {
  return [
    ...schema.namespaces.map(({ name }) => ({ kind: "schema", name }) as const),
    ...schema.roles.map(({ name }) => ({ kind: "role", name }) as const),
    ...schema.sequences.map((sequence) => refTo("sequence", sequence)),
    ...schema.views.map((view) => refTo("view", view)),
    ...schema.enums.flatMap((type) => [
      refTo("enum", type),
      ...type.values.map(
        (name) => ({ kind: "enumValue", enum: qualifiedName(type), name }) as const,
      ),
    ]),
    ...schema.tables.flatMap((object) => {
      const table = qualifiedName(object);
      return [
        refTo("table", table),
        ...object.columns.map(({ name }) => ({ kind: "column", table, name }) as const),
        ...object.policies.map(({ name }) => ({ kind: "policy", table, name }) as const),
      ];
    }),
  ];
}

/**
 * Reads `table:old=new`, `column:table.old=new`, `schema:old=new`, `enum:old=new`,
 * `enumValue:type.old=new`, `sequence:old=new`, `view:old=new`, `policy:table.old=new` or
 * `role:old=new`. Outside of `public`, a name is written `schema.name`. A part that contains a dot,
 * a colon or an equals sign needs double quotes.
 *
 * @throws GenError `rename_syntax`
 * @example parseRename("column:vehicles.vin=vin_code")
 * // { object: { kind: "column", table: { schema: "public", name: "vehicles" }, name: "vin" }, to:
 * "vin_code" }
 */
export function parseRename(text: string): Rename {
  const [, kind = "", from = "", to = ""] = form.exec(text) ?? [];
  const [old, renamed] = [namesIn(from), namesIn(to)];
  const object = objectOf(kind, old);
  const name = renamed.at(-1);
  const owner = renamed.slice(0, -1);
  if (object === undefined || name === undefined) throw malformed(text);
  if ("schema" in object && owner.length < 2)
    return { object, to: name, schema: owner[0] ?? object.schema };
  // The new name may repeat the table if it is the same.
  if (owner.length > 0 && owner.join("\0") !== old.slice(0, -1).join("\0")) throw malformed(text);
  return { object, to: name };
}

/** Writes a rename as {@link parseRename} reads it. */
export function formatRename({ object, to, schema }: Rename): string {
  const isMoved = "schema" in object && schema !== undefined && schema !== object.schema;
  const target = isMoved ? [schema, to] : [to];
  return `${object.kind}:${spelled(partsOf(object))}=${spelled(target)}`;
}

function spelled(names: readonly string[]): string {
  return names
    .map((name) =>
      /["'.:=\s]/.test(name) || name === "" ? `"${name.replaceAll('"', '""')}"` : name,
    )
    .join(".");
}

const nameForm = String.raw`(?:"(?:[^"]|"")*"|[^":=.]+)`;
const namesForm = `${nameForm}(?:\\.${nameForm})*`;
const form = new RegExp(`^([^":=.]+):(${namesForm})=(${namesForm})$`);

function namesIn(text: string): readonly string[] {
  return (text.match(new RegExp(nameForm, "g")) ?? []).map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part,
  );
}

function objectOf(kind: string, names: readonly string[]): Renamable | undefined {
  const [name = "", second = "public", third = "public"] = names.toReversed();
  if (names.length === 0 || names.length > 3) return undefined;
  switch (kind) {
    case "schema":
    case "role":
      return names.length === 1 ? { kind, name } : undefined;
    case "table":
    case "enum":
    case "sequence":
    case "view":
      return names.length < 3 ? { kind, schema: second, name } : undefined;
    case "column":
    case "policy":
      return names.length > 1 ? { kind, table: { schema: third, name: second }, name } : undefined;
    case "enumValue":
      return names.length > 1 ? { kind, enum: { schema: third, name: second }, name } : undefined;
    default:
      return undefined;
  }
}

function malformed(text: string): GenError {
  return usageError(
    "rename_syntax",
    `"${text}" is not a rename.`,
    "Write KIND:OLD=NEW, for example table:cars=vehicles or column:vehicles.colour=color.",
  );
}
