/**
 * Makes texts equal that mean the same, so that the comparison can compare text.
 *
 * PostgreSQL's own print is not stable under re-parsing: `status IN ('a', 'b')` read from a model
 * and the same check read from a restored dump print differently for ever. So both sides are put
 * through the server until nothing changes, and what arrives at the same text is the same.
 */
import type { Connection } from "../../database/connection.js";
import { nameKey, quoteIdentifier } from "../../schema/identifiers.js";
import type { Column, DataType, EnumType, Schema, Table } from "../../schema/types.js";
import { settlePolicyRoles } from "./policy-roles.js";
import { ask, type ProbeColumn, type Question } from "./probe.js";
import {
  columnsToNew,
  type RenamedColumn,
  type RenamedObject,
  type RenamedValue,
  type Translation,
  translation,
} from "./translation.js";
import { commonTables, mapTexts, placeKey, textOfView, textsOf, type Text } from "./slots.js";

export interface SettleOptions {
  /** The schemas in which the session looks up names that are not qualified. */
  readonly searchPath: readonly string[];
  /** Columns that the actual side bears under a new name already, while its texts do not. */
  readonly renamedColumns?: readonly RenamedColumn[];
  /** Types and sequences of which the same is true. */
  readonly renamedObjects?: readonly RenamedObject[];
  /** And tables and views. */
  readonly renamedTables?: readonly RenamedObject[];
  readonly renamedValues?: readonly RenamedValue[];
  readonly insideTransaction?: boolean;
}

export interface Settled {
  readonly actual: Schema;
  readonly desired: Schema;
  /** Texts that the server could not be asked about, because it lets nobody make a temporary table. */
  readonly unasked: number;
}

/**
 * Gives `desired` the spelling of `actual` wherever both mean the same in the database of the
 * connection. At most three round trips, whatever the number of tables; none where all texts are
 * equal already. Changes nothing in the database.
 */
export async function settle(
  connection: Connection,
  actual: Schema,
  desired: Schema,
  options: SettleOptions,
): Promise<Settled> {
  const names = translation({
    objects: options.renamedObjects ?? [],
    tables: options.renamedTables ?? [],
    values: options.renamedValues ?? [],
  });
  const { renamedColumns = [] } = options;
  const meant = await settlePolicyRoles(connection, actual, desired);
  return settleSpelled(connection, respell(actual, names, renamedColumns), meant, options, names);
}

/** A schema whose texts speak of objects, and of the columns of other tables, by their new names. */
function respell(
  schema: Schema,
  { toNew }: Translation,
  columns: readonly RenamedColumn[],
): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => {
      const elsewhere = columns.filter((column) => nameKey(column.table) !== nameKey(table));
      return mapTexts(table, ({ sql }) => columnsToNew(toNew(sql), elsewhere));
    }),
    views: schema.views.map((view) => ({ ...view, definition: toNew(view.definition) })),
  };
}

async function settleSpelled(
  connection: Connection,
  actual: Schema,
  desired: Schema,
  options: SettleOptions,
  names: Translation,
): Promise<Settled> {
  const subjects = subjectsOf(actual, desired, options, names);
  if (subjects.length === 0) return { actual, desired, unasked: 0 };
  if (!(await canAsk(connection)))
    return {
      actual,
      desired,
      unasked: subjects.reduce((sum, one) => sum + one.desired.size, 0),
    };
  const enums = newEnums(actual, desired);
  for (let round = 0; round < rounds; round += 1) {
    if (!(await step(connection, subjects, { enums, names, options, round }))) break;
  }
  return { ...apply(subjects, actual, desired), unasked: 0 };
}

/** The first asks how the models print; later ones bring both sides to where they stay. */
const rounds = 4;

/** A text on its way to the form in which it stays. */
interface Trace {
  readonly text: Text;
  /** What the server printed, generation by generation; the text itself to begin with. */
  readonly generations: string[];
  rejected: boolean;
}

