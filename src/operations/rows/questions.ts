/** What rows can have against a plan, as queries that find them. */
import { partsOf, ruleOf } from "../rules.js";
import type { Operation, SingleOperation } from "../types.js";
import type { Table } from "../../schema/types.js";
import { CurrentTables } from "./current-tables.js";
import { keptQuestions } from "./kept.js";
import { PutBack } from "./put-back.js";
import type { RowQuestion } from "./question.js";

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
  for (const operation of operations.flatMap(partsOf)) {
    const own = putBack.has(operation) ? [] : questionsOf(operation, tables);
    putBack.add(operation);
    tables.add(operation);
    const questions = [...own, ...keptQuestions(operation, tables, putBack)];
    if (questions.length > 0) found.set(operation, questions);
  }
  return found;
}

function questionsOf(operation: SingleOperation, tables: CurrentTables): readonly RowQuestion[] {
  if ("table" in operation && operation.kind !== "createTable" && tables.isNew(operation.table))
    return [];
  return ruleOf(operation).rows?.(operation, tables) ?? [];
}
