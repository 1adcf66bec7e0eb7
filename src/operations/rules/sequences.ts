import {
  qualifiedName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import type { Sequence } from "../../schema/types.js";
import { changedSequence } from "../changes.js";
import { dataLoss } from "../hazard.js";
import { key } from "../keys.js";
import { newComment } from "../object-sql.js";
import { moveInside, optionClauses, unusualOptions } from "../sequences.js";
import { words } from "../statement.js";
import type { AlterSequence, SequenceOperation } from "../types.js";
import { dropped, type RulesOf, swapped } from "./rule.js";

export const sequenceRules: RulesOf<SequenceOperation> = {
  createSequence: {
    subject: ({ sequence }) => refTo("sequence", sequence),
    sql: ({ sequence }) => [
      words(
        `CREATE SEQUENCE ${quoteName(sequence)}`,
        sequence.type !== "bigint" && `AS ${sequence.type}`,
        ...unusualOptions(sequence.options, sequence.type),
      ),
      ...newComment(refTo("sequence", sequence), sequence.comment),
    ],
    inverse: ({ sequence }) => ({
      kind: "dropSequence",
      sequence: qualifiedName(sequence),
      previous: sequence,
    }),
    effects: ({ sequence }) => creation(sequence),
    place: () => ["before", 20],
  },

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

  dropSequence: dropped({
    subject: ({ sequence }) => refTo("sequence", sequence),
    create: (sequence) => ({ kind: "createSequence", sequence }),
    creation,
    place: ["after", 9],
    hazards: () => [dataLoss("Loses the current value: which numbers are already used.")],
  }),
};

function creation(sequence: Sequence) {
  return { creates: [key.relation(sequence)], needs: [key.namespace(sequence.schema)] };
}

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
