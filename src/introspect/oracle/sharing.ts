/** A question of many tables is asked once: making a table costs the server more than asking. */
import { quoteIdentifier } from "../../schema/identifiers.js";
import { isSpokenOf, prefix, type ProbeTable, type Question, typeOf } from "./probe-table.js";

export interface Shared {
  readonly tables: readonly ProbeTable[];
  /** Whose answer it is, for each question that is not asked itself. */
  readonly sameAs: ReadonlyMap<number, number>;
}

/** A table that cannot be made costs the others their common way, so there are not too many. */
const questionsPerTable = 200;

/**
 * Leaves out what another table asks already: the same text about columns of the same names and
 * types. Defaults and types, which speak of no column, leave their tables altogether.
 */
export function shareQuestions(tables: readonly ProbeTable[]): Shared {
  const first = new Map<string, number>();
  const sameAs = new Map<number, number>();
  const free: Question[] = [];
  const others = tables.map((table) => ({
    ...table,
    questions: isRenamed(table)
      ? table.questions
      : table.questions.filter((question) => {
          const key = keyOf(question, table);
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
        }),
  }));
  return {
    tables: [
      ...others.filter((table) => table.questions.length > 0),
      ...chunks(free).map((questions, index) => ({
        name: `${prefix}shared${index}`,
        columns: [],
        questions,
      })),
    ],
    sameAs,
  };
}

function isRenamed({ columns }: ProbeTable): boolean {
  return columns.some((column) => column.renamedTo !== undefined);
}

/**
 * What the answer depends on; `undefined` where that is more than can be told. A policy may ask
 * other tables, where a name without its table's means something else.
 */
function keyOf({ text }: Question, { name, columns }: ProbeTable): string | undefined {
  const { place, sql } = text;
  switch (place.kind) {
    case "type":
      return JSON.stringify([place.kind, sql]);
    case "default":
      return JSON.stringify([place.kind, typeOf(place.column, columns), sql]);
    case "policy":
    case "view":
      return undefined;
    case "generated":
    case "check":
    case "predicate":
    case "indexKey": {
      const bare = sql.replaceAll(`${quoteIdentifier(name)}.`, "");
      if (bare.toLowerCase().includes(name.toLowerCase())) return undefined;
      const spoken = columns.filter(isSpokenOf(sql)).map((column) => [column.name, column.type]);
      const kind =
        place.kind === "generated" ? { ...place, column: typeOf(place.column, columns) } : place;
      return JSON.stringify([kind, bare, spoken.sort()]);
    }
  }
}

function chunks(questions: readonly Question[]): readonly (readonly Question[])[] {
  return Array.from({ length: Math.ceil(questions.length / questionsPerTable) }, (_, index) =>
    questions.slice(index * questionsPerTable, (index + 1) * questionsPerTable),
  );
}
