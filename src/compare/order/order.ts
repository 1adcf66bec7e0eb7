/**
 * The order of a plan. It is one graph over all changes: the edges come from what each change
 * creates, drops, alters, needs and releases. There are no phases. Among the changes that can come
 * next, the one that reads best is taken.
 */
import { GenError } from "../../errors.js";
import type { Effects } from "../../operations/keys.js";
import { effects, isConcurrentBuild, ruleOf, tableOf } from "../../operations/rules.js";
import type { Place } from "../../operations/rules/rule.js";
import type { Operation, Rename } from "../../operations/types.js";
import { makeObjectName, nameKey } from "../../schema/identifiers.js";
import type { Table } from "../../schema/types.js";
import { type Change, change } from "../change.js";
import { componentsOf, references, targetsFirst } from "./graph.js";

type Preference = (a: Change, b: Change) => number;

/**
 * Sorts changes so that PostgreSQL accepts each of them.
 *
 * @throws GenError `plan_cycle` if changes wait for each other
 */
export function order(given: readonly Change[], prefers: Preference): readonly Change[] {
  const changes = given.toSorted(prefers);
  const successors = edges(changes);
  const waitingFor = changes.map(() => 0);
  for (const targets of successors)
    for (const target of targets) waitingFor[target] = (waitingFor[target] ?? 0) + 1;

  // The preferred one is last.
  const free = [...changes.keys()].filter((index) => waitingFor[index] === 0);
  const ready = free.toReversed();
  const sorted: Change[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    sorted.push(...changes.slice(next, next + 1));
    for (const target of successors[next] ?? []) {
      const left = (waitingFor[target] ?? 0) - 1;
      waitingFor[target] = left;
      if (left === 0) insert(ready, target);
    }
  }
  if (sorted.length === changes.length) return sorted;
  const stuck = changes
    .filter((_, index) => (waitingFor[index] ?? 0) > 0)
    .map(({ operation }) => operation.kind);
  throw new GenError(
    "plan_cycle",
    `These changes depend on each other in a circle: ${stuck.join(", ")}.`,
    { hint: "Make part of the change in a separate revision, then the rest." },
  );
}

/** Inserts into a list in descending order. */
function insert(list: number[], item: number): void {
  let start = 0;
  for (let end = list.length; start < end;) {
    const middle = (start + end) >> 1;
    if ((list[middle] ?? 0) > item) start = middle + 1;
    else end = middle;
  }
  list.splice(start, 0, item);
}

/** For each change, the indexes of the changes that must come after it. */
function edges(changes: readonly Change[]): readonly ReadonlySet<number>[] {
  const all = changes.map(effectsOf);
  const [creators, droppers, alterers] = [
    indexBy(all, "creates"),
    indexBy(all, "drops"),
    indexBy(all, "alters"),
  ];
  const successors = changes.map(() => new Set<number>());
  const before = (first: number, second: number): void => {
    if (first !== second) successors[first]?.add(second);
  };

  all.forEach((own, index) => {
    for (const object of own.needs) {
      for (const creator of creators(object)) before(creator, index);
      for (const alterer of alterers(object)) before(alterer, index);
    }
    for (const object of own.releases) {
      for (const dropper of droppers(object)) before(index, dropper);
      for (const alterer of alterers(object)) before(index, alterer);
    }
    for (const object of own.creates) {
      // A change that drops an object that it also needs waits until it is created.
      for (const dropper of droppers(object))
        if (!all[dropper]?.needs.includes(object)) before(dropper, index);
      for (const alterer of alterers(object))
        if (!all[alterer]?.drops.includes(object)) before(index, alterer);
    }
  });
  return successors;
}

function effectsOf({ operation, ...more }: Change): Effects {
  const { creates, drops, alters, needs, releases } = effects(operation);
  // What a change alters itself does not count as needed or released.
  const others = (objects: readonly string[]) =>
    objects.filter((object) => !alters.includes(object));
  return {
    creates: [...creates, ...(more.creates ?? [])],
    drops: [...drops, ...(more.drops ?? [])],
    alters,
    needs: others([...needs, ...(more.needs ?? [])]),
    releases: others([...releases, ...(more.releases ?? [])]),
  };
}

