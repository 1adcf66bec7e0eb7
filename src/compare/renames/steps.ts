/** The order in which renames run, and which names have to be freed first. */
import { type GenError, usageError } from "../../errors.js";
import type { Operation } from "../../operations/types.js";
import { keysOf } from "../../operations/keys.js";
import {
  MAX_IDENTIFIER_BYTES,
  nameKey,
  sameName,
  truncateIdentifier,
} from "../../schema/identifiers.js";
import { keyOf, refTo } from "../../schema/object-ref.js";
import type { QualifiedName, Schema, Table } from "../../schema/types.js";
import { asRenamed, namesAround } from "./names.js";
import {
  type NameSpaces,
  objectsIn,
  partsOf,
  rankOf,
  type Renamable,
  type Rename,
  spacesOf,
  targetOf,
} from "./rename.js";

export interface RenameStep {
  /** Uses the names that are current when the step runs. */
  readonly rename: Rename;
  /** The renamed object, by its name before the first step. */
  readonly origin: Renamable;
  readonly operations: readonly Operation[];
}

/**
 * Parts of tables and enums are renamed first, because they use the old name of their owner; then
 * tables and types, then schemas. If a new name is taken, it is freed first: names are swapped
 * through a third one, and objects that are dropped or renamed later are put aside (`users_old`).
 *
 * @throws GenError `unknown_rename`, `rename_taken`, `rename_conflict`
 */
export function renameSteps(
  schema: Schema,
  renames: readonly Rename[],
  wanted: Schema | undefined,
): readonly RenameStep[] {
  if (renames.length === 0) return [];
  const parts = new Map(schema.tables.map((table) => [nameKey(table), namedParts(table)]));
  const all = renames
    .map((rename) => moveOf(rename, partsOfTable(rename.object, parts)))
    .map((move) => [[...move.from, ...move.to].join(), move] as const);
  const moves = [...new Map(all).values()]
    .filter(({ from, to }) => from[0] !== to[0])
    .toSorted((a, b) => a.rank - b.rank || (a.from[0] < b.from[0] ? -1 : 1));
  const { before } = namesAround(schema, renames.map(asRenamed));
  const objects = objectsIn(schema);
  const there = placesOf(objects);
  const holders = placesOf([...parts.values(), objects].flat());
  const plan: Plan = {
    schema,
    moves,
    there,
    ...(wanted && { shall: placesOf(objectsIn(wanted).map(before.holder)) }),
    holders,
    occupied: new Set(holders.keys()),
  };
  for (const move of moves) refuseImpossible(move, plan);
  // Relations and enums may wait for each other, because a table or view is also a type.
  return [[0], [1, 2], [3]].flatMap((ranks) => stepsOf(ranks, plan));
}

interface Plan {
  readonly schema: Schema;
  readonly moves: readonly Move[];
  readonly there: Places;
  /** Also the indexes and sequences that belong to tables. */
  readonly holders: Places;
  /** The desired objects. Their schemas, tables and enums have their old names. */
  readonly shall?: Places;
  /** The places that are taken now. */
  readonly occupied: Set<string>;
}

/** Objects by the names that they take up, see {@link spacesOf}. */
type Places = ReadonlyMap<string, Renamable>;

function placesOf(refs: readonly Renamable[]): Places {
  return new Map(refs.flatMap((ref) => spacesOf(ref).map((place) => [place, ref] as const)));
}

/** A rename with the names that its object gives up and takes. */
interface Move {
  readonly rename: Rename;
  readonly rank: number;
  readonly from: NameSpaces;
  readonly to: NameSpaces;
  /** The indexes and sequences that move to another schema with a table. */
  readonly parts: readonly Renamable[];
}

function moveOf(rename: Rename, parts: readonly Renamable[] = []): Move {
  const { object, schema } = rename;
  const leaves = "schema" in object && schema !== undefined && schema !== object.schema;
  const along = leaves ? parts.flatMap(spacesOf) : [];
  const [from, to] = [spacesOf(object), spacesOf(targetOf(rename))];
  return { rename, rank: rankOf(object), from: [...from, ...along], to, parts };
}

