/** The temporary copy of a user's table, with the texts to be read. */
import type { Expression } from "../../schema/expressions.js";
import { quoteIdentifier } from "../../schema/identifiers.js";

export interface ProbeColumn {
  readonly name: string;
  /** The name it gets after the texts that use the old one have been read. */
  readonly renamedTo?: string;
  readonly type: string;
}

/** A table to imitate and the texts to read in its place. */
export interface ProbeTable {
  readonly name: string;
  readonly columns: readonly ProbeColumn[];
  /** Asked before columns are renamed. */
  readonly questions: readonly Question[];
}

/** A text and where it stands. */
export type Text = Pick<Expression, "place" | "sql">;

export interface Question {
  /** Unique within a batch. */
  readonly id: number;
  readonly text: Text;
  /** Of the column that has the text as its default; otherwise the table's columns tell. */
  readonly type?: string;
  /** The text to ask with where the server does not accept it as it stands. */
  readonly other?: string;
}

/** Statements that are tried together and, where that fails, `otherwise` each on its own. */
export interface Unit {
  readonly together: readonly string[];
  readonly otherwise: readonly string[];
}

export function unit(statements: readonly string[]): Unit {
  return { together: statements, otherwise: statements.length > 1 ? statements : [] };
}

/** The prefix of a question's name; the question's number follows. */
export const prefix = "gen~";

/** The column that makes the table a partitioned one, which has no file. */
export const partitionKey = `${prefix}key`;

/**
 * What makes the table, asks and renames: the answers are read with the new names. As few statements
 * as there can be, because each costs the server more than what it asks: the table, with those
 * columns that the questions speak of, is made with its questions in it.
 */
export function tableUnits(table: ProbeTable): readonly Unit[] {
  const { columns, questions } = table;
  const own = nameOf(table);
  const spoken = columns.filter(isSpokenOf(questions.map(({ text }) => text.sql).join("\n")));
  const clauses = questions.flatMap((question) => clause(question, columns) ?? []);
  const others = questions.filter((question) => clause(question, columns) === undefined);
  const asking: Unit = {
    together: [
      createTable(table, [...spoken.map(columnClause), ...clauses]),
      ...others.map((question) => statement(own, question, columns)),
    ],
    otherwise: [
      ...oneByOne(table),
      ...questions.flatMap((question) => tries(own, question, columns)),
    ],
  };
  const renames = inTwoSteps(
    spoken.map(({ name, renamedTo = name }) => ({ from: name, to: renamedTo })),
    (from, to) => `alter table ${own} rename column ${from} to ${to}`,
  );
  return [asking, unit(renames)];
}

/** A table with all its columns, of which those are left out that the server does not accept. */
export function tableStatements(table: Pick<ProbeTable, "name" | "columns">): Unit {
  return {
    together: [createTable(table, table.columns.map(columnClause))],
    otherwise: oneByOne(table),
  };
}

/** The second does nothing where the first has given the question its answer. */
function tries(
  table: string,
  question: Question,
  columns: readonly ProbeColumn[],
): readonly string[] {
  const { text, other } = question;
  const second = other === undefined ? [] : [{ ...question, text: { ...text, sql: other } }];
  return [question, ...second].map((asked) => statement(table, asked, columns));
}

/** Whether a text has a column's name in it; it may be that of something else. */
export function isSpokenOf(text: string): (column: ProbeColumn) => boolean {
  const spoken = text.toLowerCase();
  return ({ name }) => spoken.includes(name.replaceAll('"', '""').toLowerCase());
}

function createTable(table: Pick<ProbeTable, "name">, clauses: readonly string[]): string {
  const key = `${quoteIdentifier(partitionKey)} int`;
  return `create temporary table ${nameOf(table)} (${[...clauses, key].join(", ")}) partition by list (${quoteIdentifier(partitionKey)})`;
}

/** Every column that can be had, where one of them cannot. */
function oneByOne(table: Pick<ProbeTable, "name" | "columns">): readonly string[] {
  return [
    createTable(table, []),
    ...table.columns.map(
      (column) => `alter table ${nameOf(table)} add column ${columnClause(column)}`,
    ),
  ];
}

function nameOf({ name }: Pick<ProbeTable, "name">): string {
  return `pg_temp.${quoteIdentifier(name)}`;
}

function columnClause({ name, type }: ProbeColumn): string {
  return `${quoteIdentifier(name)} ${type}`;
}

