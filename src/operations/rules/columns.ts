import { makeObjectName } from "../../schema/identifiers.js";
import type { ObjectRef } from "../../schema/object-ref.js";
import type { Column, DataType, Identity, QualifiedName } from "../../schema/types.js";
import { compileAlterColumn } from "../alter-column.js";
import { changedColumn } from "../changes.js";
import { columnParts } from "../column-definition.js";
import {
  dataLoss,
  type Hazard,
  needsHuman,
  rowHazards,
  rowMessages,
  type RowQuestion,
} from "../hazard.js";
import { columnKeys, key, typeKeys, type Effects } from "../keys.js";
import { narrowing, type Narrowing } from "../casts.js";
import { newComment } from "../object-sql.js";
import { fillQuestion, nullQuestion, typeQuestion } from "../rows/columns.js";
import { alterTable } from "../statement.js";
import type { AddColumn, AlterColumn, ColumnOperation, OperationOf } from "../types.js";
import { dropped, type RulesOf, swapped } from "./rule.js";

export const columnRules: RulesOf<ColumnOperation> = {
  addColumn: {
    subject: ({ table, column }) => columnRef(table, column.name),
    sql: addColumn,
    inverse: ({ table, column }) => ({
      kind: "dropColumn",
      table,
      column: column.name,
      previous: column,
    }),
    effects: ({ table, column }) => creation(column, { table }),
    place: () => ["table", 4],
    rows: fillQuestion,
    hazards: ({ backfill }, questions) => [...backfillHazards(backfill), ...rowHazards(questions)],
  },

  dropColumn: dropped<OperationOf<"dropColumn">>({
    subject: ({ table, column }) => columnRef(table, column),
    create: (column, { table }) => ({ kind: "addColumn", table, column }),
    creation,
    place: ["table", 6],
    hazards: ({ previous }) =>
      previous?.generated === undefined ? [dataLoss("Drops the column with all its values.")] : [],
  }),

  alterColumn: {
    subject: ({ table, column }) => columnRef(table, column),
    sql: compileAlterColumn,
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

function columnRef(table: QualifiedName, name: string): ObjectRef<"column"> {
  return { kind: "column", table, name };
}

function creation(column: Column, { table }: { readonly table: QualifiedName }): Partial<Effects> {
  return {
    creates: columnKeys(table, column),
    alters: [key.columns(table)],
    needs: [key.relation(table), ...typeKeys(column.type)],
  };
}

function alterEffects({ table, column, changes, previous }: AlterColumn): Partial<Effects> {
  const { identity, type } = changes;
  const types = type === undefined ? [] : typeKeys(type);
  const before = previous?.type === undefined ? [] : typeKeys(previous.type);
  // An identity brings its sequence along, and takes it away.
  const sequence = ({ sequenceName }: Identity): string => {
    const name = sequenceName ?? makeObjectName(table.name, column, "seq");
    return key.relation({ schema: table.schema, name });
  };
  return {
    creates: identity && !previous?.identity ? [sequence(identity)] : [],
    drops: identity === null && previous?.identity ? [sequence(previous.identity)] : [],
    alters: [key.column(table, column), key.columns(table)],
    needs: [key.relation(table), ...types],
    releases: before.filter((one) => !types.includes(one)),
  };
}

function addColumn({ table, column }: AddColumn): readonly string[] {
  const { before, definition, after } = columnParts(table, column);
  return [
    ...before,
    alterTable(table, `ADD COLUMN ${definition}`),
    ...after,
    ...newComment(columnRef(table, column.name), column.comment),
  ];
}

function backfillHazards(backfill: string | null | undefined): readonly Hazard[] {
  if (backfill === undefined) return [];
  return [
    needsHuman(
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
      return [dataLoss("Narrows the type: fails if a value does not fit.", query)];
    case "mayFail":
      return [needsHuman(rowMessages.type, query)];
    case "losesDetail":
      return [dataLoss("Loses the part of each value that the new type cannot hold.")];
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
