/**
 * Enums, sequences and schemas that have left the models and that PostgreSQL would refuse to drop,
 * because something uses them that stays: they are kept, and a note says why.
 */
import { renameDependencies } from "../compare/renames/dependencies.js";
import type { Renamed } from "../compare/renames/renames.js";
import { isLeaving, isStillUsed } from "../compare/still-used.js";
import type { Connection } from "../database/connection.js";
import type { IntrospectionOptions } from "../introspect/types.js";
import { readUses, type Use } from "../introspect/uses.js";
import { displayName, nameKey, printName, sameName } from "../schema/identifiers.js";
import type { QualifiedName, Schema, Sequence } from "../schema/types.js";
import { leavingColumnSequences, namesBefore, type ColumnSequence } from "./column-sequences.js";
import { listed } from "./listed.js";

export interface WithKept {
  /** The models with what has to stay. */
  readonly desired: Schema;
  readonly notes: readonly string[];
  /** What cannot be kept and will make PostgreSQL refuse the plan, for people. */
  readonly inTheWay?: readonly string[];
}

/**
 * Adds to the models what cannot go. One round trip, and none where no enum, sequence, serial column
 * or schema is to go.
 *
 * @param before The database, by its own names.
 * @param renamed The same after the renames.
 */
export async function withKeptObjects(
  connection: Connection,
  before: Schema,
  { schema: actual, steps }: Pick<Renamed, "schema" | "steps">,
  desired: Schema,
  options: IntrospectionOptions,
): Promise<WithKept> {
  const behind = leavingColumnSequences(actual, desired);
  const asked = {
    enums: missingFrom(before.enums, desired.enums),
    sequences: [
      ...missingFrom(before.sequences, desired.sequences),
      ...namesBefore(behind, before, steps),
    ],
    schemas: schemasGone(before, desired),
  };
  if (Object.values(asked).every((list) => list.length === 0)) return { desired, notes: [] };
  const uses = await readUses(connection, asked, options);
  const named = renameDependencies(uses, steps);
  const current = uses.map((use, index) => ({ ...use, ...named[index] }));
  const used = keepUsed(actual, desired, current);
  const kept = keepBehindColumns(behind, actual, used.desired, current);
  const full = keepFilled(actual, kept.desired, uses, before);
  return {
    ...kept,
    desired: full.desired,
    notes: [...used.notes, ...kept.notes, ...full.notes],
  };
}

/** `public` is never dropped. */
function schemasGone(before: Schema, desired: Schema): readonly string[] {
  const wanted = new Set(["public", ...desired.namespaces.map(({ name }) => name)]);
  return before.namespaces.map(({ name }) => name).filter((name) => !wanted.has(name));
}

function missingFrom<T extends QualifiedName>(
  there: readonly T[],
  wanted: readonly QualifiedName[],
): readonly T[] {
  const names = new Set(wanted.map(nameKey));
  return there.filter((one) => !names.has(nameKey(one)));
}

function keepUsed(actual: Schema, desired: Schema, uses: readonly Use[]): WithKept {
  const notes: string[] = [];
  const keep = <T extends QualifiedName>(
    kind: "enum" | "sequence",
    there: readonly T[],
    wanted: readonly T[],
  ): readonly T[] => {
    const kept = missingFrom(there, wanted).filter((object) => {
      const users = usersOf(uses, kind, object).filter((use) => isStillUsed(use, actual, desired));
      if (users.length === 0) return false;
      notes.push(
        `The ${kind} ${displayName(object)} is not in the models any more. It is kept, because ${uniqueList(users)} ${users.length === 1 ? "uses" : "use"} it. Change or drop that with op.execute in a migration, and the next revision drops the ${kind}; or put the ${kind} back into the models, or mark it with existing().`,
      );
      return true;
    });
    return [...wanted, ...kept];
  };
  return {
    desired: {
      ...desired,
      enums: keep("enum", actual.enums, desired.enums),
      sequences: keep("sequence", actual.sequences, desired.sequences).map((sequence) =>
        desired.sequences.includes(sequence) ? sequence : ownedByWhatStays(sequence, desired),
      ),
    },
    notes,
  };
}

function usersOf(
  uses: readonly Use[],
  kind: "enum" | "sequence",
  { schema, name }: QualifiedName,
): readonly Use[] {
  return uses.filter(({ on }) => on.kind === kind && on.schema === schema && on.name === name);
}

/** A column that goes would take along what it owns. */
function ownedByWhatStays(sequence: Sequence, desired: Schema): Sequence {
  const { ownedBy, ...free } = sequence;
  if (ownedBy === undefined) return sequence;
  const owner = desired.tables.find((table) => sameName(table, ownedBy.table));
  return owner?.columns.some(({ name }) => name === ownedBy.column) ? sequence : free;
}

/** The sequence of a serial column becomes one of its own; that of an identity cannot. */
function keepBehindColumns(
  behind: readonly ColumnSequence[],
  actual: Schema,
  desired: Schema,
  uses: readonly Use[],
): WithKept {
  const notes: string[] = [];
  const kept: Sequence[] = [];
  const inTheWay: string[] = [];
  for (const { column, name, sequence } of behind) {
    const users = usersOf(uses, "sequence", name).filter((use) =>
      isStillUsed(use, actual, desired),
    );
    if (users.length === 0) continue;
    const owner = `${displayName(column.table)}.${column.column}`;
    const used = `${uniqueList(users)} ${users.length === 1 ? "uses" : "use"} it`;
    if (sequence !== undefined) kept.push(sequence);
    else inTheWay.push(uniqueList(users));
    notes.push(
      sequence === undefined
        ? `The sequence ${displayName(name)} goes with the column ${owner}, and PostgreSQL will refuse that, because ${used}. Change or drop that first with op.execute.`
        : `The sequence ${displayName(name)} of the column ${owner} is kept, because ${used}. Change or drop that with op.execute in a migration, and the next revision drops the sequence; or put it into the models.`,
    );
  }
  const sequences = [...desired.sequences, ...kept];
  return { desired: { ...desired, sequences }, notes, inTheWay };
}

/** @param uses By the names of `before`. */
function keepFilled(
  actual: Schema,
  desired: Schema,
  uses: readonly Use[],
  before: Schema,
): WithKept {
  const notes: string[] = [];
  const gone = new Set(schemasGone(actual, desired));
  const kept = actual.namespaces.filter(({ name }) => {
    if (!gone.has(name)) return false;
    const held = [
      ...uses
        .filter(({ on }) => on.kind === "schema" && on.name === name)
        .filter((use) => !isLeaving(use, before, desired))
        .map(({ description }) => description),
      ...desired.sequences
        .filter(({ schema }) => schema === name)
        .map((sequence) => `sequence ${printName(sequence)}`),
    ];
    if (held.length === 0) return false;
    notes.push(
      `The schema ${name} is not in the models any more. It is kept, because it holds ${listed([...new Set(held)])}. Drop or move that with op.execute in a migration, and the next revision drops the schema.`,
    );
    return true;
  });
  return { desired: { ...desired, namespaces: [...desired.namespaces, ...kept] }, notes };
}

function uniqueList(uses: readonly Use[]): string {
  return listed([...new Set(uses.map(({ description }) => description))]);
}
