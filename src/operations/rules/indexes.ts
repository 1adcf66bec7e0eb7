import { quoteIdentifier, quoteName } from "../../schema/identifiers.js";
import { type ObjectRef, refTo } from "../../schema/object-ref.js";
import type { Index, IndexKey, QualifiedName } from "../../schema/types.js";
import { columnsOf, expressionKeys, indexColumns, indexKeys, key, type Effects } from "../keys.js";
import { newComment } from "../object-sql.js";
import { indexQuestion } from "../rows/constraints.js";
import { columnList, inParentheses, storageParameters, words } from "../statement.js";
import type { IndexOperation } from "../types.js";
import { dropped, type RulesOf } from "./rule.js";

export const indexRules: RulesOf<IndexOperation> = {
  createIndex: {
    subject: ({ table, index }) => indexRef(table, index.name),
    sql: ({ table, index }) => createIndexStatements(table, index),
    inverse: ({ table, index }) => ({
      kind: "dropIndex",
      index: { schema: table.schema, name: index.name },
      ...(index.concurrently === true && { concurrently: true }),
      previous: { table, index },
    }),
    effects: creation,
    place: ({ index }) => (index.concurrently === true ? ["alone", 0] : ["table", 13]),
    rows: indexQuestion,
  },

  dropIndex: dropped({
    subject: ({ index }) => refTo("index", index),
    sql: ({ index, concurrently }) => [
      words("DROP INDEX", concurrently && "CONCURRENTLY", quoteName(index)),
    ],
    // An index that was dropped without blocking is built again without blocking.
    create: ({ table, index: { concurrently: _, ...index } }, { concurrently }) => ({
      kind: "createIndex",
      table,
      index: concurrently === true ? { ...index, concurrently } : index,
    }),
    creation,
    place: ["table", 2],
  }),
};

function indexRef({ schema }: QualifiedName, name: string): ObjectRef<"index"> {
  return { kind: "index", schema, name };
}

function creation({
  table,
  index,
}: {
  readonly table: QualifiedName;
  readonly index: Index;
}): Partial<Effects> {
  const unique = index.keys.flatMap(({ column }) => column ?? []);
  return {
    creates: indexKeys(table, index),
    drops: index.unique ? [key.uniqueToCome(table, unique)] : [],
    needs: [...columnsOf(table, indexColumns(index)), ...expressionKeys(table, index)],
  };
}

/** `CREATE INDEX`, and the comment if the index has one. */
export function createIndexStatements(table: QualifiedName, index: Index): readonly string[] {
  const { include, where } = index;
  const parameters = Object.entries(index.with);
  return [
    words(
      "CREATE",
      index.unique && "UNIQUE",
      "INDEX",
      index.concurrently && "CONCURRENTLY",
      quoteIdentifier(index.name),
      "ON",
      index.only && "ONLY",
      quoteName(table),
      `USING ${quoteIdentifier(index.method)}`,
      `(${index.keys.map(indexKey).join(", ")})`,
      include !== undefined && include.length > 0 && `INCLUDE (${columnList(include)})`,
      index.nullsNotDistinct && "NULLS NOT DISTINCT",
      parameters.length > 0 && `WITH (${storageParameters(parameters)})`,
      where !== undefined && `WHERE ${inParentheses(where)}`,
    ),
    ...newComment(indexRef(table, index.name), index.comment),
  ];
}

/** The operator class stands as it was written. */
function indexKey(part: IndexKey): string {
  const usualNulls = part.order === "asc" ? "last" : "first";
  return words(
    part.column === undefined ? inParentheses(part.expression ?? "") : quoteIdentifier(part.column),
    part.collation && `COLLATE ${part.collation}`,
    part.opclass,
    part.order === "desc" && "DESC",
    part.nulls !== usualNulls && `NULLS ${part.nulls.toUpperCase()}`,
  );
}