/** A table or view that both sides have, with the texts that are not equal as they stand. */
interface Subject {
  readonly key: string;
  readonly name: string;
  readonly columns: readonly ProbeColumn[];
  /** All texts of the actual side, by {@link textKey}. */
  readonly actual: ReadonlyMap<string, Trace>;
  /** The texts of the models that the actual side does not have literally. */
  readonly desired: ReadonlyMap<string, Trace>;
  readonly isView: boolean;
  readonly isRenamed: boolean;
}

function subjectsOf(
  actual: Schema,
  desired: Schema,
  options: SettleOptions,
  names: Translation,
): readonly Subject[] {
  const fresh = new Set(newEnums(actual, desired).map(nameKey));
  const tables = commonTables(actual, desired, nameKey).flatMap((pair) => {
    const renames = (options.renamedColumns ?? []).filter(
      (one) => nameKey(one.table) === nameKey(pair.desired),
    );
    const isRenamed = renames.length > 0;
    const own = traces(textsOf(pair.actual));
    const asked = traces(textsOf(pair.desired), isRenamed ? new Map() : own);
    if (asked.size === 0) return [];
    // A column that goes may have had the name that another gets, and texts speak of it.
    const going = isRenamed ? columnsOnlyIn(pair.actual, pair.desired) : [];
    const columns = [...pair.desired.columns, ...going].map((column) =>
      probeColumn(column, fresh, renames, names),
    );
    const subject: Subject = {
      key: nameKey(pair.desired),
      name: formerName(pair.desired, options),
      columns,
      actual: own,
      desired: asked,
      isView: false,
      isRenamed,
    };
    return [subject];
  });
  const views = new Map(actual.views.map((view) => [nameKey(view), view]));
  const viewSubjects = desired.views.flatMap((view) => {
    const found = views.get(nameKey(view));
    if (found === undefined || found.definition === view.definition) return [];
    const subject: Subject = {
      key: nameKey(view),
      name: view.name,
      columns: [],
      actual: traces([textOfView(found)]),
      desired: traces([textOfView(view)]),
      isView: true,
      isRenamed: false,
    };
    return [subject];
  });
  return [...tables, ...viewSubjects];
}

function columnsOnlyIn(actual: Table, desired: Table): readonly Column[] {
  const kept = new Set(desired.columns.map((column) => column.name));
  return actual.columns.filter((column) => !kept.has(column.name));
}

