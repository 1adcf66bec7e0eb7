/** What rows can have against a plan, as queries that find them. */
import type { Operation } from "../types.js";
import type { QualifiedName, Table } from "../../schema/types.js";
import { checkQuestion, foreignKeyQuestion, indexQuestion, keyQuestion } from "./constraints.js";
import { CurrentTables } from "./current-tables.js";
import { enumQuestions, fillQuestion, nullQuestion, typeQuestion } from "./columns.js";
import { keptQuestions } from "./kept.js";
import { PutBack } from "./put-back.js";

/** Something that rows can have against an operation. */
export interface RowQuestion {
  readonly about:
    | "rows"
    | "null"
    | "duplicate"
    | "orphan"
    | "check"
    | "type"
    | "enumValue"
    /** An expression that has to be computed for every row. */
    | "value"
    /** Something that can only be known when the plan has run, if there are rows. */
    | "unknown";
  /** The table whose rows are asked for, by its name of today. */
  readonly table: QualifiedName;
  /** Finds such rows in the database as it is before the plan has run. */
  readonly query: string;
  /**
   * Where no query finds the rows on every server: one that fails with an error about a value if
   * there are any.
   */
  readonly attempt?: string;
}

/**
 * What can be asked of the rows of today before the plan is run: for each operation that some rows
 * would stop. An operation on a table that the plan itself creates has no rows to fear, nor has a
 * constraint that is only put back.
 *
 * @param before The tables as they are: then it is also asked whether the keys and checks that stay
 *   allow the values that rows get.
 * @returns by operation; those inside an `autocommit` by themselves
 */
export function rowQuestions(
  operations: readonly Operation[],
  before: readonly Table[] = [],
): ReadonlyMap<Operation, readonly RowQuestion[]> {
  const tables = new CurrentTables(before);
  const putBack = new PutBack();
  const found = new Map<Operation, readonly RowQuestion[]>();
  for (const operation of operations.flatMap(parts)) {
    const own = putBack.has(operation) ? [] : questionsOf(operation, tables);
    putBack.add(operation);
    tables.add(operation);
    const questions = [...own, ...keptQuestions(operation, tables, putBack)];
    if (questions.length > 0) found.set(operation, questions);
  }
  return found;
}

function parts(operation: Operation): readonly Operation[] {
  return operation.kind === "autocommit" ? operation.operations.flatMap(parts) : [operation];
}

function questionsOf(operation: Operation, tables: CurrentTables): readonly RowQuestion[] {
  if ("table" in operation && operation.kind !== "createTable" && tables.isNew(operation.table))
    return [];
  switch (operation.kind) {
    case "addColumn":
      return fillQuestion(operation, tables);
    case "alterColumn":
      return [...typeQuestion(operation, tables), ...nullQuestion(operation, tables)];
    case "createPrimaryKey":
      return keyQuestion(operation.table, { ...operation.constraint, isPrimary: true }, tables);
    case "createUniqueConstraint":
      return keyQuestion(operation.table, { ...operation.constraint, isPrimary: false }, tables);
    case "createIndex":
      return indexQuestion(operation, tables);
    case "createForeignKey":
      return foreignKeyQuestion(operation.table, operation.constraint, tables);
    case "createCheckConstraint":
      return checkQuestion(operation.table, operation.constraint, tables);
    case "validateConstraint":
      return validated(operation, tables);
    case "alterEnum":
      return enumQuestions(operation, tables);
    default:
      return [];
  }
}

function validated(
  { table, previous }: Extract<Operation, { readonly kind: "validateConstraint" }>,
  tables: CurrentTables,
): readonly RowQuestion[] {
  if (previous?.type === "foreignKey")
    return foreignKeyQuestion(table, { ...previous.constraint, notValid: false }, tables);
  if (previous?.type === "check")
    return checkQuestion(table, { ...previous.constraint, notValid: false }, tables);
  return [];
}
