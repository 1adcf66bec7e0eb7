/** Indexes of a table that both sides have, except those behind a constraint. */
import { qualifiedName } from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import type { Index, Table } from "../../schema/types.js";
import { change, type Change, changesOf, compareComments } from "../change.js";
import { byName, isSame, matchByNameThenDefinition } from "../match.js";
import { indexDefinitions } from "./definitions.js";

/** Compares the indexes of a table. */
export function compareIndexes(
  actual: Table,
  desired: Table,
  mustRebuild: (index: Index) => boolean,
): readonly Change[] {
  if (areSame(actual, desired) && !actual.indexes.some(mustRebuild)) return [];
  const table = qualifiedName(desired);
  const { schema } = table;
  const definition = indexDefinitions(actual, desired);
  const pairs = matchByNameThenDefinition(actual.indexes, desired.indexes, definition, byName);
  return changesOf(pairs, {
    drop: (index) => {
      const previous = { table, index };
      return change({ kind: "dropIndex", index: { schema, name: index.name }, previous });
    },
    create: (index) => created(actual, index),
    alter: (was, shall) => {
      if (definition(was) !== definition(shall) || mustRebuild(was)) return undefined;
      const object = refTo("index", { schema, name: was.name });
      const isRenamed = was.name !== shall.name;
      return [
        ...(isRenamed ? [change({ kind: "rename", object, to: shall.name })] : []),
        ...compareComments({ ...object, name: shall.name }, was, shall),
      ];
    },
  });
}

/**
 * PostgreSQL cannot build an index of a partitioned table concurrently.
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

/** Nearly all tables keep their indexes. Only a catalog names operator classes that are the default. */
function areSame(actual: Table, desired: Table): boolean {
  const said = actual.indexes.map((index) => ({
    ...index,
    keys: index.keys.map(({ opclass, opclassIsDefault, ...key }) =>
      opclassIsDefault === true || opclass === undefined ? key : { ...key, opclass },
    ),
  }));
  return isSame(said, desired.indexes);
}
