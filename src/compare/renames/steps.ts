/** In which order renames can be carried out, and which names have to be made free first. */
import { type GenError, usageError } from "../../errors.js";
import type { Operation } from "../../operations/types.js";
import { MAX_IDENTIFIER_BYTES, sameName, truncateIdentifier } from "../../schema/identifiers.js";
import { keyOf, refTo } from "../../schema/object-ref.js";
import type { Schema } from "../../schema/types.js";
import { asRenamed, namesAround } from "./names.js";
import {
  objectsIn,
  partsOf,
  placeOf,
  rankOf,
  type Renamable,
  type Rename,
  targetOf,
} from "./rename.js";

export interface RenameStep {
  /** In the names of the moment. */
  readonly rename: Rename;
  /** What is renamed, as it was called before the first step. */
  readonly origin: Renamable;
  readonly operations: readonly Operation[];
}

/**
 * The steps that carry out renames: parts of tables and enums first, which name their owner as it
 * was, then tables and types, then schemas. A name that something else bears is made free before:
 * names that are swapped go through a third, and what is dropped is put aside (`users_old`), so
 * that the renamed takes its place and it can be dropped later, whatever stands on it.
 *
 * @param renames In the names of before, but for the new name itself.
 * @throws GenError `unknown_rename`, `rename_taken`, `rename_conflict`
 */
export function renameSteps(
  schema: Schema,
  renames: readonly Rename[],
  wanted: Schema | undefined,
): readonly RenameStep[] {
  if (renames.length === 0) return [];
  const all = [...new Map(renames.map(moveOf).map((move) => [move.from + move.to, move])).values()];
  const moves = all
    .filter((move) => move.from !== move.to)
    .sort((a, b) => a.rank - b.rank || (a.from < b.from ? -1 : 1));
  const { before } = namesAround(schema, renames.map(asRenamed));
  const there = placesOf(objectsIn(schema));
  const plan: Plan = {
    schema,
    moves,
    there,
    ...(wanted && { shall: placesOf(objectsIn(wanted).map(before.holder)) }),
    occupied: new Set(there.keys()),
  };
  for (const move of moves) refuseImpossible(move, plan);
  return [0, 1, 2, 3].flatMap((rank) => stepsOf(rank, plan));
}

interface Plan {
  readonly schema: Schema;
  readonly moves: readonly Move[];
  readonly there: Places;
  /** What is wanted; what holds it is called as before. */
  readonly shall?: Places;
  /** The places that something is at, at the moment. */
  readonly occupied: Set<string>;
}

/** What has a name, by {@link placeOf}. */
type Places = ReadonlyMap<string, Renamable>;

function placesOf(refs: readonly Renamable[]): Places {
  return new Map(refs.map((ref) => [placeOf(ref), ref]));
}

/** A rename with the places that its object comes from and goes to. */
interface Move {
  readonly rename: Rename;
  readonly rank: number;
  readonly from: string;
  readonly to: string;
}

function moveOf(rename: Rename): Move {
  const { object } = rename;
  return { rename, rank: rankOf(object), from: placeOf(object), to: placeOf(targetOf(rename)) };
}

function refuseImpossible({ rename, from, to }: Move, { schema, moves, there, shall }: Plan): void {
  const { kind } = rename.object;
  if (there.get(from)?.kind !== kind) throw notThere(rename, likeIt(rename.object, there));
  if (shall !== undefined && kind !== "role" && !shall.has(to)) throw notWanted(rename);
  const others = moves.filter((move) => move.rename !== rename);
  if (others.some((other) => other.from === from))
    throw renameConflict(rename, "two new names are given for it");
  if (others.some((other) => other.to === to))
    throw renameConflict(rename, "that name is given twice");
  if (!there.has(to) || others.some((other) => other.from === to)) return;
  const isReplaced = others.some((other) => other.to === from);
  const stays = shall === undefined || (shall.has(from) && !isReplaced);
  // Partitioned and foreign tables are left alone.
  const isFixed = schema.tables.some(
    (table) => table.special !== undefined && placeOf(refTo("table", table)) === to,
  );
  if (stays || kind === "role" || isFixed) throw nameTaken(rename);
}

/** What is there of the same kind, in the same table or enum where it belongs to one. */
function likeIt(object: Renamable, there: Places): readonly Renamable[] {
  const prefix = rankOf(object) === 0 ? keyOf({ ...object, name: "" }) : "";
  return [...there.values()].filter(
    (other) => other.kind === object.kind && keyOf(other).startsWith(prefix),
  );
}

