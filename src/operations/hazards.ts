import { filledColumn } from "./fill-nulls.js";
import { narrowing } from "./narrowing.js";
import type { Narrowing } from "./narrowing.js";
import { type RowQuestion, rowQuestions } from "./rows/questions.js";
import type { DataType } from "../schema/types.js";
import type { AddColumn, AlterColumn, AlterEnum, Operation } from "./types.js";

/** What a reviewer should know about an operation, as a sentence for a comment in the file. */
export interface Hazard {
  /**
   * `dataLoss`: rows or values are gone afterwards. `needsHuman`: it fails on some data, and only
   * a person knows what those rows should hold.
   */
  readonly kind: "dataLoss" | "needsHuman";
  readonly message: string;
  /** Finds the rows that it is about, in the database as it is before. */
  readonly query?: string;
}

/** What is dangerous about one operation; nothing for most. */
export function hazards(operation: Operation): readonly Hazard[] {
  const found = planHazards([operation]);
  return operation.kind === "autocommit"
    ? operation.operations.flatMap((one) => found.get(one) ?? [])
    : (found.get(operation) ?? []);
}

/**
 * What is dangerous about the operations of a plan: a table that it creates itself has no rows that
 * could stop anything.
 *
 * @returns by operation; those inside an `autocommit` by themselves
 */
export function planHazards(
  operations: readonly Operation[],
): ReadonlyMap<Operation, readonly Hazard[]> {
  const questions = rowQuestions(operations);
  const found = new Map<Operation, readonly Hazard[]>();
  const visit = (operation: Operation): void => {
    if (operation.kind === "autocommit") return operation.operations.forEach(visit);
    const own = hazardsOf(operation, questions.get(operation) ?? []);
    if (own.length > 0) found.set(operation, own);
  };
  operations.forEach(visit);
  return found;
}

function hazardsOf(operation: Operation, questions: readonly RowQuestion[]): readonly Hazard[] {
  switch (operation.kind) {
    case "dropTable":
      return [dataLoss("Drops the table with all its rows.")];
    case "dropColumn":
      return operation.previous?.generated === undefined
        ? [dataLoss("Drops the column with all its values.")]
        : [];
    case "dropSequence":
      return [dataLoss("Forgets which numbers were given out.")];
    case "dropView":
      return operation.materialized
        ? [dataLoss("Drops the stored rows; they can be computed again.")]
        : [];
    case "addColumn":
      return [...backfillHazards(operation), ...rowHazards(questions)];
    case "alterColumn":
      return alterColumnHazards(operation, questions);
    case "alterEnum":
      return alterEnumHazards(operation, questions);
    case "execute":
      return filledColumn(operation) === undefined ? [] : [needsHuman(fillMessage)];
    default:
      return rowHazards(questions);
  }
}

function rowHazards(questions: readonly RowQuestion[]): readonly Hazard[] {
  return questions.flatMap(({ about, query }) => {
    // An index or a generated column that fails on some value is rare: told where one is found.
    if (about === "value" || about === "unknown") return [];
    return needsHuman(rowMessages[about], about === "rows" ? undefined : query);
  });
}

function backfillHazards({ backfill }: AddColumn): readonly Hazard[] {
  if (backfill === undefined) return [];
  return [
    needsHuman(
      backfill === null
        ? "No value can be chosen for rows that are there: if there are any, it comes back without NOT NULL. Fill it in, then set NOT NULL."
        : `The values that were dropped are gone: the rows that are there get ${backfill}.`,
    ),
  ];
}

const fillMessage =
  "Gives every row that holds NULL the default, in one statement, and the downgrade does not take it back. For a large table, do it in batches before: op.batchUpdate in an op.autocommit.";

/** What stops an operation, and what to do about it. */
const rowMessages: Readonly<Record<Exclude<RowQuestion["about"], "value" | "unknown">, string>> = {
  rows: "Fails on a table with rows: add a default, or fill the column in first.",
  null: "Fails if a row holds NULL in this column: fill those rows in first.",
  duplicate: "Fails if two rows hold the same values: change or delete one of them first.",
  orphan: "Fails if a row refers to one that does not exist: change or delete such rows first.",
  check: "Fails if a row breaks the check: correct such rows first.",
  type: "Fails if a value does not fit the new type: look at the rows first.",
  enumValue: "Fails if a row still holds a value that goes.",
};

function alterColumnHazards(
  { changes, previous }: AlterColumn,
  questions: readonly RowQuestion[],
): readonly Hazard[] {
  const { type, notNull } = changes;
  const queryAbout = (about: RowQuestion["about"]): string | undefined =>
    questions.find((question) => question.about === about)?.query;
  return [
    ...(type === undefined ? [] : typeHazards(changeOf(previous?.type, type), queryAbout("type"))),
    ...(notNull === true && queryAbout("null") !== undefined
      ? [needsHuman(rowMessages.null, queryAbout("null"))]
      : []),
  ];
}

/** A migration file does not say which type a column had: a type that holds all is no danger. */
function changeOf(from: DataType | undefined, to: DataType): Narrowing {
  if (from !== undefined) return narrowing(from, to);
  const isRoomy = /^(?:text|character varying|varchar|numeric|jsonb?)$/.test(to.sql);
  return isRoomy ? "none" : "mayFail";
}

function typeHazards(change: Narrowing, query: string | undefined): readonly Hazard[] {
  switch (change) {
    case "none":
      return [];
    case "narrows":
      return [
        dataLoss("Narrows the type: fails while a value does not fit, and room is lost.", query),
      ];
    case "mayFail":
      return [needsHuman(rowMessages.type, query)];
    case "losesDetail":
      return [dataLoss("Loses what the new type cannot hold of a value.")];
    case "firstElement":
      return [dataLoss("Keeps the first element of each array and loses the rest.")];
    case "timeZone":
      return [
        needsHuman(
          "Reads the values in the time zone of the session: make sure it is the right one.",
        ),
      ];
  }
}

function alterEnumHazards(
  { values, mapping = {}, previous }: AlterEnum,
  questions: readonly RowQuestion[],
): readonly Hazard[] {
  const gone = (previous?.values ?? []).filter((value) => !values.includes(value));
  const unmapped = gone.filter((value) => mapping[value] === undefined);
  if (unmapped.length > 0) {
    const list = unmapped.map((value) => `'${value}'`).join(", ");
    return [
      needsHuman(
        `Fails if a row still holds ${list}: say in "mapping" what it becomes.`,
        questions[0]?.query,
      ),
    ];
  }
  return gone.length > 0 ? [dataLoss("Rows change their value as the mapping says.")] : [];
}

function dataLoss(message: string, query?: string): Hazard {
  return { kind: "dataLoss", message, ...(query !== undefined && { query }) };
}

function needsHuman(message: string, query?: string): Hazard {
  return { kind: "needsHuman", message, ...(query !== undefined && { query }) };
}
