/**
 * Enums, sequences and schemas that have left the models and that PostgreSQL would refuse to drop,
 * because something uses them that stays: they are kept, and a note says why.
 */
import { renameDependencies } from "../compare/rename-dependencies.js";
import type { Renamed } from "../compare/renames.js";
import { isLeaving, isStillUsed } from "../compare/still-used.js";
import type { Connection } from "../database/connection.js";
import type { IntrospectionOptions } from "../introspect/types.js";
import { readUses, type Use } from "../introspect/uses.js";
import { displayName, nameKey } from "../schema/identifiers.js";
import type { QualifiedName, Schema } from "../schema/types.js";
import { listed } from "./listed.js";

export interface WithKept {
  /** The models with what has to stay. */
  readonly desired: Schema;
  readonly notes: readonly string[];
}

/**
 * Adds to the models what cannot go. One round trip, and none where no enum, sequence or schema is
 * to go.
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
  const asked = {
    enums: missingFrom(before.enums, desired.enums),
    sequences: missingFrom(before.sequences, desired.sequences),
    schemas: schemasGone(before, desired),
  };
  if (Object.values(asked).every((list) => list.length === 0)) return { desired, notes: [] };
  const uses = await readUses(connection, asked, options);
  const named = renameDependencies(uses, steps);
  const current = uses.map((use, index) => ({ ...use, ...named[index] }));
  const kept = keepUsed(actual, desired, current);
  const full = keepFilled(actual, kept.desired, uses, before);
  return { desired: full.desired, notes: [...kept.notes, ...full.notes] };
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
  const usersOf = (kind: "enum" | "sequence", { schema, name }: QualifiedName) =>
    uses.filter(({ on }) => on.kind === kind && on.schema === schema && on.name === name);
  const keep = <T extends QualifiedName>(
    kind: "enum" | "sequence",
    there: readonly T[],
    wanted: readonly T[],
  ): readonly T[] => {
    const kept = missingFrom(there, wanted).filter((object) => {
      const users = usersOf(kind, object).filter((use) => isStillUsed(use, actual, desired));
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
      sequences: keep("sequence", actual.sequences, desired.sequences),
    },
    notes,
  };
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
    const held = uses.filter(
      (use) => use.on.kind === "schema" && use.on.name === name && !isLeaving(use, before, desired),
    );
    if (held.length === 0) return false;
    notes.push(
      `The schema ${name} is not in the models any more. It is kept, because it holds ${uniqueList(held)}. Drop or move that with op.execute in a migration, and the next revision drops the schema.`,
    );
    return true;
  });
  return { desired: { ...desired, namespaces: [...desired.namespaces, ...kept] }, notes };
}

function uniqueList(uses: readonly Use[]): string {
  return listed([...new Set(uses.map(({ description }) => description))]);
}
