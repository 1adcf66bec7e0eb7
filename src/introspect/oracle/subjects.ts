/** What the server is to be asked about: the texts of tables and views that differ as they stand. */
import { expressionsOf, type Place } from "../../schema/expressions.js";
import { nameKey, quoteIdentifier } from "../../schema/identifiers.js";
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
  /** The schemas in which the session looks up names that are not qualified. */
  readonly searchPath: readonly string[];
  /** What the actual side calls by a new name already, while its texts do not. */
  readonly renamed?: readonly RenamedObject[];
  readonly insideTransaction?: boolean;
}

/** A text on its way to the form in which it stays. */
export interface Trace {
  readonly text: Text;
  /** What the server printed, generation by generation; the text itself to begin with. */
  readonly generations: string[];
  rejected: boolean;
}

/** A table or view that both sides have, with the texts that are not equal as they stand. */
export interface Subject {
  readonly key: string;
  /** As long as the server's own texts speak of it. */
  readonly name: QualifiedName;
  readonly columns: readonly ProbeColumn[];
  /** Those that the texts of the actual side speak of, where some are renamed. */
  readonly formerColumns?: readonly ProbeColumn[];
  /** All texts of the actual side, by {@link textKey}. */
  readonly actual: ReadonlyMap<string, Trace>;
  /** The texts of the models that the actual side does not have literally. */
  readonly desired: ReadonlyMap<string, Trace>;
  readonly isView: boolean;
}

/** The tables and views of which some text of the models is not literally in the database. */
export function subjectsOf(
  actual: Schema,
  desired: Schema,
  options: SettleOptions,
  names: Translation,
): readonly Subject[] {
  const fresh = new Set(newEnums(actual, desired).map(nameKey));
  const renamedColumns = columnsIn(options.renamed ?? []);
  const tables = commonTables(actual, desired).flatMap((pair) => {
    const renames = renamedColumns.filter((one) => nameKey(one.table) === nameKey(pair.desired));
    const isRenamed = renames.length > 0;
    const own = traces(expressionsOf({ tables: [pair.actual] }));
    const asked = traces(expressionsOf({ tables: [pair.desired] }), isRenamed ? new Map() : own);
    if (asked.size === 0) return [];
    const probeColumns = (table: Table): readonly ProbeColumn[] =>
      table.columns.map((column) => probeColumn(column, fresh, renames, names));
    const subject: Subject = {
      key: nameKey(pair.desired),
      name: formerName(pair.desired, options),
      columns: probeColumns(pair.desired).map(afterRename),
      ...(isRenamed && { formerColumns: probeColumns(pair.actual) }),
      actual: own,
      desired: asked,
      isView: false,
    };
    return [subject];
  });
  const views = new Map(actual.views.map((view) => [nameKey(view), view]));
  const viewSubjects = desired.views.flatMap((view) => {
    const found = views.get(nameKey(view));
    if (found === undefined || found.definition === view.definition) return [];
    const subject: Subject = {
      key: nameKey(view),
      name: { schema: view.schema, name: view.name },
      columns: [],
      actual: traces(expressionsOf({ views: [found] })),
      desired: traces(expressionsOf({ views: [view] })),
      isView: true,
    };
    return [subject];
  });
  return [...tables, ...viewSubjects];
}

function afterRename({ name, renamedTo = name, type }: ProbeColumn): ProbeColumn {
  return { name: renamedTo, type };
}

/** What a table is called as long as the server's own texts speak of it. */
export function formerName(table: Table, { renamed = [] }: SettleOptions): QualifiedName {
  const { schema, name } =
    tablesIn(renamed).find(({ to }) => nameKey(to) === nameKey(table))?.from ?? table;
  return { schema, name };
}

function traces(
  texts: readonly Text[],
  known: ReadonlyMap<string, Trace> = new Map(),
): ReadonlyMap<string, Trace> {
  const result = new Map<string, Trace>();
  for (const text of texts)
    if (!known.has(textKey(text)))
      result.set(textKey(text), { text, generations: [text.sql], rejected: false });
  return result;
}

/** Texts are comparable only within one place of one table or view. */
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

/** Tables of two schemas that have the same name. */
export function commonTables(
  actual: Schema,
  desired: Schema,
): readonly { readonly actual: Table; readonly desired: Table }[] {
  const byKey = new Map(actual.tables.map((table) => [nameKey(table), table]));
  return desired.tables.flatMap((table) => {
    const found = byKey.get(nameKey(table));
    return found === undefined ? [] : [{ actual: found, desired: table }];
  });
}

/** Equal for equal texts in equal places of one table. */
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
  const rename = renames.find((one) => one.to === column.name);
  return rename === undefined
    ? { name: column.name, type }
    : { name: rename.from, renamedTo: rename.to, type };
}

/** An enum that is only to come stands in the oracle as a temporary type. */
function probeType(type: DataType, fresh: ReadonlySet<string>): string {
  if (type.enum === undefined || !fresh.has(nameKey(type.enum))) return type.sql;
  const dimensions = /(\[\])*$/.exec(type.sql)?.[0] ?? "";
  return `pg_temp.${quoteIdentifier(type.enum.name)}${dimensions}`;
}

/** Enums that only the plan will make. */
export function newEnums(actual: Schema, desired: Schema): readonly EnumType[] {
  const there = new Set(actual.enums.map(nameKey));
  return desired.enums.filter((type) => !there.has(nameKey(type)));
}
