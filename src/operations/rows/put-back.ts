/** Constraints that a plan takes down and puts back: the rows have satisfied them all along. */
import { nameKey } from "../../schema/identifiers.js";
import { keyOf } from "../../schema/object-ref.js";
import type { QualifiedName } from "../../schema/types.js";
import { ruleOf } from "../rules.js";
import type { SingleOperation } from "../types.js";

export class PutBack {
  /** What would create each dropped constraint or index again, by its key. */
  private readonly dropped = new Map<string, string>();
  /** Tables of which a column gets another type: what held for the old values need not hold now. */
  private readonly retyped = new Set<string>();

  add(operation: SingleOperation): void {
    if (operation.kind === "dropConstraint" || operation.kind === "dropIndex") {
      const back = ruleOf(operation).inverse(operation);
      if (back !== undefined) this.dropped.set(keyOfSubject(operation), spelled(back));
    }
    if (operation.kind === "alterColumn" && operation.changes.type !== undefined)
      this.retyped.add(nameKey(operation.table));
  }

  has(operation: SingleOperation): boolean {
    const dropped = this.dropped.get(keyOfSubject(operation));
    return (
      dropped !== undefined &&
      "table" in operation &&
      !this.retyped.has(nameKey(operation.table)) &&
      dropped === spelled(operation)
    );
  }

  /** Whether the plan has dropped the constraint or index before. */
  isDropped(table: QualifiedName, name: string): boolean {
    const { schema } = table;
    return (
      this.dropped.has(keyOf({ kind: "constraint", table, name })) ||
      this.dropped.has(keyOf({ kind: "index", schema, name }))
    );
  }
}

function keyOfSubject(operation: SingleOperation): string {
  const subject = ruleOf(operation).subject(operation);
  return typeof subject === "string" ? subject : keyOf(subject);
}

/** An operation without what belongs to its object besides, and with its parts in one order. */
function spelled(operation: object): string {
  return JSON.stringify(operation, (key, value: unknown) => {
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
