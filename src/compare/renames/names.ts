/** The names of all objects before and after the renames. */
import { qualifiedName } from "../../schema/identifiers.js";
import { type Dependency, keyOf, refTo, type SchemaObject } from "../../schema/object-ref.js";
import type { QualifiedName, Schema } from "../../schema/types.js";
import { objectsIn, placeOf, rankOf, type Renamable, type Rename, targetOf } from "./rename.js";

export interface Names {
  /** From old names to new ones. */
  readonly after: Translation;
  /** From new names to old ones. */
  readonly before: Translation;
}

export interface Translation {
  ref(ref: Renamable): Renamable;
  /** Translates only the container: the table, enum or schema that the object belongs to. */
  holder(ref: Renamable): Renamable;
  name(ref: Renamable): string;
  /** A table, view or sequence. */
  relation(name: QualifiedName): QualifiedName;
  type(name: QualifiedName): QualifiedName;
}

/** An object by its old and its new name. */
export interface Renamed {
  readonly from: Renamable;
  readonly to: Renamable;
}

export function asRenamed(rename: Rename): Renamed {
  return { from: rename.object, to: targetOf(rename) };
}

/**
 * @param schema the schema before the renames
 * @param renamed each by its old name, and by its new name in a container with the old name; if an
 * object is renamed several times, the last counts
 */
export function namesAround(schema: Schema, renamed: readonly Renamed[]): Names {
  if (renamed.length === 0) return unchanged;
  const [afterwards, formerly] = [new Map<string, Renamable>(), new Map<string, Renamable>()];
  const put = (from: Renamable, to: Renamable): void => {
    if (afterwards.has(placeOf(from))) return;
    afterwards.set(placeOf(from), to);
    formerly.set(placeOf(to), from);
  };
  const after = translation(afterwards);
  const holdersFirst = renamed.toReversed().sort((a, b) => rankOf(b.from) - rankOf(a.from));
  for (const { from, to } of holdersFirst) put(from, after.holder(to));
  for (const { table, sequence } of ownedSequences(schema)) {
    // A sequence that a column owns moves with its table, and keeps its name.
    const moved = refTo("sequence", { ...sequence, schema: after.relation(table).schema });
    if (moved.schema !== after.relation(sequence).schema) put(refTo("sequence", sequence), moved);
  }
  return { after, before: translation(formerly) };
}

function translation(names: ReadonlyMap<string, Renamable>): Translation {
  const ref = (of: Renamable): Renamable => names.get(placeOf(of)) ?? holder(of);
  const name = (of: Renamable): string => ref(of).name;
  const named = (kind: "table" | "enum") => (of: QualifiedName) => {
    const found = ref(refTo(kind, of));
    return "schema" in found ? qualifiedName(found) : of;
  };
  const relation = named("table");
  const type = named("enum");
  const holder = (of: Renamable): Renamable => {
    if ("table" in of) return { ...of, table: relation(of.table) };
    if ("enum" in of) return { ...of, enum: type(of.enum) };
    if ("schema" in of) return { ...of, schema: name({ kind: "schema", name: of.schema }) };
    return of;
  };
  return { ref, holder, name, relation, type };
}

/**
 * Expresses renames in old names, apart from the new name itself. Users may give the container by
 * its old or its new name: if the old one does not exist, it is the new one.
 */
export function inOldTerms(renames: readonly Rename[], schema: Schema): readonly Rename[] {
  if (renames.length === 0) return [];
  const there = new Set(objectsIn(schema).map(keyOf));
  const before = (known: readonly Rename[]): Translation =>
    namesAround(schema, known.map(asRenamed)).before;
  const inTerms = (rename: Rename, { holder }: Translation): Rename =>
    there.has(keyOf(rename.object)) ? rename : { ...rename, object: holder(rename.object) };
  const schemas = before(renames.filter(({ object }) => object.kind === "schema"));
  const objects = renames.map((rename) => {
    if (!("schema" in rename.object) || rename.schema === undefined) return rename;
    const to = schemas.name({ kind: "schema", name: rename.schema });
    return { ...inTerms(rename, schemas), schema: to };
  });
  const owners = before(objects.filter(({ object }) => rankOf(object) > 0));
  return objects.map((rename) => (rankOf(rename.object) > 0 ? rename : inTerms(rename, owners)));
}

/** The usual case. */
const nothing = translation(new Map());
const unchanged: Names = { after: nothing, before: nothing };

function ownedSequences(
  schema: Schema,
): readonly { readonly table: QualifiedName; readonly sequence: QualifiedName }[] {
  return [
    ...schema.sequences.flatMap((sequence) =>
      sequence.ownedBy === undefined ? [] : [{ table: sequence.ownedBy.table, sequence }],
    ),
    ...schema.tables.flatMap((table) =>
      table.columns.flatMap(({ serial }) =>
        serial?.sequence === undefined ? [] : [{ table, sequence: serial.sequence }],
      ),
    ),
  ];
}

/** All objects whose own name or schema changes. */
export function renamedObjects(schema: Schema, { after }: Names): readonly Renamed[] {
  if (after === nothing) return [];
  return objectsIn(schema).flatMap((from) => {
    const to = after.ref(from);
    const isMoved = "schema" in from && "schema" in to && from.schema !== to.schema;
    return isMoved || from.name !== to.name ? [{ from, to }] : [];
  });
}

/** The dependencies, by new names. */
export function renamedDependencies(
  dependencies: readonly Dependency[],
  { after }: Names,
): readonly Dependency[] {
  if (after === nothing) return dependencies;
  return dependencies.map(({ dependent, on }) => ({
    dependent: inNewNames(dependent, after),
    on: inNewNames(on, after),
  }));
}

function inNewNames<T extends Omit<SchemaObject, "kind"> & { readonly kind: string }>(
  object: T,
  { name, relation, type }: Translation,
): T {
  const { kind, schema, table, name: own } = object;
  if (kind === "schema" || kind === "role") return { ...object, name: name({ kind, name: own }) };
  if (schema === undefined) return object;
  if (table !== undefined) {
    const owner = { schema, name: table };
    const to = relation(owner);
    const isPart = kind === "column" || kind === "policy";
    const isIndex = ["index", "primaryKey", "uniqueConstraint"].includes(kind);
    const otherName = isIndex ? relation({ schema, name: own }).name : own;
    const part = isPart ? name({ kind, table: owner, name: own }) : otherName;
    return { ...object, schema: to.schema, table: to.name, name: part };
  }
  const named = { schema, name: own };
  const isRelation = ["table", "view", "materializedView", "sequence"].includes(kind);
  if (isRelation) return { ...object, ...relation(named) };
  return kind === "enum"
    ? { ...object, ...type(named) }
    : { ...object, schema: name({ kind: "schema", name: schema }) };
}
