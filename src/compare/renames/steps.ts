/** In which order renames can be carried out, and which names have to be made free first. */
import { nameKey, truncateIdentifier } from "../../schema/identifiers.js";
import type { QualifiedName, Schema } from "../../schema/types.js";
import { nameTaken, notThere, notWanted, renameConflict } from "./errors.js";
import type { Rename, RenameKind } from "./renames.js";

export interface RenameStep {
  readonly rename: Rename;
  /** What this step moves, by the name that it had before the first: the same for all its steps. */
  readonly origin: string;
}

/**
 * The steps that carry out renames: parts of tables and enums first, which name their owner as it
 * was, then tables and types, then schemas. A name that something else bears is made free before:
 * names that are swapped go through a third, and what is dropped is put aside (`users_old`), so
 * that the renamed takes its place and it can be dropped later, whatever stands on it.
 *
 * @param renames In old terms.
 * @throws GenError `unknown_rename`, `rename_taken`
 */
export function sequenceRenames(
  schema: Schema,
  renames: readonly Rename[],
  wanted: Schema | undefined,
): readonly RenameStep[] {
  if (renames.length === 0) return [];
  const there = inhabitants(schema);
  const moves = distinct(renames)
    .map(moveOf)
    .filter((move) => move.from !== move.to)
    .sort((a, b) => ranks[a.rename.kind] - ranks[b.rename.kind] || (a.from < b.from ? -1 : 1));
  const shall = wanted && inhabitantsAfterwards(wanted, renames);
  const fixed = new Set(
    schema.tables
      .filter((table) => table.special !== undefined)
      .map((table) => `relation ${nameKey(table)}`),
  );
  for (const move of moves) refuseImpossible(move, moves, there, shall, fixed);
  return [0, 1, 2].flatMap((rank) =>
    steps(
      moves.filter((move) => ranks[move.rename.kind] === rank),
      there,
      new Set([...(shall?.keys() ?? []), ...moves.map((move) => move.to)]),
    ),
  );
}

const ranks: Readonly<Record<RenameKind, number>> = {
  enumValue: 0,
  column: 0,
  policy: 0,
  role: 0,
  table: 1,
  enum: 1,
  sequence: 1,
  view: 1,
  schema: 2,
};

/** A rename with its names as keys that are equal exactly where two things cannot be called so. */
interface Move {
  readonly rename: Rename;
  readonly from: string;
  readonly to: string;
}

function moveOf(rename: Rename): Move {
  return { rename, from: placeOf(rename, rename.from), to: placeOf(rename, rename.to) };
}

function placeOf(rename: Rename, name: string | QualifiedName): string {
  if (typeof name !== "string")
    return `${rename.kind === "enum" ? "type" : "relation"} ${nameKey(name)}`;
  switch (rename.kind) {
    case "column":
    case "policy":
      return `${rename.kind} ${nameKey(rename.table)}\0${name}`;
    case "enumValue":
      return `${rename.kind} ${nameKey(rename.enum)}\0${name}`;
    default:
      return `${rename.kind} ${name}`;
  }
}

/** Something that has a name, as the rename that would take the name from it. */
type Inhabitant = (to: string) => Rename;

type Inhabitants = ReadonlyMap<string, Inhabitant>;

/** Everything that has a name, by {@link placeOf}. */
function inhabitants(schema: Schema): Inhabitants {
  return new Map([...objects(schema), ...parts(schema)]);
}

function objects(schema: Schema): Inhabitants {
  const all = new Map<string, Inhabitant>();
  const put = (name: string | QualifiedName, make: Inhabitant): unknown =>
    all.set(placeOf(make(""), name), make);
  const qualified = (
    kind: "table" | "enum" | "sequence" | "view",
    list: readonly QualifiedName[],
  ): void => {
    for (const { schema: namespace, name } of list) {
      const from = { schema: namespace, name };
      put(from, (to) => ({ kind, from, to: { schema: namespace, name: to } }));
    }
  };
  for (const { name: from } of schema.namespaces) put(from, (to) => ({ kind: "schema", from, to }));
  for (const { name: from } of schema.roles) put(from, (to) => ({ kind: "role", from, to }));
  qualified("sequence", schema.sequences);
  qualified("view", schema.views);
  qualified("enum", schema.enums);
  qualified("table", schema.tables);
  return all;
}

/** What belongs to a table or an enum. */
function parts(schema: Schema): Inhabitants {
  const all = new Map<string, Inhabitant>();
  const put = (from: string, make: Inhabitant): unknown => all.set(placeOf(make(""), from), make);
  for (const one of schema.enums) {
    const type = { schema: one.schema, name: one.name };
    for (const from of one.values) put(from, (to) => ({ kind: "enumValue", enum: type, from, to }));
  }
  for (const one of schema.tables) {
    const table = { schema: one.schema, name: one.name };
    for (const { name: from } of one.columns)
      put(from, (to) => ({ kind: "column", table, from, to }));
    for (const { name: from } of one.policies)
      put(from, (to) => ({ kind: "policy", table, from, to }));
  }
  return all;
}

