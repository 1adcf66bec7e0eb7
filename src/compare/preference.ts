/**
 * Which of two changes reads better first, where either order works: what lasts is renamed, then
 * types and sequences come, then the tables one after the other, then what looks at them, and at
 * the end what goes.
 */
import { tableOf, ruleOf } from "../operations/rules.js";
import type { Place } from "../operations/rules/rule.js";
import type { Operation } from "../operations/types.js";
import { nameKey } from "../schema/identifiers.js";
import type { QualifiedName, Table } from "../schema/types.js";
import type { Change } from "./change.js";

/**
 * A comparison of changes for {@link order}.
 *
 * @param tables All tables, in reading order.
 */
export function preference(tables: readonly QualifiedName[]): (a: Change, b: Change) => number {
  const positions = new Map(tables.map((table, index) => [nameKey(table), index]));
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

/**
 * The reading order of tables: by name, but a table after those that it refers to, as far as no
 * cycle forbids.
 */
export function readingOrder(tables: readonly Table[]): readonly Table[] {
  const byKey = new Map(tables.map((table) => [nameKey(table), table]));
  const sorted = [...tables].sort((a, b) => (nameKey(a) < nameKey(b) ? -1 : 1));
  const placed = new Set<string>();
  const result: Table[] = [];
  for (const start of sorted) {
    const path: { readonly table: Table; next: number }[] = [];
    const enter = (table: Table): void => {
      if (placed.has(nameKey(table))) return;
      placed.add(nameKey(table));
      path.push({ table, next: 0 });
    };
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const reference = top.table.foreignKeys[top.next];
      top.next += 1;
      if (reference === undefined) {
        result.push(top.table);
        path.pop();
      } else {
        const referenced = byKey.get(nameKey(reference.referencedTable));
        if (referenced !== undefined) enter(referenced);
      }
    }
  }
  return result;
}
