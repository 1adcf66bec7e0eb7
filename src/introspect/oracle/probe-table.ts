/** A temporary copy of a user's table, with the SQL texts that the server should print. */
import type { Expression } from "../../schema/expressions.js";
import { quoteIdentifier } from "../../schema/identifiers.js";

export interface ProbeColumn {
  readonly name: string;
  /** Its new name, given after texts with the old name have been read. */
  readonly renamedTo?: string;
  readonly type: string;
}

/** A table to copy, and the texts to read in it. */
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
  /** The column of a default. Other texts can use all columns. */
  readonly type?: string;
  /** The text to use if the server rejects the first one. */
  readonly other?: string;
}

/** Statements that are tried together. If that fails, those of `otherwise` run one by one. */
export interface Unit {
  readonly together: readonly string[];
  readonly otherwise: readonly string[];
}

export function unit(statements: readonly string[]): Unit {
  return { together: statements, otherwise: statements.length > 1 ? statements : [] };
}

/** The prefix of a question's name; its number follows. */
export const prefix = "gen~";

/** The column that makes the table partitioned, so that no file is created. */
export const partitionKey = `${prefix}key`;

/**
 * The statements that create the table, ask, and rename: the answers have the new names. There are
 * as few as possible, because each costs more than what it asks: the table is created with its
 * questions in it, and only with the columns that they use.
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

/** A table with all its columns, except those that the server rejects. */
export function tableStatements(table: Pick<ProbeTable, "name" | "columns">): Unit {
  return {
    together: [createTable(table, table.columns.map(columnClause))],
    otherwise: oneByOne(table),
  };
}

/** The second statement does nothing if the first has answered the question. */
function tries(
  table: string,
  question: Question,
  columns: readonly ProbeColumn[],
): readonly string[] {
  const { text, other } = question;
  const second = other === undefined ? [] : [{ ...question, text: { ...text, sql: other } }];
  return [question, ...second].map((asked) => statement(table, asked, columns));
}

/** Whether a text contains a column's name, possibly as the name of something else. */
export function isSpokenOf(text: string): (column: ProbeColumn) => boolean {
  const spoken = text.toLowerCase();
  return ({ name }) => spoken.includes(name.replaceAll('"', '""').toLowerCase());
}

function createTable(table: Pick<ProbeTable, "name">, clauses: readonly string[]): string {
  const key = `${quoteIdentifier(partitionKey)} int`;
  return `create temporary table ${nameOf(table)} (${[...clauses, key].join(", ")}) partition by list (${quoteIdentifier(partitionKey)})`;
}

/** All columns that can be created, if one of them cannot. */
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

/** Renames through temporary names, so that names can be swapped. */
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

/** The statement that makes the server parse a text. */
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

/** Whether a text can be part of the table's definition. */
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

/** The new name, if there is one. */
export function typeOf(column: string, columns: readonly ProbeColumn[]): string {
  const found = columns.find(({ name, renamedTo = name }) => renamedTo === column);
  return found?.type ?? "text";
}

/** If one table fails, all of its batch are tried one by one, so batches are small. */
const questionsPerTable = 200;

/**
 * Removes questions that another table asks: the same text about columns of the same names and
 * types. Defaults and types mention no columns, so one table asks for all.
 */
export function shareQuestions(tables: readonly ProbeTable[]) {
  const first = new Map<string, number>();
  /** For each question that is not asked, the one whose answer it gets. */
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

/** What the answer depends on; `undefined` if that is unknown, as for queries in a policy. */
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
