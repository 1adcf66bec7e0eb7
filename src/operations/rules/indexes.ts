import { quoteIdentifier, quoteName } from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import type { Index, IndexKey, QualifiedName } from "../../schema/types.js";
import { columnsOf, indexKeys, key } from "../keys.js";
import { newComment } from "../object-sql.js";
import { indexQuestion } from "../rows/constraints.js";
import { columnList, inParentheses, storageParameters, words } from "../statement.js";
import type { CreateIndex, DropIndex, IndexOperation } from "../types.js";
import { lifecycle, type RulesOf } from "./rule.js";

const { create, drop } = lifecycle<CreateIndex, DropIndex>({
  subject: ({ index }) => refTo("index", index),
  drop: ({ table, index }) => ({
    kind: "dropIndex",
    index: { schema: table.schema, name: index.name },
    ...(index.concurrently === true && { concurrently: true }),
    previous: { table, index },
  }),
  // An index that was dropped concurrently is also built concurrently.
  create: ({ table, index: { concurrently: _, ...index } }, { concurrently }) => ({
    kind: "createIndex",
    table,
    index: concurrently === true ? { ...index, concurrently } : index,
  }),
  effects: ({ table, index }) => {
    const columns = index.keys.flatMap(({ column }) => column ?? []);
    const hasExpression =
      index.where !== undefined || index.keys.some(({ expression }) => expression !== undefined);
    return {
      creates: indexKeys(table, index),
      drops: index.unique ? [key.uniqueToCome(table, columns)] : [],
      needs: [
        ...columnsOf(table, [...columns, ...(index.include ?? [])]),
        ...(hasExpression ? [key.columns(table)] : []),
      ],
    };
  },
  created: {
    sql: ({ table, index }) => createIndexStatements(table, index),
    place: ({ index }) => (index.concurrently === true ? ["alone", 0] : ["table", 13]),
    rows: indexQuestion,
  },
  dropped: {
    sql: ({ index, concurrently }) => [
      words("DROP INDEX", concurrently && "CONCURRENTLY", quoteName(index)),
    ],
    place: () => ["table", 2],
  },
});

export const indexRules: RulesOf<IndexOperation> = { createIndex: create, dropIndex: drop };

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
    ...newComment({ kind: "index", schema: table.schema, name: index.name }, index.comment),
  ];
}

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