/** The indexes of a table and the sequences of its columns, which share their names with tables. */
function namedParts(table: Table): readonly Renamable[] {
  // Partitioned and foreign tables are left alone.
  if (table.special !== undefined) return [];
  const { schema, indexes, columns } = table;
  const indexed = [...keysOf(table), ...indexes];
  return [
    ...indexed.map(({ name }) => refTo("index", { schema, name })),
    ...columns.flatMap(({ serial, identity }) => {
      const name = identity?.sequenceName;
      const sequence = serial?.sequence ?? (name === undefined ? undefined : { schema, name });
      return sequence === undefined ? [] : [refTo("sequence", sequence)];
    }),
  ];
}

function partsOfTable(object: Renamable, parts: ReadonlyMap<string, readonly Renamable[]>) {
  return object.kind === "table" ? parts.get(nameKey(object)) : undefined;
}

function refuseImpossible({ rename, from, to }: Move, { schema, moves, there, shall }: Plan): void {
  const { kind } = rename.object;
  if (there.get(from[0])?.kind !== kind) throw notThere(rename, likeIt(rename.object, there));
  const target = shall?.get(to[0]);
  const isWanted = target !== undefined && (target.kind === "enum") === (kind === "enum");
  if (shall !== undefined && kind !== "role" && !isWanted) {
    const why = `the models have no ${nounOf(rename.object)} of that name`;
    throw refusal("unknown_rename", rename, why, "Write the old name first: KIND:OLD=NEW.");
  }
  const others = moves.filter((move) => move.rename !== rename);
  const once = "Give each rename once.";
  if (others.some((other) => other.from[0] === from[0]))
    throw refusal("rename_conflict", rename, "two new names are given for it", once);
  if (others.some((other) => meet(other.to, to)))
    throw refusal("rename_conflict", rename, "that name is given twice", once);
  const leaving = new Set(others.flatMap((other) => other.from));
  const taken = to.filter((place) => there.has(place) && !leaving.has(place));
  if (taken.length === 0) return;
  const isReplaced = others.some((other) => meet(other.to, spacesOf(rename.object)));
  const stays = shall === undefined || (shall.has(from[0]) && !isReplaced);
  // Partitioned and foreign tables are left alone.
  const isFixed = schema.tables.some(
    (table) => table.special !== undefined && meet(spacesOf(refTo("table", table)), taken),
  );
  if (!stays && kind !== "role" && !isFixed) return;
  const hint = `Drop or rename the existing "${display(targetOf(rename))}" in a separate revision first.`;
  throw refusal("rename_taken", rename, "the database has that already", hint);
}

function meet(some: readonly string[], others: readonly string[]): boolean {
  return some.some((place) => others.includes(place));
}

/** Existing objects of the same kind; for a part, those of the same table or enum. */
function likeIt(object: Renamable, there: Places): readonly Renamable[] {
  const prefix = rankOf(object) === 0 ? keyOf({ ...object, name: "" }) : "";
  return [...new Set(there.values())].filter(
    (other) => other.kind === object.kind && keyOf(other).startsWith(prefix),
  );
}