/** Carries the moves of a rank out one after the other, each to a place that is free by then. */
function stepsOf(rank: number, plan: Plan): readonly RenameStep[] {
  const { there, shall, occupied } = plan;
  const steps: RenameStep[] = [];
  const take = ({ rename, from, to }: Move, origin: Renamable): void => {
    steps.push({ rename, origin, operations: operationsOf(rename, origin, plan) });
    occupied.delete(from);
    occupied.add(to);
  };
  const reserved = new Set([...(shall?.keys() ?? []), ...plan.moves.map((move) => move.to)]);
  const aside = (object: Renamable, suffix: string, base: string): Move => {
    for (let count = 1; ; count += 1) {
      const ending = `_${suffix}${count === 1 ? "" : count}`;
      const to = truncateIdentifier(base, MAX_IDENTIFIER_BYTES - ending.length) + ending;
      const move = moveOf({ object, to });
      if (!occupied.has(move.to) && !reserved.has(move.to)) return move;
    }
  };
  let pending = plan.moves
    .filter((move) => move.rank === rank)
    .map((move) => ({ ...move, origin: move.rename.object }));
  for (let [first] = pending; first !== undefined; [first] = pending) {
    const free = pending.find((move) => !occupied.has(move.to));
    if (free !== undefined) {
      take(free, free.origin);
      pending = pending.filter((move) => move !== free);
      continue;
    }
    const blocked = pending.find((move) => pending.every((other) => other.from !== move.to));
    const holder = blocked && there.get(blocked.to);
    if (blocked !== undefined && holder !== undefined) {
      take(aside(holder, "old", blocked.rename.to), holder);
      continue;
    }
    // All of them wait for each other.
    const hop = aside(first.rename.object, "new", first.rename.to);
    take(hop, first.origin);
    const rest = moveOf({ ...first.rename, object: targetOf(hop.rename) });
    pending = [{ ...rest, origin: first.origin }, ...pending.slice(1)];
  }
  return steps;
}

/** A new schema, a new name, or both, by way of a name that is free. */
function operationsOf(
  { object, to, schema }: Rename,
  origin: Renamable,
  { schema: { views }, occupied }: Plan,
): readonly Operation[] {
  const isMaterialized = views.some(
    (view) => view.materialized && "schema" in origin && sameName(view, origin),
  );
  const ref = isMaterialized && object.kind === "view" ? refTo("materializedView", object) : object;
  if (!("schema" in ref) || schema === undefined || schema === ref.schema)
    return [{ kind: "rename", object: ref, to }];
  if (ref.name === to) return [{ kind: "setSchema", object: ref, to: schema }];
  const moved = { ...ref, schema };
  const isTaken = (["table", "enum"] as const).some((kind) =>
    occupied.has(placeOf(refTo(kind, moved))),
  );
  return isTaken
    ? [
        { kind: "rename", object: ref, to },
        { kind: "setSchema", object: { ...ref, name: to }, to: schema },
      ]
    : [
        { kind: "setSchema", object: ref, to: schema },
        { kind: "rename", object: moved, to },
      ];
}

/** @param known What there is of that kind. */
function notThere({ object }: Rename, known: readonly Renamable[]): GenError {
  const names = known.slice(0, 20).map(display);
  return usageError(
    "unknown_rename",
    `The database has no ${nounOf(object)} "${display(object)}" to rename.`,
    names.length === 0 ? "It has none." : `It has: ${names.join(", ")}.`,
  );
}

function notWanted(rename: Rename): GenError {
  const why = `the models have no ${nounOf(rename.object)} of that name`;
  return usageError(
    "unknown_rename",
    refusal(rename, why),
    "Write the old name first: KIND:OLD=NEW.",
  );
}

function nameTaken(rename: Rename): GenError {
  const to = display(targetOf(rename));
  const hint = `Drop or rename the existing "${to}" in a separate revision first.`;
  return usageError("rename_taken", refusal(rename, "the database has that already"), hint);
}

function renameConflict(rename: Rename, why: string): GenError {
  return usageError("rename_conflict", refusal(rename, why), "Give each rename once.");
}

function refusal(rename: Rename, why: string): string {
  const [from, to] = [display(rename.object), display(targetOf(rename))];
  return `The ${nounOf(rename.object)} "${from}" cannot be renamed to "${to}": ${why}.`;
}

function nounOf({ kind }: Renamable): string {
  return kind === "enumValue" ? "value" : kind;
}

function display(ref: Renamable): string {
  return partsOf(ref).join(".");
}
