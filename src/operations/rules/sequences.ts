import {
  qualifiedName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import { unusualOptions } from "../../schema/sequences.js";
import { changedSequence } from "../changes.js";
import { losesData } from "../hazard.js";
import { key } from "../keys.js";
import { newComment } from "../object-sql.js";
import { moveInside, optionClauses } from "../sequences.js";
import { words } from "../statement.js";
import type { AlterSequence, OperationOf, SequenceOperation } from "../types.js";
import { lifecycle, type RulesOf, swapped } from "./rule.js";

const { create, drop } = lifecycle<OperationOf<"createSequence">, OperationOf<"dropSequence">>({
  subject: ({ sequence }) => refTo("sequence", sequence),
  drop: ({ sequence: previous }) => ({
    kind: "dropSequence",
    sequence: qualifiedName(previous),
    previous,
  }),
  create: (previous) => ({ kind: "createSequence", sequence: previous }),
  effects: ({ schema }) => ({ needs: [key.namespace(schema)] }),
  created: {
    sql: ({ sequence }) => [
      words(
        `CREATE SEQUENCE ${quoteName(sequence)}`,
        sequence.type !== "bigint" && `AS ${sequence.type}`,
        ...optionClauses(unusualOptions(sequence.options, sequence.type)),
      ),
      ...newComment(refTo("sequence", sequence), sequence.comment),
    ],
    place: () => ["before", 20],
  },
  dropped: {
    place: () => ["after", 9],
    hazards: () => [losesData("Loses the current value: which numbers are already used.")],
  },
});

export const sequenceRules: RulesOf<SequenceOperation> = {
  createSequence: create,
  dropSequence: drop,

  alterSequence: {
    subject: ({ sequence }) => refTo("sequence", sequence),
    sql: alterSequence,
    inverse: swapped,
    effects: ({ sequence, changes: { ownedBy } }) =>
      ownedBy
        ? { needs: [key.relation(sequence), key.column(ownedBy.table, ownedBy.column)] }
        : { alters: [key.relation(sequence)] },
    place: () => ["before", 21],
    detail: ({ changes, previous }) => changedSequence(changes, previous),
  },
};

function alterSequence({ sequence, changes }: AlterSequence): readonly string[] {
  const { type, ownedBy, ...options } = changes;
  const name = quoteName(sequence);
  const owner =
    ownedBy === undefined
      ? undefined
      : ownedBy === null
        ? "OWNED BY NONE"
        : `OWNED BY ${quoteName(ownedBy.table)}.${quoteIdentifier(ownedBy.column)}`;
  return [
    ...moveInside(`${quoteLiteral(name)}::regclass`, options),
    words(`ALTER SEQUENCE ${name}`, type && `AS ${type}`, ...optionClauses(options), owner),
  ];
}