function indexBy(
  all: readonly Effects[],
  effect: "creates" | "drops" | "alters",
): (object: string) => readonly number[] {
  const found = new Map<string, number[]>();
  for (const [index, one] of all.entries())
    for (const object of one[effect]) found.set(object, [...(found.get(object) ?? []), index]);
  return (object) => found.get(object) ?? [];
}

/**
 * Which of two changes should come first, for the reader: renames, then types and sequences, then
 * one table after the other, then views and policies, then drops. Tables are sorted by name, but
 * come after the tables that they reference.
 */
export function preference(tables: readonly Table[]): Preference {
  const byName = tables.toSorted((a, b) => (nameKey(a) < nameKey(b) ? -1 : 1));
  const positions = new Map(targetsFirst(references(byName)).map((name, index) => [name, index]));
  const position = (operation: Operation): number => {
    const table = operation.kind === "autocommit" ? undefined : tableOf(operation);
    return table === undefined ? -1 : (positions.get(nameKey(table)) ?? tables.length);
  };
  return (a, b) => {
    const [partA, placeA] = placeOf(a.operation);
    const [partB, placeB] = placeOf(b.operation);
    return (
      parts.indexOf(partA) - parts.indexOf(partB) ||
      (partA === "table" ? position(a.operation) - position(b.operation) : 0) ||
      placeA - placeB
    );
  };
}

const parts: readonly Place[0][] = ["before", "table", "after", "alone"];

function placeOf(operation: Operation): Place {
  return operation.kind === "autocommit" ? ["before", 5] : ruleOf(operation).place(operation);
}

/** Keeps concurrent index builds together, because each group of them splits the plan. */
export function concurrentBuildsTogether(sorted: readonly Change[]): readonly Change[] {
  const isBuild = ({ operation }: Change): boolean => isConcurrentBuild(operation);
  const first = sorted.findIndex(isBuild);
  if (first < 0) return sorted;
  const rest = sorted.slice(first);
  return [
    ...sorted.slice(0, first),
    ...rest.filter(isBuild),
    ...rest.filter((other) => !isBuild(other)),
  ];
}

/**
 * Allows names to be swapped: if renames wait for each other's names, one of them goes through a
 * temporary name. Tables and columns are renamed earlier, but their parts can swap names too.
 */
export function untangle(changes: readonly Change[]): readonly Change[] {
  const moves = changes.flatMap((given) => moveOf(given) ?? []);
  const component = componentsOf(new Map(moves.map(({ from, to }) => [from, [to]])));
  const cycles = new Map<number | undefined, Move>();
  for (const move of moves.toSorted((a, b) => (a.from < b.from ? 1 : -1))) {
    const own = component.get(move.from);
    if (component.get(move.to) === own) cycles.set(own, move);
  }
  const split = new Map(Array.from(cycles.values(), (move) => [move.of, inTwoSteps(move)]));
  return split.size === 0 ? changes : changes.flatMap((given) => split.get(given) ?? [given]);
}

interface Move {
  readonly of: Change;
  readonly rename: Rename;
  readonly from: string;
  readonly to: string;
}

function moveOf(of: Change): Move | undefined {
  const { operation: rename } = of;
  if (rename.kind !== "rename") return undefined;
  const { kind } = rename.object;
  if (kind !== "index" && kind !== "sequence" && kind !== "constraint") return undefined;
  const { drops, creates } = kind === "constraint" ? of : effects(rename);
  const [from, to] = [drops?.[0], creates?.[0]];
  return from === undefined || to === undefined ? undefined : { of, rename, from, to };
}

function inTwoSteps({ of, rename }: Move): readonly Change[] {
  const { needs = [], drops = [], creates = [] } = of;
  const name = makeObjectName(rename.to, undefined, "new");
  const aside: Rename = { ...rename, to: name };
  const back: Rename = { ...rename, object: { ...rename.object, name } };
  return [
    change(aside, { needs, drops }),
    change(back, { needs: [...needs, ...effects(aside).creates], creates }),
  ];
}