/** What is wanted; schemas, and the owners of parts, are called as they were before. */
function inhabitantsAfterwards(wanted: Schema, renames: readonly Rename[]): Inhabitants {
  const schemas = new Map<string, string>();
  const owners = new Map<string, QualifiedName>();
  for (const rename of renames) {
    if (rename.kind === "schema") schemas.set(rename.to, rename.from);
    if (rename.kind === "table" || rename.kind === "enum")
      owners.set(`${rename.kind} ${nameKey(rename.to)}`, rename.from);
  }
  const inOldSchema = <T extends QualifiedName>(one: T): T => ({
    ...one,
    schema: schemas.get(one.schema) ?? one.schema,
  });
  const formerly = <T extends QualifiedName>(kind: "table" | "enum", one: T): T => ({
    ...one,
    ...owners.get(`${kind} ${nameKey(one)}`),
  });
  const moved = {
    ...wanted,
    sequences: wanted.sequences.map(inOldSchema),
    views: wanted.views.map(inOldSchema),
    enums: wanted.enums.map(inOldSchema),
    tables: wanted.tables.map(inOldSchema),
  };
  const former = {
    ...moved,
    enums: moved.enums.map((one) => formerly("enum", one)),
    tables: moved.tables.map((one) => formerly("table", one)),
  };
  return new Map([...objects(moved), ...parts(former)]);
}

function distinct(renames: readonly Rename[]): readonly Rename[] {
  return [...new Map(renames.map((one) => [JSON.stringify(moveOf(one)), one])).values()];
}

function refuseImpossible(
  move: Move,
  moves: readonly Move[],
  there: Inhabitants,
  shall: Inhabitants | undefined,
  fixed: ReadonlySet<string>,
): void {
  const { kind } = move.rename;
  const found = there.get(move.from);
  if (found === undefined || found("").kind !== kind)
    throw notThere(move.rename, namesLike(move.rename, there));
  if (shall !== undefined && kind !== "role" && !shall.has(move.to)) throw notWanted(move.rename);
  if (moves.some((other) => other !== move && other.from === move.from))
    throw renameConflict(move.rename, "two new names are given for it");
  if (moves.some((other) => other !== move && other.to === move.to))
    throw renameConflict(move.rename, "that name is given twice");
  const holder = there.get(move.to);
  if (holder === undefined || moves.some((other) => other.from === move.to)) return;
  const stays = shall === undefined || (shall.has(move.from) && !isTarget(move.from, moves));
  if (stays || kind === "role" || fixed.has(move.to)) throw nameTaken(move.rename);
}

function isTarget(place: string, moves: readonly Move[]): boolean {
  return moves.some((move) => move.to === place);
}

/** Carries the moves out one after the other, each into a place that is free by then. */
function steps(
  moves: readonly Move[],
  there: Inhabitants,
  reserved: ReadonlySet<string>,
): readonly RenameStep[] {
  const result: RenameStep[] = [];
  const pending = moves.map((move) => ({ ...move, origin: move.from }));
  const occupied = new Set(there.keys());
  const take = (move: Move, origin: string): void => {
    result.push({ rename: move.rename, origin });
    occupied.delete(move.from);
    occupied.add(move.to);
  };
  const aside = (rename: Rename, suffix: string, base: string): Move => {
    for (let count = 1; ; count += 1) {
      const ending = `_${suffix}${count === 1 ? "" : count}`;
      const name = truncateIdentifier(base, 63 - ending.length) + ending;
      const move = moveOf(renamedTo(rename, name));
      if (!occupied.has(move.to) && !reserved.has(move.to)) return move;
    }
  };
  while (pending.length > 0) {
    const free = pending.findIndex((move) => !occupied.has(move.to));
    const [next] = free < 0 ? [] : pending.splice(free, 1);
    if (next !== undefined) {
      take(next, next.origin);
      continue;
    }
    const blocked = pending.find((move) => !pending.some((other) => other.from === move.to));
    const holder = blocked && there.get(blocked.to);
    if (blocked !== undefined && holder !== undefined) {
      take(aside(holder(""), "old", lastName(blocked.rename.to)), blocked.to);
      continue;
    }
    // All of them wait for each other.
    const first = pending.shift();
    if (first === undefined) break;
    const hop = aside(renamedTo(first.rename, ""), "new", lastName(first.rename.to));
    take(hop, first.origin);
    pending.unshift({ ...first, rename: renamedFrom(first.rename, hop.rename), from: hop.to });
  }
  return result;
}

/** The same thing, called otherwise in the same place. */
function renamedTo(rename: Rename, name: string): Rename {
  switch (rename.kind) {
    case "table":
    case "enum":
    case "sequence":
    case "view":
      return { ...rename, to: { schema: rename.from.schema, name } };
    default:
      return { ...rename, to: name };
  }
}

/** The rest of a rename of which `done` is the first step. */
function renamedFrom(rename: Rename, done: Rename): Rename {
  switch (rename.kind) {
    case "table":
    case "enum":
    case "sequence":
    case "view":
      return typeof done.to === "string" ? rename : { ...rename, from: done.to };
    default:
      return typeof done.to === "string" ? { ...rename, from: done.to } : rename;
  }
}

function lastName(name: string | QualifiedName): string {
  return typeof name === "string" ? name : name.name;
}

/** What is there of the same kind, in the same table or enum where it belongs to one. */
function namesLike(rename: Rename, there: Inhabitants): readonly Rename[] {
  const owner = typeof rename.from === "string" ? placeOf(rename, "") : "";
  return [...there]
    .map(([place, make]) => ({ place, one: make("") }))
    .filter(({ place, one }) => one.kind === rename.kind && place.startsWith(owner))
    .map(({ one }) => one);
}
