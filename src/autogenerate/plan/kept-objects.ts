/**
 * Enums, sequences and schemas that have left the models and that PostgreSQL would refuse to drop,
 * because something uses them that stays: they are kept, and a note says why.
 */
import { integerType, sequenceBehind } from "../../compare/kinds/column-sequences.js";
import { renamedDependencies } from "../../compare/renames/names.js";
import { isLeaving, isStillUsed } from "../../compare/still-used.js";
import { readUses, type Use } from "../../introspect/uses.js";
import { displayName, nameKey, printName, sameName } from "../../schema/identifiers.js";
import type {
  Column,
  ColumnName,
  QualifiedName,
  Schema,
  Sequence,
  Table,
} from "../../schema/types.js";
import { listed } from "../listed.js";
import type { Planning } from "./planning.js";

/**
 * Adds to the models what cannot go. One round trip, and none where no enum, sequence, serial column
 * or schema is to go.
 */
export async function keepUsedObjects(planning: Planning): Promise<void> {
  const { input, before, renamed, desired } = planning;
  const leaving = leavingSequences(renamed.schema, desired);
  const asked = {
    enums: missingFrom(before.enums, desired.enums),
    sequences: [
      ...missingFrom(before.sequences, desired.sequences),
      ...leaving.map(({ name }) => renamed.names.before.relation(name)),
    ],
    schemas: schemasGone(before, desired),
  };
  if (Object.values(asked).every((list) => list.length === 0)) return;
  const { connection, insideTransaction = false } = input;
  const uses = await readUses(connection, asked, { insideTransaction });
  const named = renamedDependencies(uses, renamed.names);
  const current = uses.map((use, index) => ({ ...use, ...named[index] }));
  keepUsed(planning, current);
  keepSequencesOfColumns(planning, leaving, current);
  keepSchemas(planning, uses);
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

/** @param uses By the names of after the renames. */
function keepUsed(planning: Planning, uses: readonly Use[]): void {
  const { desired, notes, renamed } = planning;
  const used = <T extends QualifiedName>(
    kind: "enum" | "sequence",
    there: readonly T[],
    wanted: readonly T[],
  ): readonly T[] =>
    missingFrom(there, wanted).filter((object) => {
      const users = usersOf(planning, uses, kind, object);
      if (users.length === 0) return false;
      notes.push(
        `The ${kind} ${displayName(object)} is not in the models any more. It is kept, because ${usedBy(users)}. Change or drop that with op.execute in a migration, and the next revision drops the ${kind}; or put the ${kind} back into the models, or mark it with existing().`,
      );
      return true;
    });
  const enums = used("enum", renamed.schema.enums, desired.enums);
  const sequences = used("sequence", renamed.schema.sequences, desired.sequences);
  const owned = sequences.map((sequence) => ownedByWhatStays(sequence, desired));
  planning.desired = {
    ...desired,
    enums: [...desired.enums, ...enums],
    sequences: [...desired.sequences, ...owned],
  };
}

/** What uses the object, and goes on doing so. */
function usersOf(
  { renamed, desired }: Planning,
  uses: readonly Use[],
  kind: "enum" | "sequence",
  { schema, name }: QualifiedName,
): readonly string[] {
  const users = uses
    .filter(({ on }) => on.kind === kind && on.schema === schema && on.name === name)
    .filter((use) => isStillUsed(use, renamed.schema, desired));
  return [...new Set(users.map(({ description }) => description))];
}

function usedBy(users: readonly string[]): string {
  return `${listed(users)} ${users.length === 1 ? "uses" : "use"} it`;
}

/** A column that goes would take along what it owns. */
function ownedByWhatStays(sequence: Sequence, desired: Schema): Sequence {
  const { ownedBy, ...free } = sequence;
  if (ownedBy === undefined) return sequence;
  const owner = desired.tables.find((table) => sameName(table, ownedBy.table));
  return owner?.columns.some(({ name }) => name === ownedBy.column) ? sequence : free;
}

/** The sequence of a serial column becomes one of its own; that of an identity cannot. */
function keepSequencesOfColumns(
  planning: Planning,
  leaving: readonly ColumnSequence[],
  uses: readonly Use[],
): void {
  const { notes, inTheWay } = planning;
  const kept: Sequence[] = [];
  for (const { column, name, sequence } of leaving) {
    const users = usersOf(planning, uses, "sequence", name);
    if (users.length === 0) continue;
    const owner = `${displayName(column.table)}.${column.column}`;
    if (sequence !== undefined) kept.push(sequence);
    else inTheWay.push(listed(users));
    notes.push(
      sequence === undefined
        ? `The sequence ${displayName(name)} goes with the column ${owner}, and PostgreSQL will refuse that, because ${usedBy(users)}. Change or drop that first with op.execute.`
        : `The sequence ${displayName(name)} of the column ${owner} is kept, because ${usedBy(users)}. Change or drop that with op.execute in a migration, and the next revision drops the sequence; or put it into the models.`,
    );
  }
  const sequences = [...planning.desired.sequences, ...kept];
  planning.desired = { ...planning.desired, sequences };
}

/** @param uses By the names of before the renames. */
function keepSchemas(planning: Planning, uses: readonly Use[]): void {
  const { before, desired, renamed, notes } = planning;
  const gone = new Set(schemasGone(renamed.schema, desired));
  const kept = renamed.schema.namespaces.filter(({ name }) => {
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
  planning.desired = { ...desired, namespaces: [...desired.namespaces, ...kept] };
}

/** A sequence behind a serial or identity column that goes with it. */
interface ColumnSequence {
  readonly column: ColumnName;
  readonly name: QualifiedName;
  /** As one of its own; absent where PostgreSQL does not let it go. */
  readonly sequence?: Sequence;
}

/** The sequences that would be dropped, because their columns go or are serial no more. */
function leavingSequences(actual: Schema, desired: Schema): readonly ColumnSequence[] {
  const wanted = new Map(desired.tables.map((table) => [nameKey(table), table]));
  const named = new Set(desired.sequences.map(nameKey));
  return actual.tables
    .filter(({ special }) => special === undefined)
    .flatMap((table) =>
      table.columns.flatMap((column) => {
        const after = wanted.get(nameKey(table))?.columns.find(({ name }) => name === column.name);
        const leaving = leavingSequence(table, column, after);
        return leaving === undefined || named.has(nameKey(leaving.name)) ? [] : [leaving];
      }),
    );
}

function leavingSequence(
  { schema, name: table }: Table,
  column: Column,
  after: Column | undefined,
): ColumnSequence | undefined {
  const owner = { table: { schema, name: table }, column: column.name };
  const { serial, identity } = column;
  if (identity?.sequenceName !== undefined && after?.identity === undefined)
    return { column: owner, name: { schema, name: identity.sequenceName } };
  const type = integerType(column.type);
  const name = serial?.sequence;
  if (name === undefined || type === undefined || after?.serial !== undefined) return undefined;
  // The sequence of an identity takes its name.
  if (after?.identity !== undefined) return { column: owner, name };
  return { column: owner, name, sequence: sequenceBehind(column, name, type) };
}
