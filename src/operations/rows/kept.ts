/** Keys and checks that a plan leaves in place, over a column whose values it changes. */
import { printIdentifier, printName } from "../../schema/identifiers.js";
import { mentions } from "../../schema/mentions.js";
import type { ColumnName, Index, Table } from "../../schema/types.js";
import { keysOf } from "../keys.js";
import { filledColumn } from "../fill-nulls.js";
import { narrowing } from "../narrowing.js";
import type { Operation } from "../types.js";
import { checkQuestion, foreignKeyQuestion, indexQuestion, keyQuestion } from "./constraints.js";
import type { CurrentTables } from "./current-tables.js";
import type { PutBack } from "./put-back.js";
import type { RowQuestion } from "./question.js";

/**
 * What the values that an operation gives can have against what stays: a default is the same for all
 * rows, and a cast can make two values one.
 *
 * @param tables With the operation added.
 */
export function keptQuestions(
  operation: Operation,
  tables: CurrentTables,
  putBack: PutBack,
): readonly RowQuestion[] {
  const filled = filledColumn(operation);
  const changed = filled ?? retypedColumn(operation);
  const held = changed === undefined ? undefined : tables.held(changed.table);
  if (changed === undefined || held === undefined) return [];
  const kept: Kept = (all) => all.filter(({ name }) => !putBack.isDropped(changed.table, name));
  const unique = uniqueQuestions(held, changed, kept, tables);
  if (filled === undefined) return unique;
  const { table, column } = filled;
  return [
    ...unique,
    ...kept(held.foreignKeys)
      .filter(({ columns }) => columns.includes(column))
      .flatMap((key) => foreignKeyQuestion(table, key, tables)),
    ...kept(held.checks)
      .filter(({ expression }) => mentions(expression, column))
      .flatMap((check) => checkQuestion(table, check, tables)),
    ...triggerQuestions(held, filled, tables),
  ];
}

/** Those that the plan does not drop. */
type Kept = <T extends { readonly name: string }>(all: readonly T[]) => readonly T[];

function uniqueQuestions(
  held: Table,
  { table, column }: ColumnName,
  kept: Kept,
  tables: CurrentTables,
): readonly RowQuestion[] {
  return [
    ...kept(keysOf(held))
      .filter(({ columns }) => columns.includes(column))
      .flatMap((key) => keyQuestion(table, { ...key, isPrimary: false }, tables)),
    ...kept(held.indexes)
      .filter((index) => index.unique && isOver(index, column))
      .flatMap((index) => indexQuestion({ kind: "createIndex", table, index }, tables)),
  ];
}

/** Of a type under which two values can be equal that were not. */
function retypedColumn(operation: Operation): ColumnName | undefined {
  if (operation.kind !== "alterColumn") return undefined;
  const { table, column, changes, previous } = operation;
  const { type, using } = changes;
  if (type === undefined || previous?.type === undefined) return undefined;
  const keeps = narrowing(previous.type, type) === "none" && !/citext/.test(type.sql);
  return keeps && using === undefined ? undefined : { table, column };
}

function isOver({ keys, where }: Index, column: string): boolean {
  const texts = [...keys.map(({ expression }) => expression ?? ""), where ?? ""];
  return keys.some((key) => key.column === column) || texts.some((text) => mentions(text, column));
}

/** A trigger can refuse the rows that are filled. */
function triggerQuestions(
  { columns, extras = [] }: Table,
  { table, column }: ColumnName,
  tables: CurrentTables,
): readonly RowQuestion[] {
  const isFired = extras.some(
    ({ kind, create }) =>
      kind === "trigger" &&
      create.some((sql) => /\bUPDATE\b/.test(sql) && /\bFOR EACH ROW\b/.test(sql)),
  );
  if (!isFired || columns.every((one) => one.name !== column)) return [];
  const name = tables.name(table);
  const query = `SELECT * FROM ${printName(name)} WHERE ${printIdentifier(column)} IS NULL`;
  return [{ about: "unknown", table: name, query }];
}
