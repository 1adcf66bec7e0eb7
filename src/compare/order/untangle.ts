/** Indexes, keys and sequences that swap their names. */
import { makeObjectName } from "../../schema/identifiers.js";
import type { Operation } from "../../operations/types.js";
import { change, type Change } from "../change.js";
import { effects } from "../../operations/rules.js";

/**
 * Lets names be swapped: of renames that wait for each other's names, one goes by way of a name
 * that nobody has. Tables and columns are renamed before, but what hangs on them follows them and
 * so swaps its names with them.
 */
export function untangle(changes: readonly Change[]): readonly Change[] {
  const moves = new Map<string, Change>();
  for (const one of changes) {
    const move = moveOf(one);
    if (move !== undefined) moves.set(move.from, one);
  }
  const split = new Set<Change>();
  const done = new Set<string>();
  for (const start of [...moves.keys()].sort()) {
    const path = new Set<string>();
    let at: string | undefined = start;
    while (at !== undefined && !done.has(at) && !path.has(at)) {
      path.add(at);
      const next = moves.get(at);
      at = next && moveOf(next)?.to;
    }
    const last = at !== undefined && path.has(at) ? moves.get(at) : undefined;
    if (last !== undefined) split.add(last);
    for (const name of path) done.add(name);
  }
  return split.size === 0
    ? changes
    : changes.flatMap((one) => (split.has(one) ? inTwoSteps(one) : [one]));
}

function moveOf(one: Change): { readonly from: string; readonly to: string } | undefined {
  const { operation } = one;
  if (operation.kind !== "rename") return undefined;
  const { kind } = operation.object;
  if (kind !== "index" && kind !== "sequence" && kind !== "constraint") return undefined;
  const { drops, creates } = kind === "constraint" ? one : effects(operation);
  const [from, to] = [drops?.[0], creates?.[0]];
  return from === undefined || to === undefined ? undefined : { from, to };
}

function inTwoSteps(one: Change): readonly Change[] {
  const { operation } = one;
  const { needs = [], ...rest } = one;
  if (operation.kind !== "rename") return [one];
  const name = makeObjectName(operation.to, undefined, "new");
  const aside: Operation = { ...operation, to: name };
  const back: Operation = { ...operation, object: { ...operation.object, name } };
  const between = effects(aside).creates;
  const { drops, creates } = rest;
  return [
    change(aside, { needs, ...(drops && { drops }) }),
    change(back, { needs: [...needs, ...between], ...(creates && { creates }) }),
  ];
}
