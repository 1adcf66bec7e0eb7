/**
 * Parsing what PostgreSQL prints can give another text: `status IN ('a', 'b')` in a model and the
 * same check from a restored dump print differently. So both sides go through the server until
 * nothing changes. Texts that become equal mean the same.
 */
import type { Connection } from "../../database/connection.js";
import { defined } from "../../defined.js";
import { mapExpressions } from "../../schema/expressions.js";
import { nameKey } from "../../schema/identifiers.js";
import { reparsable } from "../../schema/reparsable.js";
import type { EnumType, QualifiedName, Schema } from "../../schema/types.js";
import type { ProbeTable, Question } from "./probe-table.js";
import { printedQuery } from "../kinds/relations.js";
import { ask, type Refusal, refusalToAsk } from "./probe.js";
import {
  newEnums,
  placeKey,
  type SettleOptions,
  type Subject,
  subjectsOf,
  textKey,
  type Trace,
} from "./subjects.js";
import { forTemporaryTable, type Translation } from "./translation.js";

export interface Sides {
  readonly actual: Schema;
  readonly desired: Schema;
}

export interface Settled extends Sides {
  /** Texts that the server could not be asked about. */
  readonly unasked: number;
  /** The reason. */
  readonly refusal?: Refusal;
}

/**
 * Gives the texts of `desired` the spelling of `actual` wherever both mean the same. `actual` has
 * the new names already; `names` are those that the server knows.
 */
export async function settleTexts(
  connection: Connection,
  { actual, desired }: Sides,
  options: SettleOptions,
  names: Translation,
): Promise<Settled> {
  const subjects = subjectsOf(actual, desired, options, names);
  if (subjects.length === 0) return { actual, desired, unasked: 0 };
  const refusal = await refusalToAsk(connection, options.insideTransaction);
  if (refusal !== undefined) {
    const unasked = subjects.reduce((sum, subject) => sum + subject.desired.size, 0);
    return { actual, desired, unasked, refusal };
  }
  const enums = newEnums(actual, desired);
  for (let round = 0; round < rounds; round += 1) {
    if (!(await step(connection, subjects, enums, options, names, round))) break;
  }
  return { ...apply(subjects, actual, desired), unasked: 0 };
}

/** The first round prints the texts of the models; later rounds settle both sides. */
const rounds = 4;

/** Asks one round of questions. Returns whether another round can tell more. */
async function step(
  connection: Connection,
  subjects: readonly Subject[],
  enums: readonly EnumType[],
  { searchPath, insideTransaction }: SettleOptions,
  names: Translation,
  round: number,
): Promise<boolean> {
  const asked: Trace[] = [];
  const tables: ProbeTable[] = [];
  const views: Question[] = [];
  for (const subject of subjects) {
    const { columns, formerColumns, isView } = subject;
    const questions = (traces: readonly Trace[]): readonly Question[] =>
      moving(traces).map((trace) => {
        const sql = names.toOld(trace.generations.at(-1) ?? trace.text.sql);
        const text = { place: trace.text.place, sql };
        const other = isView ? undefined : forTemporaryTable(sql, subject.name);
        return defined({ id: asked.push(trace) - 1, text, other });
      });
    const desired = unsettled(subject);
    // A text that mentions a renamed column must be read again even if it is compared with nothing.
    const needsActual = round === 0 ? formerColumns !== undefined : desired.length > 0;
    const own = needsActual ? questions([...subject.actual.values()]) : [];
    const { name } = subject.name;
    if (isView) views.push(...own, ...questions(desired));
    else if (round > 0 || formerColumns === undefined)
      tables.push({ name, columns, questions: [...own, ...questions(desired)] });
    else
      tables.push(
        { name, columns: formerColumns, questions: own.map(asItIs) },
        { name, columns, questions: questions(desired) },
      );
  }
  if (asked.length === 0) return false;
  const answers = await ask(connection, { tables, views, enums, searchPath, insideTransaction });
  for (const [id, trace] of asked.entries()) {
    const printed = answers.get(id);
    const isView = trace.text.place.kind === "view";
    if (printed === undefined) trace.rejected = true;
    else trace.generations.push(names.toNew(isView ? printedQuery(printed) : printed));
  }
  return true;
}

/** Texts of the models that equal no text of the actual side yet. */
function unsettled(subject: Subject): readonly Trace[] {
  return [...subject.desired.values()].filter(
    (trace) => !trace.rejected && equalText(subject, trace) === undefined,
  );
}

/** Texts that the server may print differently in another round. */
function moving(all: readonly Trace[]): readonly Trace[] {
  return all.filter(
    ({ rejected, generations }) =>
      !rejected && (generations.length === 1 || generations.at(-1) !== generations.at(-2)),
  );
}

/**
 * The text of the actual side that became the same as the model's text. Once the server has printed
 * the model's own spelling, it no longer counts: a rename may have changed its meaning.
 */
function equalText(subject: Subject, trace: Trace): Trace | undefined {
  const printed = new Set(trace.generations.slice(trace.generations.length > 1 ? 1 : 0));
  const place = placeKey(trace.text.place);
  const candidates = [...subject.actual.values()].filter(
    (own) => placeKey(own.text.place) === place,
  );
  return candidates.find((own) => {
    const from = subject.formerColumns !== undefined && own.generations.length > 1 ? 1 : 0;
    return own.generations.slice(from).some((sql) => printed.has(sql));
  });
}

/** A text that is recreated after the rename must not change, apart from the names. */
function asItIs({ text, ...question }: Question): Question {
  return { ...question, text: { ...text, sql: reparsable(text.sql) } };
}

/** Both sides with their final texts. A view that was asked about keeps its own text too. */
function apply(subjects: readonly Subject[], actual: Schema, desired: Schema): Sides {
  const byKey = new Map(subjects.map((subject) => [subject.key, subject]));
  const isSubject = (relation: QualifiedName): boolean => byKey.has(nameKey(relation));
  const settled = (
    schema: Schema,
    traceOf: (subject: Subject, key: string) => Trace | undefined,
  ): Schema =>
    mapExpressions(
      schema,
      (text) => {
        const subject = byKey.get(nameKey(text.relation));
        const trace = subject && traceOf(subject, textKey(text));
        if (trace === undefined) return text.sql;
        // The text of the actual side after the renames.
        return (subject?.formerColumns && trace.generations[1]) ?? trace.text.sql;
      },
      { only: isSubject },
    );
  const { views, ...rest } = settled(desired, (subject, key) => {
    const trace = subject.desired.get(key);
    return trace && equalText(subject, trace);
  });
  const sources = new Map(desired.views.map((view) => [nameKey(view), view.definition]));
  const isRenamed = subjects.some(({ formerColumns }) => formerColumns !== undefined);
  return {
    actual: isRenamed ? settled(actual, (subject, key) => subject.actual.get(key)) : actual,
    desired: {
      ...rest,
      views: views.map((view) =>
        isSubject(view) ? { ...view, ...defined({ source: sources.get(nameKey(view)) }) } : view,
      ),
    },
  };
}
