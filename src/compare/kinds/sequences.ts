/** Sequences that are objects of their own, and the columns that own them. */
import { defined } from "../../defined.js";
import { key } from "../../operations/keys.js";
import type { AlterSequence, SequenceChanges } from "../../operations/types.js";
import { nameKey, qualifiedName, sameName } from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import { differingOptions, restartValue, retypeSequenceOptions } from "../../schema/sequences.js";
import type { ColumnName, QualifiedName, Schema, Sequence } from "../../schema/types.js";
import { change, type Change, changesOf, compareComments } from "../change.js";
import { match } from "../match.js";

/** Compares the sequences of both sides. */
export function compareSequences(actual: Schema, desired: Schema): readonly Change[] {
  return changesOf(match(actual.sequences, desired.sequences, nameKey), {
    create: (sequence) => change({ kind: "createSequence", sequence }),
    drop: (previous) =>
      change({ kind: "dropSequence", sequence: qualifiedName(previous), previous }),
    alter: (was, shall) => [
      ...alterSequence(was, shall).map((operation) => change(operation)),
      ...compareComments(refTo("sequence", shall), was, shall),
    ],
  });
}

/** Changes the type and the options of a sequence. */
export function alterSequence(from: Sequence, to: Sequence): readonly AlterSequence[] {
  const changes = changesBetween(from, to);
  if (Object.keys(changes).length === 0) return [];
  const previous = changesBetween(to, from);
  return [{ kind: "alterSequence", sequence: qualifiedName(from), changes, previous }];
}

function changesBetween(was: Sequence, shall: Sequence): SequenceChanges {
  const retyped = retypeSequenceOptions(was.options, was.type, shall.type);
  return defined({
    type: was.type === shall.type ? undefined : shall.type,
    ...differingOptions(retyped, shall.options),
    restart: restartValue(was.options, shall.options),
  });
}

/** Whether a column stays, and is not dropped and added again. */
export type Stays = (column: ColumnName) => boolean;

/** Changes the owners of the sequences. */
export function compareOwners(actual: Schema, desired: Schema, stays: Stays): readonly Change[] {
  return changesOf(match(actual.sequences, desired.sequences, nameKey), {
    // A sequence must be released before its owner is dropped, which would drop it too.
    drop: ({ ownedBy, ...sequence }) => {
      if (ownedBy === undefined) return [];
      const { table, column } = ownedBy;
      const releases = [key.relation(table), key.column(table, column)];
      return change(setOwner(sequence, null, ownedBy), { releases });
    },
    create: ({ ownedBy, ...sequence }) =>
      ownedBy === undefined ? [] : change(setOwner(sequence, ownedBy, null)),
    alter: (was, shall) =>
      sameOwner(was, shall) && (was.ownedBy === undefined || stays(was.ownedBy)) ? [] : undefined,
  });
}

function setOwner(
  sequence: QualifiedName,
  ownedBy: ColumnName | null,
  previous: ColumnName | null,
): AlterSequence {
  return {
    kind: "alterSequence",
    sequence: qualifiedName(sequence),
    changes: { ownedBy },
    previous: { ownedBy: previous },
  };
}

function sameOwner({ ownedBy: was }: Sequence, { ownedBy: shall }: Sequence): boolean {
  if (was === undefined || shall === undefined) return was === shall;
  return sameName(was.table, shall.table) && was.column === shall.column;
}
