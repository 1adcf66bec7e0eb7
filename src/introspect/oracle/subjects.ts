/** What the server is asked about: texts of tables and views that differ literally. */
import { defined } from "../../defined.js";
import { expressionsOf, type Place } from "../../schema/expressions.js";
import { nameKey, quoteIdentifier, sameName } from "../../schema/identifiers.js";
import type {
  Column,
  DataType,
  EnumType,
  QualifiedName,
  Schema,
  Table,
} from "../../schema/types.js";
import type { ProbeColumn, Text } from "./probe-table.js";
import { columnsIn, type RenamedObject, tablesIn, type Translation } from "./translation.js";

export interface SettleOptions {
  /** The schemas in which the session looks up unqualified names. */
  readonly searchPath: readonly string[];
  /** What already has a new name on the actual side, while its texts use the old one. */
  readonly renamed?: readonly RenamedObject[];
  readonly insideTransaction?: boolean;
}

/** A text, until it has its final form. */
export interface Trace {
  readonly text: Text;
  /** What the server has printed so far, round by round; at first the text itself. */
  readonly generations: string[];
  rejected: boolean;
}

/** A table or view of both sides, with the texts that differ literally. */
export interface Subject {
  readonly key: string;
  /** Its name in texts that the server has printed. */
  readonly name: QualifiedName;
  readonly columns: readonly ProbeColumn[];
  /** Its columns in texts of the actual side, if some are renamed. */
  readonly formerColumns?: readonly ProbeColumn[];
  /** All texts of the actual side, by {@link textKey}. */
  readonly actual: ReadonlyMap<string, Trace>;
  /** The texts of the models that the actual side does not have literally. */
  readonly desired: ReadonlyMap<string, Trace>;
  readonly isView: boolean;
}

/** The tables and views with a text of the models that the database does not have literally. */
export function subjectsOf(
  actual: Schema,
  desired: Schema,
  options: SettleOptions,
  names: Translation,
): readonly Subject[] {
  const fresh = new Set(newEnums(actual, desired).map(nameKey));
  const renamedColumns = columnsIn(options.renamed ?? []);
  const tables = inBoth(actual.tables, desired.tables).flatMap((pair): readonly Subject[] => {
    const renames = renamedColumns.filter(({ table }) => sameName(table, pair.desired));
    const isRenamed = renames.length > 0;
    const own = traces(expressionsOf({ tables: [pair.actual] }));
    const asked = traces(expressionsOf({ tables: [pair.desired] }), isRenamed ? new Map() : own);
    if (asked.size === 0) return [];
    const probeColumns = (table: Table): readonly ProbeColumn[] =>
      table.columns.map((column) => probeColumn(column, fresh, renames, names));
    const columns = probeColumns(pair.desired).map(({ name, renamedTo = name, type }) => ({
      name: renamedTo,
      type,
    }));
    const subject = {
      name: formerName(pair.desired, options),
      columns,
      formerColumns: isRenamed ? probeColumns(pair.actual) : undefined,
      actual: own,
      desired: asked,
    };
    return [defined({ key: nameKey(pair.desired), ...subject, isView: false })];
  });
  const views = inBoth(actual.views, desired.views).map((pair): Subject => {
    const own = traces(expressionsOf({ views: [pair.actual] }));
    const asked = traces(expressionsOf({ views: [pair.desired] }), own);
    const { desired: name } = pair;
    return { key: nameKey(name), name, columns: [], actual: own, desired: asked, isView: true };
  });
  return [...tables, ...views.filter((view) => view.desired.size > 0)];
}

/** The name of a table in texts that the server has printed. */
export function formerName(table: Table, { renamed = [] }: SettleOptions): QualifiedName {
  return tablesIn(renamed).find(({ to }) => sameName(to, table))?.from ?? table;
}

function traces(
  texts: readonly Text[],
  known: ReadonlyMap<string, Trace> = new Map(),
): ReadonlyMap<string, Trace> {
  const result = new Map<string, Trace>();
  for (const text of texts) {
    const key = textKey(text);
    if (!known.has(key)) result.set(key, { text, generations: [text.sql], rejected: false });
  }
  return result;
}

/** Texts are compared only within the same part of the same table or view. */
export function placeKey(place: Place): string {
  switch (place.kind) {
    case "default":
    case "generated":
      return `${place.kind} ${place.column}`;
    case "indexKey":
      return `${place.kind} ${place.method}`;
    default:
      return place.kind;
  }
}

/** Tables or views with the same name in two schemas. */
export function inBoth<T extends QualifiedName>(
  actual: readonly T[],
  desired: readonly T[],
): readonly { readonly actual: T; readonly desired: T }[] {
  const byKey = new Map(actual.map((object) => [nameKey(object), object]));
  return desired.flatMap((object) => {
    const found = byKey.get(nameKey(object));
    return found === undefined ? [] : [{ actual: found, desired: object }];
  });
}

/** Equal for equal texts in equal parts of one table. */
export function textKey(text: Text): string {
  return `${placeKey(text.place)}\0${text.sql}`;
}

export function probeColumn(
  column: Column,
  fresh: ReadonlySet<string>,
  renames: readonly { readonly from: string; readonly to: string }[],
  names: Translation,
): ProbeColumn {
  const collation = column.collation === undefined ? "" : ` collate ${column.collation}`;
  const type = `${names.toOld(probeType(column.type, fresh))}${collation}`;
  const rename = renames.find(({ to }) => to === column.name);
  return rename === undefined
    ? { name: column.name, type }
    : { name: rename.from, renamedTo: rename.to, type };
}

/** In the oracle, a new enum is a temporary type. */
function probeType(type: DataType, fresh: ReadonlySet<string>): string {
  if (type.enum === undefined || !fresh.has(nameKey(type.enum))) return type.sql;
  const dimensions = /(\[\])*$/.exec(type.sql)?.[0] ?? "";
  return `pg_temp.${quoteIdentifier(type.enum.name)}${dimensions}`;
}

/** Enums that the plan creates. */
export function newEnums(actual: Schema, desired: Schema): readonly EnumType[] {
  const there = new Set(actual.enums.map(nameKey));
  return desired.enums.filter((type) => !there.has(nameKey(type)));
}
