import { inverse } from "../../operations/rules.js";
import type { Operation } from "../../operations/types.js";
import { mentions, nameKey, sameName } from "../../schema/identifiers.js";
import { keyOf, type ObjectRef, refTo } from "../../schema/object-ref.js";
import { isInOwnWords } from "../../schema/reparsable.js";
import type { QualifiedName, Table } from "../../schema/types.js";
import type { Change } from "../change.js";
import type { Sides } from "../options.js";

/**
 * The downgrade recreates the checks and indexes that PostgreSQL reads again when a column gets
 * another type. With a column's type PostgreSQL reads again, from its own print, what mentions the
 * column, and does not always arrive at what it has printed (see `reparsable`). The upgrade leaves
 * that alone, since it means the same; the downgrade recreates the original once all columns have
 * their types again.
 *
 * @param sorted All changes, in their order.
 */
export function withReread(sorted: readonly Change[], { actual }: Sides): readonly Change[] {
  const retyped = new Set(
    sorted.flatMap(({ operation }) => (isRetype(operation) ? [nameKey(operation.table)] : [])),
  );
  if (retyped.size === 0) return sorted;
  const result = [...sorted];
  for (const table of actual.tables.filter((one) => retyped.has(nameKey(one))))
    for (const part of lostParts(table)) {
      if (sorted.some(({ operation }) => part.isTouchedBy(operation))) continue;
      // What comes first is taken back last.
      const index = result.findIndex(
        ({ operation }) =>
          isRetype(operation) &&
          sameName(operation.table, table) &&
          part.texts.some((text) => mentions(text, operation.column)),
      );
      const first = result[index];
      if (first === undefined) continue;
      const undo = first.undo ?? inverse(first.operation);
      result[index] = { ...first, undo: [...undo, ...part.again] };
    }
  return result;
}

function isRetype(operation: Operation): operation is Operation & { readonly kind: "alterColumn" } {
  return operation.kind === "alterColumn" && operation.changes.type !== undefined;
}

interface Part {
  readonly texts: readonly string[];
  readonly again: readonly Operation[];
  readonly isTouchedBy: (operation: Operation) => boolean;
}

/** The checks and indexes of a table that PostgreSQL would not read as it prints them. */
function lostParts(table: Table): readonly Part[] {
  const name: QualifiedName = { schema: table.schema, name: table.name };
  const checks = table.checks.map((constraint): Part => ({
    texts: [constraint.expression],
    again: [
      { kind: "dropConstraint", table: name, name: constraint.name },
      { kind: "createCheckConstraint", table: name, constraint },
    ],
    isTouchedBy: (operation) =>
      (operation.kind === "dropConstraint" &&
        sameName(operation.table, name) &&
        operation.name === constraint.name) ||
      renames(operation, { kind: "constraint", table: name, name: constraint.name }),
  }));
  const indexes = table.indexes.map((index): Part => {
    const own = { schema: table.schema, name: index.name };
    return {
      texts: [index.where, ...index.keys.map((key) => key.expression ?? key.column)].filter(
        (text) => text !== undefined,
      ),
      again: [
        { kind: "dropIndex", index: own },
        { kind: "createIndex", table: name, index },
      ],
      isTouchedBy: (operation) =>
        (operation.kind === "dropIndex" && sameName(operation.index, own)) ||
        renames(operation, refTo("index", own)),
    };
  });
  return [...checks, ...indexes].filter((part) => part.texts.some(isInOwnWords));
}

function renames(operation: Operation, object: ObjectRef): boolean {
  return operation.kind === "rename" && keyOf(operation.object) === keyOf(object);
}