/** Runs the moves of some ranks, each when its new name is free. */
function stepsOf(ranks: readonly number[], plan: Plan): readonly RenameStep[] {
  const { holders, shall, occupied } = plan;
  const steps: RenameStep[] = [];
  const take = ({ rename, from, to }: Move, origin: Renamable): void => {
    steps.push({ rename, origin, operations: operationsOf(rename, origin, plan) });
    for (const place of from) occupied.delete(place);
    for (const place of to) occupied.add(place);
  };
  const isTaken = (place: string): boolean => occupied.has(place);
  const reserved = [...(shall?.keys() ?? []), ...plan.moves.flatMap((move) => move.to)];
  const aside = (object: Renamable, base: string, suffix: string): Move => {
    const to = asideName(base, suffix, (name) => {
      const places = spacesOf({ ...object, name });
      return !places.some(isTaken) && !meet(places, reserved);
    });
    return moveOf({ object, to });
  };
  let pending = plan.moves
    .filter(({ rank }) => ranks.includes(rank))
    .map((move) => ({ ...move, origin: move.rename.object }));
  for (let [first] = pending; first !== undefined; [first] = pending) {
    const free = pending.find(({ to }) => !to.some(isTaken));
    if (free !== undefined) {
      take(free, free.origin);
      pending = pending.filter((move) => move !== free);
      continue;
    }
    const leaving = new Set(pending.flatMap(({ from }) => from));
    const [held] = pending.flatMap(({ rename, to }) => {
      const place = to.find((wanted) => isTaken(wanted) && !leaving.has(wanted));
      const holder = place === undefined ? undefined : holders.get(place);
      return holder === undefined ? [] : [{ holder, rename }];
    });
    if (held !== undefined) {
      take(aside(held.holder, held.rename.to, "old"), held.holder);
      continue;
    }
    // A cycle: all of them wait for each other.
    const hop = aside(first.rename.object, first.rename.to, "new");
    take(hop, first.origin);
    const rest = moveOf({ ...first.rename, object: targetOf(hop.rename) }, first.parts);
    pending = [{ ...rest, origin: first.origin }, ...pending.slice(1)];
  }
  return steps;
}

/** The first name that fits: `users_old`, `users_old2`, … */
function asideName(base: string, suffix: string, fits: (name: string) => boolean): string {
  for (let count = 1; ; count += 1) {
    const ending = `_${suffix}${count === 1 ? "" : count}`;
    const name = truncateIdentifier(base, MAX_IDENTIFIER_BYTES - ending.length) + ending;
    if (fits(name)) return name;
  }
}

/** Changes the schema, the name, or both, using a name that is free in both schemas. */
function operationsOf(
  { object, to, schema }: Rename,
  origin: Renamable,
  { schema: { views }, occupied }: Plan,
): readonly Operation[] {
  const isMaterialized = views.some(
    (view) => view.materialized && "schema" in origin && sameName(view, origin),
  );
  const ref = isMaterialized && object.kind === "view" ? refTo("materializedView", object) : object;
  const isMoved = "schema" in ref && schema !== undefined && schema !== ref.schema;
  if (!isMoved || ref.kind === "index") return [{ kind: "rename", object: ref, to }];
  const isFree = (name: QualifiedName): boolean =>
    !spacesOf({ ...ref, ...name }).some((place) => occupied.has(place));
  const fits = (name: string): boolean =>
    (name === ref.name || isFree({ schema: ref.schema, name })) &&
    (name === to || isFree({ schema, name }));
  const name = [ref.name, to].find(fits) ?? asideName(to, "new", fits);
  return [
    ...(name === ref.name ? [] : [{ kind: "rename", object: ref, to: name } as const]),
    { kind: "setSchema", object: { ...ref, name }, to: schema },
    ...(name === to ? [] : [{ kind: "rename", object: { ...ref, schema, name }, to } as const]),
  ];
}

/** @param known the existing objects of that kind */
function notThere({ object }: Rename, known: readonly Renamable[]): GenError {
  const names = known.slice(0, 20).map(display);
  return usageError(
    "unknown_rename",
    `The database has no ${nounOf(object)} "${display(object)}" to rename.`,
    names.length === 0 ? "It has none." : `It has: ${names.join(", ")}.`,
  );
}

function refusal(code: string, rename: Rename, why: string, hint: string): GenError {
  const [from, to] = [display(rename.object), display(targetOf(rename))];
  const subject = `The ${nounOf(rename.object)} "${from}"`;
  return usageError(code, `${subject} cannot be renamed to "${to}": ${why}.`, hint);
}

function nounOf({ kind }: Renamable): string {
  return kind === "enumValue" ? "value" : kind;
}

function display(ref: Renamable): string {
  return partsOf(ref).join(".");
}
