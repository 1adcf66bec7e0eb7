/** The hazards of a plan: what it loses, and which rows can make it fail. */
import { mentions, nameKey, printIdentifier } from "../schema/identifiers.js";
import { keyOf } from "../schema/object-ref.js";
import type { ColumnName, Index, QualifiedName, Table } from "../schema/types.js";
import { narrowing } from "./casts.js";
import { type Hazard, rowHazards, type RowQuestion, rowsWhere } from "./hazard.js";
import { keysOf } from "./keys.js";
import {
  checkQuestion,
  foreignKeyQuestion,
  indexQuestion,
  keyQuestion,
} from "./rows/constraints.js";
import { CurrentTables } from "./rows/current-tables.js";
import { describeObject, partsOf, ruleOf } from "./rules.js";
import { filledColumn } from "./rules/data.js";
import { spaced } from "./statement.js";
import type { Operation, SingleOperation } from "./types.js";

/** By operation; those inside `autocommit` separately. New tables have no rows. */
export function planHazards(
  operations: readonly Operation[],
): ReadonlyMap<Operation, readonly Hazard[]> {
  const questions = rowQuestions(operations);
  const found = new Map<Operation, readonly Hazard[]>();
  for (const operation of operations.flatMap(partsOf)) {
    const rule = ruleOf(operation);
    const asked = questions.get(operation) ?? [];
    const own = rule.hazards?.(operation, asked) ?? rowHazards(asked);
    if (own.length > 0) found.set(operation, own);
  }
  return found;
}

/** @example "loses data: Drops the column with all its values." */
export function hazardLine({ kind, message }: Hazard): string {
  return `${spaced(kind)}: ${message}`;
}

export function hazardSqlComments(hazards: readonly Hazard[]): readonly string[] {
  return hazards.flatMap((hazard) => [
    `-- ${oneLine(hazardLine(hazard))}`,
    ...(hazard.query === undefined ? [] : [`--   ${oneLine(hazard.query)};`]),
  ]);
}

export function summarizeHazards(
  hazards: ReadonlyMap<Operation, readonly Hazard[]>,
): readonly (Hazard & { readonly object: string })[] {
  return [...hazards].flatMap(([operation, own]) =>
    own.map((hazard) => ({ ...hazard, object: describeObject(operation) })),
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
}

/**
 * By operation. New tables have no rows, and recreated constraints already hold.
 *
 * @param before the current tables; if given, keys and checks that stay are checked too
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

/** Whether new values can violate what stays: defaults repeat, and casts can merge values. */
function keptQuestions(
  operation: Operation,
  tables: CurrentTables,
  putBack: PutBack,
): readonly RowQuestion[] {
  const filled = filledColumn(operation);
  const changed = filled ?? retypedColumn(operation);
  const held = changed === undefined ? undefined : tables.held(changed.table);
  if (changed === undefined || held === undefined) return [];
  const { table, column } = changed;
  const kept = <T extends { readonly name: string }>(all: readonly T[]) =>
    all.filter(({ name }) => !putBack.isDropped(table, name));
  const unique = [
    ...kept(keysOf(held))
      .filter(({ columns }) => columns.includes(column))
      .flatMap((key) => keyQuestion(table, { ...key, isPrimary: false }, tables)),
    ...kept(held.indexes)
      .filter((index) => index.unique && isOver(index, column))
      .flatMap((index) => indexQuestion({ kind: "createIndex", table, index }, tables)),
  ];
  if (filled === undefined) return unique;
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

/** The column, if its new type can make different values equal. */
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
  if (!isFired || columns.every(({ name }) => name !== column)) return [];
  return [rowsWhere("unknown", tables.name(table), `${printIdentifier(column)} IS NULL`)];
}

/** Constraints that a plan drops and creates again. The rows have satisfied them all along. */
class PutBack {
  /** The operation that would create each dropped constraint or index again, by its key. */
  private readonly dropped = new Map<string, string>();
  /** Tables with a column whose type changes: what held for old values may no longer hold. */
  private readonly retyped = new Set<string>();

  add(operation: SingleOperation): void {
    if (operation.kind === "dropConstraint" || operation.kind === "dropIndex") {
      const back = ruleOf(operation).inverse(operation);
      if (back !== undefined) this.dropped.set(keyOfSubject(operation), spelled(back));
    }
    if (operation.kind === "alterColumn" && operation.changes.type !== undefined)
      this.retyped.add(nameKey(operation.table));
  }

  has(operation: SingleOperation): boolean {
    const dropped = this.dropped.get(keyOfSubject(operation));
    return (
      dropped !== undefined &&
      "table" in operation &&
      !this.retyped.has(nameKey(operation.table)) &&
      dropped === spelled(operation)
    );
  }

  isDropped(table: QualifiedName, name: string): boolean {
    const { schema } = table;
    return (
      this.dropped.has(keyOf({ kind: "constraint", table, name })) ||
      this.dropped.has(keyOf({ kind: "index", schema, name }))
    );
  }
}

function keyOfSubject(operation: SingleOperation): string {
  const subject = ruleOf(operation).subject(operation);
  return typeof subject === "string" ? subject : keyOf(subject);
}

/** An operation without attributes of its object, and with its parts in a fixed order. */
function spelled(operation: object): string {
  return JSON.stringify(operation, (key, value: unknown) => {
    if (besides.has(key)) return undefined;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const besides: ReadonlySet<string> = new Set([
  "attributes",
  "sequenceAttributes",
  "comment",
  "concurrently",
  "referencedIndex",
  "opclassIsDefault",
]);
