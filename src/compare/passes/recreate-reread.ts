import { inverse, partsOf, ruleOf } from "../../operations/rules.js";
import type { AlterColumn, Operation } from "../../operations/types.js";
import { mentions, nameKey, sameName } from "../../schema/identifiers.js";
import { keyOf, type ObjectRef } from "../../schema/object-ref.js";
import { isInOwnWords } from "../../schema/reparsable.js";
import type { Table } from "../../schema/types.js";
import type { Change } from "../change.js";
import type { Sides } from "../options.js";

/**
 * When a column gets another type, PostgreSQL reparses checks and indexes from their printed form,
 * which can change them (see `reparsable`). The downgrade recreates those. The upgrade does not,
 * because they mean the same.
 */
export function withReread(sorted: readonly Change[], { actual }: Sides): readonly Change[] {
  const retyped = new Set(
    sorted.flatMap(({ operation }) => (isRetype(operation) ? [nameKey(operation.table)] : [])),
  );
  if (retyped.size === 0) return sorted;
  const touched = new Set(sorted.flatMap(({ operation }) => touchedBy(operation)));
  const result = [...sorted];
  for (const table of actual.tables.filter((candidate) => retyped.has(nameKey(candidate))))
    for (const { object, texts, again } of lostParts(table)) {
      if (touched.has(keyOf(object))) continue;
      // Undone last, because it comes first.
      const index = result.findIndex(
        ({ operation }) =>
          isRetype(operation) &&
          sameName(operation.table, table) &&
          texts.some((text) => mentions(text, operation.column)),
      );
      const first = result[index];
      if (first === undefined) continue;
      const undo = first.undo ?? inverse(first.operation);
      result[index] = { ...first, undo: [...undo, ...again] };
    }
  return result;
}

function isRetype(operation: Operation): operation is AlterColumn {
  return operation.kind === "alterColumn" && operation.changes.type !== undefined;
}

function touchedBy(operation: Operation): readonly string[] {
  const parts = partsOf(operation).filter(({ kind }) => /^(?:drop|rename)/.test(kind));
  const subjects = parts.map((part) => ruleOf(part).subject(part));
  return subjects.map((subject) => (typeof subject === "string" ? subject : keyOf(subject)));
}

interface Part {
  readonly object: ObjectRef;
  readonly texts: readonly string[];
  readonly again: readonly Operation[];
}

/** The checks and indexes of a table that change when PostgreSQL reparses them. */
function lostParts({ schema, name, checks, indexes }: Table): readonly Part[] {
  const table = { schema, name };
  const parts = [
    ...checks.map((constraint): Part => ({
      object: { kind: "constraint", table, name: constraint.name },
      texts: [constraint.expression],
      again: [
        { kind: "dropConstraint", table, name: constraint.name },
        { kind: "createCheckConstraint", table, constraint },
      ],
    })),
    ...indexes.map((index): Part => ({
      object: { kind: "index", schema, name: index.name },
      texts: [index.where, ...index.keys.map((key) => key.expression ?? key.column)].filter(
        (text) => text !== undefined,
      ),
      again: [
        { kind: "dropIndex", index: { schema, name: index.name } },
        { kind: "createIndex", table, index },
      ],
    })),
  ];
  return parts.filter(({ texts }) => texts.some(isInOwnWords));
}
