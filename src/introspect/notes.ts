import { displayName } from "../schema/identifiers.js";
import type { ConstraintRow } from "./kinds/constraints.js";
import type { RelationRow } from "./kinds/relations.js";
import type { TableParts } from "./kinds/tables.js";
import type { Note } from "./types.js";

/** What there is to say about a table or view that Drizzle's words do not cover. */
export function notesOf(
  row: RelationRow,
  parts: Pick<TableParts, "constraints" | "indexes" | "rules">,
): readonly Note[] {
  const relation = displayName(row);
  const constraints = parts.constraints.get(row.oid) ?? [];
  // An index of a partitioned table that was made with ONLY is invalid by design.
  const indexes = row.kind === "p" ? [] : (parts.indexes.get(row.oid) ?? []);
  return [
    ...specialNotes(row, relation),
    ...constraints.flatMap((constraint) =>
      constraintNotes(constraint, `${relation}.${constraint.name}`),
    ),
    ...indexes.flatMap((index) =>
      index.valid ? [] : [invalidIndex(`${row.schema}.${index.name}`)],
    ),
    ...(parts.rules.get(row.oid) ?? []).map(({ name }): Note => ({
      kind: "rule",
      object: `${relation}.${name}`,
      message: `The rule ${name} on ${relation} is not changed.`,
    })),
  ];
}

function specialNotes(row: RelationRow, object: string): readonly Note[] {
  if (row.kind === "p") {
    const count = row.partitions === 1 ? "1 partition" : `${row.partitions} partitions`;
    const message = `${object} is partitioned (${count}); its partitions are not changed.`;
    return [{ kind: "partitionedTable", object, message }];
  }
  if (row.kind === "f") {
    return [{ kind: "foreignTable", object, message: `${object} is a foreign table.` }];
  }
  if (row.kind !== "r" || !row.inherited) return [];
  return [{ kind: "inheritedTable", object, message: `${object} inherits from another table.` }];
}

function constraintNotes(row: ConstraintRow, object: string): readonly Note[] {
  const isExclusion = row.type === "x";
  const notes: readonly (readonly [applies: boolean, kind: Note["kind"], message: string])[] = [
    [isExclusion, "exclusionConstraint", `The exclusion constraint ${object} is not changed.`],
    [
      row.temporal && !isExclusion,
      "temporalConstraint",
      `The constraint ${object} uses periods (WITHOUT OVERLAPS or PERIOD), which are not compared.`,
    ],
    [
      !row.enforced,
      "notEnforcedConstraint",
      `The constraint ${object} is not enforced, which is not compared.`,
    ],
    [
      row.setColumns !== null,
      "partialSetNull",
      `The foreign key ${object} sets only some of its columns, which is not compared.`,
    ],
  ];
  return notes.flatMap(([applies, kind, message]) => (applies ? [{ kind, object, message }] : []));
}

function invalidIndex(object: string): Note {
  const message =
    `The index ${object} is invalid, probably because a concurrent build failed: ` +
    "REINDEX it, or drop it so that it is recreated.";
  return { kind: "invalidIndex", object, message };
}
