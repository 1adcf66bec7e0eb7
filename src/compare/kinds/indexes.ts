/** Indexes of a table that both sides have, but for those that stand behind a constraint. */
import { refTo } from "../../schema/object-ref.js";
import { qualifiedName } from "../../schema/identifiers.js";
import type { Index, QualifiedName, Table } from "../../schema/types.js";
import { change, type Change, compareComments } from "../change.js";
import { indexDefinitions } from "./definitions.js";
import { byName, matchByNameThenDefinition } from "../match.js";

/** What makes the indexes of `actual` those of `desired`. */
export function compareIndexes(
  actual: Table,
  desired: Table,
  mustRebuild: (index: Index) => boolean,
): readonly Change[] {
  const table = qualifiedName(desired);
  const definition = indexDefinitions(actual, desired);
  const { both, removed, added } = matchByNameThenDefinition(
    actual.indexes,
    desired.indexes,
    definition,
    byName,
  );
  const changes: Change[] = [];
  for (const index of removed) changes.push(dropped(table, index));
  for (const pair of both) {
    if (definition(pair.actual) !== definition(pair.desired) || mustRebuild(pair.actual))
      changes.push(dropped(table, pair.actual), created(actual, pair.desired));
    else changes.push(...alter(table, pair.actual, pair.desired));
  }
  for (const index of added) changes.push(created(actual, index));
  return changes;
}

function alter({ schema }: QualifiedName, actual: Index, desired: Index): readonly Change[] {
  const name = { schema, name: desired.name };
  const index = { schema, name: actual.name };
  return [
    ...(actual.name === desired.name
      ? []
      : [change({ kind: "rename", object: refTo("index", index), to: desired.name })]),
    ...compareComments(refTo("index", name), actual, desired),
  ];
}

function dropped(table: QualifiedName, index: Index): Change {
  return change({
    kind: "dropIndex",
    index: { schema: table.schema, name: index.name },
    previous: { table, index },
  });
}

/**
 * PostgreSQL builds no index of a partitioned table concurrently.
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
function created({ schema, name, special }: Table, index: Index): Change {
  const { concurrently: _, ...plain } = index;
  return change({
    kind: "createIndex",
    table: { schema, name },
    index: special === "partitioned" ? plain : index,
  });
}