/** Renames by way of unused names, so that names can be swapped. */
export function inTwoSteps(
  names: readonly { readonly from: string; readonly to: string }[],
  rename: (from: string, to: string) => string,
): readonly string[] {
  const changed = names.filter(({ from, to }) => from !== to);
  const between = (index: number): string => quoteIdentifier(`${prefix}renamed${index}`);
  return [
    ...changed.map(({ from }, index) => rename(quoteIdentifier(from), between(index))),
    ...changed.map(({ to }, index) => rename(between(index), quoteIdentifier(to))),
  ];
}

/** The statement that puts a text where the server will parse it. */
function statement(table: string, question: Question, columns: readonly ProbeColumn[]): string {
  const inside = clause(question, columns);
  if (inside !== undefined) return `alter table ${table} add ${inside}`;
  const slot = slotOf(question);
  const { place, sql } = question.text;
  switch (place.kind) {
    case "predicate":
      return `create index ${slot} on only ${table} (${quoteIdentifier(partitionKey)}) where ${sql}`;
    case "indexKey":
      return `create index ${slot} on only ${table} using ${quoteIdentifier(place.method)} ((${sql}) ${place.opclass ?? ""})`;
    case "policy":
      return `create policy ${slot} on ${table} using (${sql})`;
    default:
      return viewStatement(question);
  }
}

/** A text that can be part of the table's definition. */
function clause(question: Question, columns: readonly ProbeColumn[]): string | undefined {
  const slot = slotOf(question);
  const { place, sql } = question.text;
  switch (place.kind) {
    case "type":
      return `${slot} ${sql}`;
    case "default":
      return `${slot} ${question.type ?? typeOf(place.column, columns)} default (${sql})`;
    case "generated":
      return `${slot} ${typeOf(place.column, columns)} generated always as (${sql}) stored`;
    case "check":
      return `constraint ${slot} check (${sql})`;
    default:
      return undefined;
  }
}

/** A view needs no table. */
export function viewStatement(question: Question): string {
  return `create temporary view ${slotOf(question)} as ${question.text.sql}`;
}

function slotOf({ id }: Question): string {
  return quoteIdentifier(`${prefix}${id}`);
}

/** By its new name, where it has one. */
export function typeOf(column: string, columns: readonly ProbeColumn[]): string {
  const found = columns.find(({ name, renamedTo = name }) => renamedTo === column);
  return found?.type ?? "text";
}

/** A table that cannot be made costs the others their common way, so there are not too many. */
const questionsPerTable = 200;

/**
 * Leaves out what another table asks already: the same text about columns of the same names and
 * types. Defaults and types, which speak of no column, leave their tables altogether.
 */
export function shareQuestions(tables: readonly ProbeTable[]) {
  const first = new Map<string, number>();
  /** Whose answer it is, for each question that is not asked itself. */
  const sameAs = new Map<number, number>();
  const free: Question[] = [];
  const others = tables.map((table): ProbeTable => {
    const isRenamed = table.columns.some(({ renamedTo }) => renamedTo !== undefined);
    const questions = table.questions.filter((question) => {
      const key = isRenamed ? undefined : keyOf(question, table);
      if (key === undefined) return true;
      const known = first.get(key);
      if (known !== undefined) {
        sameAs.set(question.id, known);
        return false;
      }
      first.set(key, question.id);
      const { place } = question.text;
      if (place.kind === "type") free.push(question);
      else if (place.kind === "default")
        free.push({ ...question, type: typeOf(place.column, table.columns) });
      else return true;
      return false;
    });
    return { ...table, questions };
  });
  const shared = Array.from({ length: Math.ceil(free.length / questionsPerTable) }, (_, index) => {
    const start = index * questionsPerTable;
    const questions = free.slice(start, start + questionsPerTable);
    return { name: `${prefix}shared${index}`, columns: [], questions };
  });
  return { tables: [...others.filter(({ questions }) => questions.length > 0), ...shared], sameAs };
}

/**
 * What the answer depends on; `undefined` where that is more than can be told. A policy may ask
 * other tables, where a name without its table's means something else.
 */
function keyOf({ text }: Question, { name, columns }: ProbeTable): string | undefined {
  const { place, sql } = text;
  if (place.kind === "policy" || place.kind === "view") return undefined;
  if (place.kind === "type") return JSON.stringify([place.kind, sql]);
  const type = "column" in place ? typeOf(place.column, columns) : undefined;
  const where = type === undefined ? place : { kind: place.kind, type };
  if (place.kind === "default") return JSON.stringify([where, sql]);
  const bare = sql.replaceAll(`${quoteIdentifier(name)}.`, "");
  if (bare.toLowerCase().includes(name.toLowerCase())) return undefined;
  const spoken = columns.filter(isSpokenOf(sql)).map((column) => [column.name, column.type]);
  return JSON.stringify([where, bare, spoken.sort()]);
}