/** What a table is called as long as the server's own texts speak of it. */
function formerName(table: Table, { renamedTables = [] }: SettleOptions): string {
  return renamedTables.find(({ to }) => nameKey(to) === nameKey(table))?.from.name ?? table.name;
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

function textKey(text: Text): string {
  return `${placeKey(text.place)}\0${text.sql}`;
}

function probeColumn(
  column: Column,
  fresh: ReadonlySet<string>,
  renames: readonly { readonly from: string; readonly to: string }[],
  names: Translation,
): ProbeColumn {
  const type = names.toOld(probeType(column.type, fresh));
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

function newEnums(actual: Schema, desired: Schema): readonly EnumType[] {
  const there = new Set(actual.enums.map(nameKey));
  return desired.enums.filter((type) => !there.has(nameKey(type)));
}

interface Round {
  readonly enums: readonly EnumType[];
  readonly names: Translation;
  readonly options: SettleOptions;
  readonly round: number;
}

/** One round of questions. Returns whether another can tell more. */
async function step(
  connection: Connection,
  subjects: readonly Subject[],
  { enums, names, options, round }: Round,
): Promise<boolean> {
  const asked: Trace[] = [];
  const question = (trace: Trace): Question => {
    const sql = trace.generations.at(-1) ?? trace.text.sql;
    return { id: asked.push(trace) - 1, text: { place: trace.text.place, sql: names.toOld(sql) } };
  };
  const open = subjects
    .map((subject) => {
      const desired = unsettled(subject);
      const needsActual = round > 0 || subject.isRenamed;
      const own = needsActual && desired.length > 0 ? moving([...subject.actual.values()]) : [];
      return { subject, desired: moving(desired), own };
    })
    .filter((one) => one.desired.length > 0 || one.own.length > 0);
  if (open.length === 0) return false;

  const tables = open.filter((one) => !one.subject.isView);
  const answers = await ask(connection, {
    tables: tables.map(({ subject, desired, own }) => {
      const early = subject.isRenamed && round === 0;
      return {
        name: subject.name,
        columns: round === 0 ? subject.columns : subject.columns.map(afterRename),
        before: early ? own.map(question) : [],
        questions: [...(early ? [] : own), ...desired].map(question),
      };
    }),
    views: open
      .filter((one) => one.subject.isView)
      .flatMap(({ desired, own }) => [...own, ...desired].map(question)),
    enums: tables.length > 0 ? enums : [],
    searchPath: options.searchPath,
    insideTransaction: options.insideTransaction ?? false,
  });
  asked.forEach((trace, id) => {
    const printed = answers.get(id);
    if (printed === undefined) trace.rejected = true;
    else trace.generations.push(names.toNew(normalize(trace.text, printed)));
  });
  return true;
}

function afterRename(column: ProbeColumn): ProbeColumn {
  return { name: column.renamedTo ?? column.name, type: column.type };
}

function normalize(text: Text, printed: string): string {
  return text.place.kind === "view" ? printed.trim().replace(/;$/, "") : printed;
}

/** Texts of the models that no text of the actual side has met yet. */
function unsettled(subject: Subject): readonly Trace[] {
  return [...subject.desired.values()].filter(
    (trace) => !trace.rejected && meeting(subject, trace) === undefined,
  );
}

/** Texts that the server may still print otherwise. */
function moving(all: readonly Trace[]): readonly Trace[] {
  return all.filter(
    ({ rejected, generations }) =>
      !rejected && (generations.length === 1 || generations.at(-1) !== generations.at(-2)),
  );
}

/**
 * The text of the actual side that means the same: one that the model's text has become, or one
 * that became what the model's text has become. A model's own spelling counts for nothing once the
 * server has printed it, because a rename may have changed what it means.
 */
function meeting(subject: Subject, trace: Trace): Trace | undefined {
  const printed = new Set(trace.generations.slice(trace.generations.length > 1 ? 1 : 0));
  const place = placeKey(trace.text.place);
  const candidates = [...subject.actual.values()].filter(
    (own) => placeKey(own.text.place) === place,
  );
  return candidates.find((own) => {
    const from = subject.isRenamed && own.generations.length > 1 ? 1 : 0;
    return own.generations.slice(from).some((sql) => printed.has(sql));
  });
}

function apply(
  subjects: readonly Subject[],
  actual: Schema,
  desired: Schema,
): { readonly actual: Schema; readonly desired: Schema } {
  const byKey = new Map(subjects.map((subject) => [subject.key, subject]));
  /** What a text of the actual side reads once the renames have happened. */
  const current = (subject: Subject, own: Trace): string =>
    (subject.isRenamed ? own.generations[1] : undefined) ?? own.text.sql;
  const settledText = (subject: Subject, text: Text): string => {
    const trace = subject.desired.get(textKey(text));
    const own = trace && meeting(subject, trace);
    return own === undefined ? text.sql : current(subject, own);
  };
  const actualText = (subject: Subject, text: Text): string => {
    const own = subject.actual.get(textKey(text));
    return own === undefined ? text.sql : current(subject, own);
  };
  const mapTables = (
    tables: readonly Table[],
    replace: (subject: Subject, text: Text) => string,
  ): readonly Table[] =>
    tables.map((table) => {
      const subject = byKey.get(nameKey(table));
      return subject === undefined ? table : mapTexts(table, (text) => replace(subject, text));
    });
  return {
    actual: { ...actual, tables: mapTables(actual.tables, actualText) },
    desired: {
      ...desired,
      tables: mapTables(desired.tables, settledText),
      views: desired.views.map((view) => {
        const subject = byKey.get(nameKey(view));
        return subject === undefined
          ? view
          : { ...view, definition: settledText(subject, textOfView(view)) };
      }),
    },
  };
}

async function canAsk(connection: Connection): Promise<boolean> {
  const [row] = await connection.query<{ able: boolean }>(
    `select has_database_privilege(current_database(), 'TEMP') and not pg_is_in_recovery()
      and current_setting('transaction_read_only') = 'off' as able`,
  );
  return row?.able === true;
}
