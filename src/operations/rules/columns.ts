import { GenError } from "../../errors.js";
import { integerType } from "../../schema/data-types.js";
import {
  displayName,
  makeObjectName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "../../schema/identifiers.js";
import type { DataType, Identity } from "../../schema/types.js";
import { narrowing, type Narrowing } from "../casts.js";
import { changedColumn } from "../changes.js";
import { columnParts, generatedAsIdentity, generationWords } from "../column-definition.js";
import {
  losesData,
  type Hazard,
  needsReview,
  rowHazards,
  rowMessages,
  type RowQuestion,
} from "../hazard.js";
import { columnKeys, key, typeKeys, type Effects } from "../keys.js";
import { newComment } from "../object-sql.js";
import { fillQuestion, nullQuestion, typeQuestion } from "../rows/columns.js";
import { identityChanges, moveInside, optionClauses } from "../sequences.js";
import { alterTable, given, inParentheses, unbroken, words } from "../statement.js";
import type {
  AddColumn,
  AlterColumn,
  ColumnChanges,
  ColumnOperation,
  IdentityChanges,
  OperationOf,
} from "../types.js";
import { lifecycle, type RulesOf, swapped } from "./rule.js";

const { create, drop } = lifecycle<AddColumn, OperationOf<"dropColumn">>({
  subject: ({ table, column }) => ({ kind: "column", table, name: column }),
  drop: ({ table, column }) => ({
    kind: "dropColumn",
    table,
    column: column.name,
    previous: column,
  }),
  create: (column, { table }) => ({ kind: "addColumn", table, column }),
  effects: (column, { table }) => ({
    creates: columnKeys(table, column),
    alters: [key.columns(table)],
    needs: [key.relation(table), ...typeKeys(column.type)],
  }),
  created: {
    sql: addColumn,
    place: () => ["table", 4],
    rows: fillQuestion,
    hazards: ({ backfill }, questions) => [...backfillHazards(backfill), ...rowHazards(questions)],
  },
  dropped: {
    place: () => ["table", 6],
    hazards: ({ previous }) =>
      previous?.generated === undefined ? [losesData("Drops the column with all its values.")] : [],
  },
});

export const columnRules: RulesOf<ColumnOperation> = {
  addColumn: create,
  dropColumn: drop,

  alterColumn: {
    subject: ({ table, column }) => ({ kind: "column", table, name: column }),
    sql: alterColumn,
    inverse: swapped,
    effects: alterEffects,
    place: () => ["table", 5],
    detail: ({ changes, previous }) => changedColumn(changes, previous),
    rows: (operation, tables) => [
      ...typeQuestion(operation, tables),
      ...nullQuestion(operation, tables),
    ],
    hazards: alterHazards,
  },
};

function alterEffects({ table, column, changes, previous }: AlterColumn): Partial<Effects> {
  const { identity, type } = changes;
  const types = type ? typeKeys(type) : [];
  const before = previous?.type ? typeKeys(previous.type) : [];
  // An identity creates its sequence, and drops it.
  const sequence = ({ sequenceName }: Identity): string => {
    const name = sequenceName ?? makeObjectName(table.name, column, "seq");
    return key.relation({ schema: table.schema, name });
  };
  return {
    creates: identity && !previous?.identity ? [sequence(identity)] : [],
    drops: identity === null && previous?.identity ? [sequence(previous.identity)] : [],
    alters: [key.column(table, column), key.columns(table)],
    needs: [key.relation(table), ...types],
    releases: before.filter((enumKey) => !types.includes(enumKey)),
  };
}

function addColumn({ table, column }: AddColumn): readonly string[] {
  const { before, definition, after } = columnParts(table, column);
  return [
    ...before,
    alterTable(table, `ADD COLUMN ${definition}`),
    ...after,
    ...newComment({ kind: "column", table, name: column.name }, column.comment),
  ];
}

/**
 * One `ALTER TABLE` for all changes, so that the table is locked and rewritten once. PostgreSQL
 * drops first, then changes types, then does the rest. An identity is dropped before its NOT NULL.
 */
function alterColumn(operation: AlterColumn): readonly string[] {
  const { table, column, changes } = operation;
  if (changes.identity === null && changes.type !== undefined) {
    // PostgreSQL changes the type of the identity's sequence even if the identity is dropped.
    const { identity: _, ...rest } = changes;
    return [{ identity: null }, rest].flatMap((step) =>
      alterColumn({ ...operation, changes: step }),
    );
  }
  const identity = identityChanges(operation);
  const actions = given(
    ...dropActions(changes),
    typeAction(operation),
    changes.notNull === true && "SET NOT NULL",
    identity && setIdentity(identity),
    addIdentity(operation),
    typeof changes.default === "string" && `SET DEFAULT ${unbroken(changes.default)}`,
    typeof changes.generated === "string" &&
      `SET EXPRESSION AS ${inParentheses(changes.generated)}`,
  );
  const prefix = `ALTER COLUMN ${quoteIdentifier(column)}`;
  const sequence = `pg_catalog.pg_get_serial_sequence(${quoteLiteral(quoteName(table))}, ${quoteLiteral(column)})::regclass`;
  return [
    ...(identity === undefined ? [] : moveInside(sequence, identity)),
    ...(actions.length === 0
      ? []
      : [alterTable(table, ...actions.map((action) => `${prefix} ${action}`))]),
  ];
}

function dropActions(changes: ColumnChanges) {
  // An identity or generated column has no default to drop.
  const hadDefault = changes.identity !== null && changes.generated !== null;
  const dropsDefault =
    changes.default === null || (changes.default !== undefined && changes.type !== undefined);
  return [
    changes.identity === null && "DROP IDENTITY",
    changes.generated === null && "DROP EXPRESSION",
    dropsDefault && hadDefault && "DROP DEFAULT",
    changes.notNull === false && "DROP NOT NULL",
  ];
}

function typeAction({ table, column, changes }: AlterColumn): string | undefined {
  const { type, using, collation } = changes;
  if (type !== undefined)
    return words(
      `TYPE ${type.sql}`,
      typeof collation === "string" && `COLLATE ${collation}`,
      using !== undefined && `USING ${unbroken(using)}`,
    );
  if (using === undefined && collation === undefined) return undefined;
  throw new GenError(
    "operation_invalid",
    `The column ${displayName(table)}.${column} gets a new ${using === undefined ? "collation" : "USING"} without a type.`,
    { hint: "PostgreSQL changes it only together with the type: give the type too." },
  );
}

function setIdentity({ generation, ...options }: IdentityChanges): string {
  const clauses = optionClauses(options).map((clause) =>
    clause.startsWith("RESTART") ? clause : `SET ${clause}`,
  );
  return words(generation && `SET GENERATED ${generationWords(generation)}`, ...clauses);
}

/** Omits limits that are those of the new type, or of a bigint if the type stays. */
function addIdentity({ table, column, changes, previous }: AlterColumn): string | undefined {
  const { identity, type } = changes;
  if (!identity || previous?.identity) return undefined;
  return `ADD ${generatedAsIdentity(table, column, identity, integerType(type) ?? "bigint")}`;
}

function backfillHazards(backfill: string | null | undefined): readonly Hazard[] {
  if (backfill === undefined) return [];
  return [
    needsReview(
      backfill === null
        ? "There is no value for existing rows: if there are any, the column comes back without NOT NULL. Fill it, then set NOT NULL."
        : `The dropped values are lost: existing rows get ${backfill}.`,
    ),
  ];
}

function alterHazards(
  { changes: { type }, previous }: AlterColumn,
  questions: readonly RowQuestion[],
): readonly Hazard[] {
  const query = questions.find(({ about }) => about === "type")?.query;
  return [
    ...(type === undefined ? [] : typeHazards(changeOf(previous?.type, type), query)),
    ...rowHazards(questions.filter(({ about }) => about === "null")),
  ];
}

/** A migration file does not know a column's old type. A type that can hold everything is safe. */
function changeOf(from: DataType | undefined, to: DataType): Narrowing {
  if (from !== undefined) return narrowing(from, to);
  const isRoomy = /^(?:text|character varying|varchar|numeric|jsonb?)$/.test(to.sql);
  return isRoomy ? "none" : "mayFail";
}

function typeHazards(change: Narrowing, query: string | undefined): readonly Hazard[] {
  const hazards: Readonly<Record<Narrowing, Hazard | undefined>> = {
    none: undefined,
    narrows: losesData("Narrows the type: fails if a value does not fit.", query),
    mayFail: needsReview(rowMessages.type, query),
    losesDetail: losesData("Loses the part of each value that the new type cannot hold."),
    firstElement: losesData("Keeps the first element of each array and loses the rest."),
    timeZone: needsReview(
      "Reads the values in the time zone of the session: make sure it is the right one.",
    ),
  };
  return [hazards[change] ?? []].flat();
}
