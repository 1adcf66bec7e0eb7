import { displayName } from "../schema/identifiers.js";
import type { ConstraintRow } from "./constraints.js";
import type { IndexRow } from "./indexes.js";
import type { RelationRow } from "./relations.js";
import type { RuleRow } from "./rules.js";
import type { TableParts } from "./tables.js";
import type { Note } from "./types.js";

/** What there is to say about a table that Drizzle's words do not cover. */
export function tableNotes(
  row: RelationRow,
  parts: Pick<TableParts, "constraints" | "indexes">,
  rules: readonly RuleRow[],
): readonly Note[] {
  const table = displayName(row);
  const constraints = parts.constraints.get(row.oid) ?? [];
  const indexes = parts.indexes.get(row.oid) ?? [];
  return [
    ...specialNotes(row, table),
    ...constraints.flatMap((constraint) =>
      constraintNotes(constraint, `${table}.${constraint.name}`),
    ),
    ...indexes.flatMap((index) => indexNotes(row, index)),
    ...rules.map((rule) => ruleNote(table, rule)),
  ];
}

export function ruleNote(relation: string, rule: RuleRow): Note {
  const message = `The rule ${rule.name} on ${relation} is left as it is.`;
  return { kind: "rule", object: `${relation}.${rule.name}`, message };
}

function specialNotes(row: RelationRow, object: string): readonly Note[] {
  if (row.kind === "p") {
    const count = row.partitions === 1 ? "1 partition" : `${row.partitions} partitions`;
    const message = `${object} is partitioned (${count}); its partitions are left as they are.`;
    return [{ kind: "partitionedTable", object, message }];
  }
  if (row.kind === "f") {
    return [{ kind: "foreignTable", object, message: `${object} is a foreign table.` }];
  }
  if (!row.inherited) return [];
  return [{ kind: "inheritedTable", object, message: `${object} inherits from another table.` }];
}

function constraintNotes(row: ConstraintRow, object: string): readonly Note[] {
  const notes: Note[] = [];
  if (row.type === "x") {
    const message = `The exclusion constraint ${object} is left as it is.`;
    notes.push({ kind: "exclusionConstraint", object, message });
  }
  if (row.temporal && row.type !== "x") {
    const message = `The constraint ${object} is over periods of time, which is not compared.`;
    notes.push({ kind: "temporalConstraint", object, message });
  }
  if (!row.enforced) {
    const message = `The constraint ${object} is not enforced, which is not compared.`;
    notes.push({ kind: "notEnforcedConstraint", object, message });
  }
  if (row.setColumns !== null) {
    const message = `The foreign key ${object} sets only some of its columns, which is not compared.`;
    notes.push({ kind: "partialSetNull", object, message });
  }
  return notes;
}

/** An index of a partitioned table that was made with ONLY is invalid by design. */
function indexNotes(table: RelationRow, index: IndexRow): readonly Note[] {
  if (index.valid || table.kind === "p") return [];
  const object = `${table.schema}.${index.name}`;
  const message =
    `The index ${object} is invalid, as one that was built concurrently and failed: ` +
    "REINDEX it, or drop it and let it be created again.";
  return [{ kind: "invalidIndex", object, message }];
}
