import { qualifiedName, quoteLiteral } from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import type { EnumType } from "../../schema/types.js";
import { compileAlterEnum, createEnum, withValue } from "../alter-enum.js";
import { changedEnum } from "../changes.js";
import { dataLoss, needsHuman } from "../hazard.js";
import { key } from "../keys.js";
import { newComment, objectSql } from "../object-sql.js";
import { enumQuestions } from "../rows/columns.js";
import { words } from "../statement.js";
import type { AddEnumValue, AlterEnum, EnumOperation } from "../types.js";
import { dropped, type RulesOf } from "./rule.js";

export const enumRules: RulesOf<EnumOperation> = {
  createEnum: {
    subject: ({ enum: type }) => refTo("enum", type),
    sql: ({ enum: type }) => [
      createEnum(type, type.values),
      ...newComment(refTo("enum", type), type.comment),
    ],
    inverse: ({ enum: type }) => ({ kind: "dropEnum", enum: qualifiedName(type), previous: type }),
    effects: ({ enum: type }) => creation(type),
    place: () => ["before", 18],
  },

  dropEnum: dropped({
    subject: ({ enum: type }) => refTo("enum", type),
    create: (type) => ({ kind: "createEnum", enum: type }),
    creation,
    place: ["after", 10],
  }),

  addEnumValue: {
    subject: ({ enum: type, value }) => ({ kind: "enumValue", enum: type, name: value }),
    sql: (operation) => [
      `ALTER ${objectSql(refTo("enum", operation.enum))} ${addValue(operation)}`,
    ],
    inverse: removeValue,
    effects: ({ enum: type }) => ({ alters: [key.type(type)] }),
    place: () => ["before", 9],
  },

  alterEnum: {
    subject: ({ enum: type }) => refTo("enum", type),
    sql: compileAlterEnum,
    inverse: ({ previous, kind, values, uses, enum: type }) =>
      previous && { kind, enum: type, ...previous, previous: { values, uses } },
    effects: ({ enum: type, uses }) => ({
      alters: [
        key.type(type),
        ...uses.flatMap(({ table, column }) => [key.column(table, column), key.columns(table)]),
      ],
    }),
    place: () => ["before", 19],
    detail: ({ values, previous }) => changedEnum(values, previous?.values),
    rows: enumQuestions,
    hazards: (operation, [question]) => lostValues(operation, question?.query),
  },
};

function creation(type: EnumType) {
  return { creates: [key.type(type)], needs: [key.namespace(type.schema)] };
}

function lostValues({ values, mapping = {}, previous }: AlterEnum, query: string | undefined) {
  const gone = (previous?.values ?? []).filter((value) => !values.includes(value));
  const unmapped = gone.filter((value) => mapping[value] === undefined);
  if (unmapped.length > 0) {
    const list = unmapped.map((value) => `'${value}'`).join(", ");
    const message = `Fails if a row still holds ${list}: give its new value in "mapping".`;
    return [needsHuman(message, query)];
  }
  return gone.length > 0 ? [dataLoss("Rows change their value according to the mapping.")] : [];
}

function addValue({ value, before, after }: AddEnumValue): string {
  return words(
    `ADD VALUE IF NOT EXISTS ${quoteLiteral(value)}`,
    before !== undefined && `BEFORE ${quoteLiteral(before)}`,
    after !== undefined && `AFTER ${quoteLiteral(after)}`,
  );
}

function removeValue({ previous, ...added }: AddEnumValue) {
  if (previous === undefined) return undefined;
  const values = withValue(previous.values, added);
  const { uses } = previous;
  return { kind: "alterEnum", enum: added.enum, ...previous, previous: { values, uses } } as const;
}
