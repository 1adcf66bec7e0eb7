/** A question of many tables is asked once: making a table costs the server more than asking. */
import { quoteIdentifier } from "../../schema/identifiers.js";
import { isSpokenOf, prefix, type ProbeTable, type Question, typeOf } from "./probe-table.js";

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
