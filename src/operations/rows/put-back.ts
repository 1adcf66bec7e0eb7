/** Constraints that a plan takes down and puts back: the rows have satisfied them all along. */
import type { Operation } from "../types.js";

export class PutBack {
  private readonly dropped = new Map<string, string>();
  /** Tables of which a column gets another type: what held for the old values need not hold now. */
  private readonly retyped = new Set<string>();

  add(operation: Operation): void {
    if (operation.kind === "dropConstraint" && operation.previous !== undefined)
      this.dropped.set(placeOf(operation), spelled(operation.previous.constraint));
    if (operation.kind === "dropIndex" && operation.previous !== undefined) {
      const { table, index } = operation.previous;
      this.dropped.set(place(table, index.name), spelled(index));
    }
    if (operation.kind === "alterColumn" && operation.changes.type !== undefined)
      this.retyped.add(placeOf({ table: operation.table, name: "" }));
  }

  has(operation: Operation): boolean {
    switch (operation.kind) {
      case "createPrimaryKey":
      case "createUniqueConstraint":
      case "createForeignKey":
      case "createCheckConstraint": {
        const { table, constraint } = operation;
        return this.isBack(table, constraint.name, spelled(constraint));
      }
      case "createIndex":
        return this.isBack(operation.table, operation.index.name, spelled(operation.index));
      default:
        return false;
    }
  }

  /** Whether the plan has dropped the constraint or index before. */
  isDropped(table: { schema: string; name: string }, name: string): boolean {
    return this.dropped.has(place(table, name));
  }

  private isBack(table: { schema: string; name: string }, name: string, text: string): boolean {
    return !this.retyped.has(place(table, "")) && this.dropped.get(place(table, name)) === text;
  }
}

function placeOf(of: {
  readonly table: { readonly schema: string; readonly name: string };
  readonly name: string;
}): string {
  return place(of.table, of.name);
}

function place(table: { readonly schema: string; readonly name: string }, name: string): string {
  return [table.schema, table.name, name].join("\0");
}

/** A definition without what belongs to it besides, and with its parts in one order. */
function spelled(definition: object): string {
  return JSON.stringify(definition, (key, value: unknown) => {
    if (besides.has(key)) return undefined;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const besides: ReadonlySet<string> = new Set([
  "attributes",
  "sequenceAttributes",
  "comment",
  "concurrently",
  "referencedIndex",
  "opclassIsDefault",
]);
