/** Keeps enums, sequences and schemas that left the models but are still used. A note says why. */
import { sequenceBehind } from "../../compare/kinds/column-sequences.js";
import { renamedDependencies } from "../../compare/renames/names.js";
import { isLeaving, isStillUsed } from "../../compare/still-used.js";
import { readUses, type Use } from "../../introspect/dependencies.js";
import { integerType } from "../../schema/data-types.js";
import {
  displayName,
  nameKey,
  printName,
  qualifiedName,
  sameName,
} from "../../schema/identifiers.js";
import type { QualifiedName, Schema, Sequence } from "../../schema/types.js";
import { listed } from "../listed.js";
import type { Planning } from "./planning.js";

/** At most one round trip; none if no enum, sequence, serial column or schema is dropped. */
export async function keepUsedObjects(planning: Planning): Promise<void> {
  const { input, before, renamed, desired } = planning;
  const behind = sequencesBehindColumns(renamed.schema, desired);
  const asked = {
    enums: missingFrom(before.enums, desired.enums),
    sequences: [
      ...missingFrom(before.sequences, desired.sequences),
      ...behind.map((sequence) => renamed.names.before.relation(qualifiedName(sequence))),
    ],
    schemas: schemasGone(before, desired),
  };
  if (Object.values(asked).every((list) => list.length === 0)) return;
  const uses = await readUses(input.connection, asked, {});
  const named = renamedDependencies(uses, renamed.names);
  const current = uses.map((use, index) => ({ ...use, ...named[index] }));
  keepTypesAndSequences(planning, behind, current);
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
  return there.filter((object) => !names.has(nameKey(object)));
}

/** The sequence of a serial column becomes an object of its own; an identity's cannot. */
function keepTypesAndSequences(
  planning: Planning,
  behind: readonly ColumnSequence[],
  uses: readonly Use[],
): void {
  const { desired, notes, inTheWay, renamed } = planning;
  const kept = <T extends QualifiedName>(
    kind: "enum" | "sequence",
    leaving: readonly T[],
    note = (object: T, why: string, _users: string) =>
      `The ${kind} ${displayName(object)} is not in the models any more. It is kept, ${why}. Change or drop that with op.execute in a migration, and the next revision drops the ${kind}; or put the ${kind} back into the models, or mark it with existing().`,
  ): readonly T[] =>
    leaving.filter((object) => {
      const remaining = uses
        .filter(
          ({ on }) => on.kind === kind && on.schema === object.schema && on.name === object.name,
        )
        .filter((use) => isStillUsed(use, renamed.schema, desired));
      const users = [...new Set(remaining.map(({ description }) => description))];
      const why = `because ${listed(users)} ${users.length === 1 ? "uses" : "use"} it`;
      if (users.length > 0) notes.push(note(object, why, listed(users)));
      return users.length > 0;
    });
  const { enums, sequences } = renamed.schema;
  const keptEnums = kept("enum", missingFrom(enums, desired.enums));
  const keptFree = kept("sequence", missingFrom(sequences, desired.sequences));
  const keptBehind = kept("sequence", behind, ({ owner, sequence, ...name }, why, users) => {
    const start = `The sequence ${displayName(name)}`;
    if (sequence !== undefined)
      return `${start} of the column ${owner} is kept, ${why}. Change or drop that with op.execute in a migration, and the next revision drops the sequence; or put it into the models.`;
    inTheWay.push(users);
    return `${start} is dropped with the column ${owner}, and PostgreSQL will refuse that, ${why}. Change or drop that first with op.execute.`;
  });
  planning.desired = {
    ...desired,
    enums: [...desired.enums, ...keptEnums],
    sequences: [
      ...desired.sequences,
      ...keptFree.map((sequence) => ownedByWhatStays(sequence, desired)),
      ...keptBehind.flatMap(({ sequence }) => sequence ?? []),
    ],
  };
}

/** Dropping a column would drop what it owns. */
function ownedByWhatStays(sequence: Sequence, desired: Schema): Sequence {
  const { ownedBy, ...free } = sequence;
  if (ownedBy === undefined) return sequence;
  const owner = desired.tables.find((table) => sameName(table, ownedBy.table));
  return owner?.columns.some(({ name }) => name === ownedBy.column) ? sequence : free;
}

/** @param uses by the names before the renames */
function keepSchemas(planning: Planning, uses: readonly Use[]): void {
  const { before, desired, renamed, notes } = planning;
  const gone = new Set(schemasGone(renamed.schema, desired));
  const kept = renamed.schema.namespaces.filter(({ name: schema }) => {
    if (!gone.has(schema)) return false;
    const users = uses
      .filter(({ on }) => on.kind === "schema" && on.name === schema)
      .filter((use) => !isLeaving(use, before, desired));
    const sequences = desired.sequences.filter((sequence) => sequence.schema === schema);
    const held = new Set([
      ...users.map(({ description }) => description),
      ...sequences.map((sequence) => `sequence ${printName(sequence)}`),
    ]);
    if (held.size > 0)
      notes.push(
        `The schema ${schema} is not in the models any more. It is kept, because it holds ${listed([...held])}. Drop or move that with op.execute in a migration, and the next revision drops the schema.`,
      );
    return held.size > 0;
  });
  planning.desired = { ...desired, namespaces: [...desired.namespaces, ...kept] };
}

/** The sequence of a serial or identity column that is dropped with it. */
interface ColumnSequence extends QualifiedName {
  readonly owner: string;
  /** The sequence as an object of its own; absent if PostgreSQL cannot separate it. */
  readonly sequence?: Sequence;
}

function sequencesBehindColumns(actual: Schema, desired: Schema): readonly ColumnSequence[] {
  const wanted = new Map(desired.tables.map((table) => [nameKey(table), table]));
  const behind = actual.tables
    .filter(({ special }) => special === undefined)
    .flatMap((table) =>
      table.columns.flatMap((column): readonly ColumnSequence[] => {
        const after = wanted.get(nameKey(table))?.columns.find(({ name }) => name === column.name);
        const owner = `${displayName(table)}.${column.name}`;
        const { serial, identity } = column;
        if (identity?.sequenceName !== undefined && after?.identity === undefined)
          return [{ schema: table.schema, name: identity.sequenceName, owner }];
        const type = integerType(column.type);
        const name = serial?.sequence;
        if (name === undefined || type === undefined || after?.serial !== undefined) return [];
        // The sequence of an identity keeps its name.
        if (after?.identity !== undefined) return [{ ...name, owner }];
        return [{ ...name, owner, sequence: sequenceBehind(column, name, type) }];
      }),
    );
  return missingFrom(behind, desired.sequences);
}
