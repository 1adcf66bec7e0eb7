/** Indexes, keys and sequences that swap their names. */
import { effects } from "../../operations/rules.js";
import type { Rename } from "../../operations/types.js";
import { makeObjectName } from "../../schema/identifiers.js";
import { change, type Change } from "../change.js";
import { componentsOf } from "./graph.js";

/**
 * Lets names be swapped: of renames that wait for each other's names, one goes by way of a name
 * that nobody has. Tables and columns are renamed before, but what hangs on them follows them and
 * so swaps its names with them.
 */
export function untangle(changes: readonly Change[]): readonly Change[] {
  const moves = changes.flatMap((one) => moveOf(one) ?? []);
  const component = componentsOf(new Map(moves.map(({ from, to }) => [from, [to]])));
  const cycles = new Map<number | undefined, Move>();
  for (const move of moves.toSorted((a, b) => (a.from < b.from ? 1 : -1))) {
    const own = component.get(move.from);
    if (component.get(move.to) === own) cycles.set(own, move);
  }
  const split = new Map(Array.from(cycles.values(), (move) => [move.of, inTwoSteps(move)]));
  return split.size === 0 ? changes : changes.flatMap((one) => split.get(one) ?? [one]);
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
