/** Indexes, keys and sequences that swap their names. */
import { makeObjectName } from "../../schema/identifiers.js";
import type { Operation } from "../../operations/types.js";
import { change, type Change } from "../change.js";
import { effects } from "../effects/index.js";

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
  const isRename =
    operation.kind === "renameIndex" ||
    operation.kind === "renameSequence" ||
    operation.kind === "renameConstraint";
  if (!isRename) return undefined;
  const { drops, creates } = operation.kind === "renameConstraint" ? one : effects(operation);
  const [from, to] = [drops?.[0], creates?.[0]];
  return from === undefined || to === undefined ? undefined : { from, to };
}

function inTwoSteps(one: Change): readonly Change[] {
  const { operation } = one;
  const { needs = [], ...rest } = one;
  const steps = (between: string): readonly [Operation, Operation] | undefined => {
    switch (operation.kind) {
      case "renameIndex":
        return [
          { ...operation, to: between },
          { ...operation, index: { ...operation.index, name: between } },
        ];
      case "renameSequence":
        return [
          { ...operation, to: between },
          { ...operation, sequence: { ...operation.sequence, name: between } },
        ];
      case "renameConstraint":
        return [
          { ...operation, to: between },
          { ...operation, from: between },
        ];
      default:
        return undefined;
    }
  };
  const to = "to" in operation && typeof operation.to === "string" ? operation.to : "";
  const both = steps(makeObjectName(to, undefined, "new"));
  if (both === undefined) return [one];
  const between = effects(both[0]).creates;
  const { drops, creates } = rest;
  return [
    change(both[0], { needs, ...(drops && { drops }) }),
    change(both[1], { needs: [...needs, ...between], ...(creates && { creates }) }),
  ];
}
