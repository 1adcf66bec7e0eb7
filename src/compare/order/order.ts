/**
 * The order of a plan: one graph over all changes, whose edges come from what each of them
 * creates, drops, alters, needs and releases; never from phases. Among the changes that may come
 * next, the one that reads best does.
 */
import type { Effects } from "../../operations/keys.js";
import { GenError } from "../../errors.js";
import type { Change } from "../change.js";
import { effects } from "../../operations/rules.js";
import { Heap } from "./heap.js";

/**
 * Sorts changes so that PostgreSQL accepts each in its turn.
 *
 * @param preference Compares two changes that may stand in either order.
 * @throws GenError `plan_cycle` when changes wait for each other. The kinds of operation are cut so
 *   that this cannot happen, but for renames that swap names.
 */
export function order(
  changes: readonly Change[],
  preference: (a: Change, b: Change) => number,
): readonly Change[] {
  const successors = edges(changes);
  const waitingFor = changes.map(() => 0);
  for (const targets of successors)
    for (const target of targets) waitingFor[target] = (waitingFor[target] ?? 0) + 1;

  const at = (index: number): Change => {
    const found = changes[index];
    if (found === undefined) throw new RangeError(`no change ${index}`);
    return found;
  };
  const ready = new Heap<number>((a, b) => preference(at(a), at(b)) || a - b);
  waitingFor.forEach((count, index) => {
    if (count === 0) ready.push(index);
  });

  const sorted: Change[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    sorted.push(at(next));
    for (const target of successors[next] ?? []) {
      const left = (waitingFor[target] ?? 0) - 1;
      waitingFor[target] = left;
      if (left === 0) ready.push(target);
    }
  }
  if (sorted.length < changes.length) throw cycleError(changes, waitingFor);
  return sorted;
}

/** For each change, the indexes of those that must come after it. */
function edges(changes: readonly Change[]): readonly ReadonlySet<number>[] {
  const all = changes.map(effectsOf);
  const creators = indexBy(all, (one) => one.creates);
  const droppers = indexBy(all, (one) => one.drops);
  const alterers = indexBy(all, (one) => one.alters);
  const successors = changes.map(() => new Set<number>());
  const before = (first: number, second: number): void => {
    if (first !== second) successors[first]?.add(second);
  };

  all.forEach((one, index) => {
    for (const object of one.needs) {
      for (const creator of creators.get(object) ?? []) before(creator, index);
      for (const alterer of alterers.get(object) ?? []) before(alterer, index);
    }
    for (const object of one.releases) {
      for (const dropper of droppers.get(object) ?? []) before(index, dropper);
      for (const alterer of alterers.get(object) ?? []) before(index, alterer);
    }
    for (const object of one.creates) {
      // What needs the very thing that it drops has to wait for it.
      for (const dropper of droppers.get(object) ?? [])
        if (!all[dropper]?.needs.includes(object)) before(dropper, index);
      for (const alterer of alterers.get(object) ?? [])
        if (!all[alterer]?.drops.includes(object)) before(index, alterer);
    }
  });
  return successors;
}

function effectsOf(change: Change): Effects {
  const own = effects(change.operation);
  // What a change alters or drops itself is no reason to wait for itself or its like.
  const altered = new Set(own.alters);
  return {
    ...own,
    creates: [...own.creates, ...(change.creates ?? [])],
    drops: [...own.drops, ...(change.drops ?? [])],
    needs: [...own.needs, ...(change.needs ?? [])].filter((object) => !altered.has(object)),
    releases: [...own.releases, ...(change.releases ?? [])].filter(
      (object) => !altered.has(object),
    ),
  };
}

function indexBy(
  all: readonly Effects[],
  objects: (one: Effects) => readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const map = new Map<string, number[]>();
  all.forEach((one, index) => {
    for (const object of objects(one)) {
      const found = map.get(object);
      if (found) found.push(index);
      else map.set(object, [index]);
    }
  });
  return map;
}

function cycleError(changes: readonly Change[], waitingFor: readonly number[]): GenError {
  const stuck = changes
    .filter((_, index) => (waitingFor[index] ?? 0) > 0)
    .map((one) => one.operation.kind);
  return new GenError(
    "plan_cycle",
    `These changes depend on each other in a circle: ${stuck.join(", ")}.`,
    { hint: "Make part of the change in a separate revision, then the rest." },
  );
}
