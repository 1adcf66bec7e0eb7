/** Indexes of a table that both sides have, but for those that stand behind a constraint. */
import type { Index, IndexKey, QualifiedName, Table } from "../schema/types.js";
import { change, type Change } from "./change.js";
import { matchByNameThenDefinition } from "./match.js";

/** What makes the indexes of `actual` those of `desired`. */
export function compareIndexes(
  actual: Table,
  desired: Table,
  mustRebuild: (index: Index) => boolean,
): readonly Change[] {
  const table: QualifiedName = { schema: desired.schema, name: desired.name };
  const definition = definitions(actual, desired);
  const { both, renamed, removed, added } = matchByNameThenDefinition(
    actual.indexes,
    desired.indexes,
    definition,
  );
  const changes: Change[] = [];
  for (const index of removed) changes.push(dropped(table, index));
  for (const pair of [...both, ...renamed]) {
    if (definition(pair.actual) !== definition(pair.desired) || mustRebuild(pair.actual)) {
      changes.push(dropped(table, pair.actual));
      changes.push(created(table, { ...unsaid(pair.actual), ...pair.desired }));
    } else if (pair.actual.name !== pair.desired.name) {
      const index = { schema: table.schema, name: pair.actual.name };
      changes.push(change({ kind: "renameIndex", index, to: pair.desired.name }));
    }
  }
  for (const index of added) changes.push(created(table, index));
  return changes;
}

function dropped(table: QualifiedName, index: Index): Change {
  return change({
    kind: "dropIndex",
    index: { schema: table.schema, name: index.name },
    previous: { table, index },
  });
}

function created(table: QualifiedName, index: Index): Change {
  return change({ kind: "createIndex", table, index });
}

function unsaid(index: Index): Partial<Index> {
  return {
    ...(index.include && { include: index.include }),
    ...(index.nullsNotDistinct !== undefined && { nullsNotDistinct: index.nullsNotDistinct }),
    ...(index.comment !== undefined && { comment: index.comment }),
  };
}

/**
 * The definition of an index as text, in what a model can say. An operator class that is the
 * default of its column counts as none, whichever side names it; which one is the default, only
 * the catalog knows.
 */
function definitions(actual: Table, desired: Table): (index: Index) => string {
  const defaults = new Set(
    [...actual.indexes, ...desired.indexes].flatMap((index) =>
      index.keys.flatMap((part) =>
        part.opclassIsDefault && part.opclass !== undefined
          ? [`${index.method} ${sortedBy(part)} ${part.opclass}`]
          : [],
      ),
    ),
  );
  const opclass = (index: Index, part: IndexKey): string | undefined =>
    part.opclass === undefined || defaults.has(`${index.method} ${sortedBy(part)} ${part.opclass}`)
      ? undefined
      : part.opclass;
  return (index) =>
    JSON.stringify([
      index.unique,
      index.method,
      index.keys.map((part) => [sortedBy(part), part.order, part.nulls, opclass(index, part)]),
      index.where,
      Object.entries(index.with)
        .map(([name, value]) => [name, parameter(value)])
        .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
    ]);
}

function sortedBy(part: IndexKey): string {
  return part.column === undefined ? `(${part.expression ?? ""})` : part.column;
}

/** PostgreSQL keeps a storage parameter as it was spelled. */
function parameter(value: string): string {
  const lower = value.toLowerCase();
  if (["true", "on", "yes"].includes(lower)) return "true";
  if (["false", "off", "no"].includes(lower)) return "false";
  return value;
}
