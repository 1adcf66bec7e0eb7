import { quoteIdentifier } from "../../schema/identifiers.js";
import { newComment } from "../object-sql.js";
import type { OperationOf, SchemaOperation } from "../types.js";
import { lifecycle, type RulesOf } from "./rule.js";

const { create, drop } = lifecycle<OperationOf<"createSchema">, OperationOf<"dropSchema">>({
  subject: ({ name }) => ({ kind: "schema", name }),
  drop: ({ namespace }) => ({ kind: "dropSchema", name: namespace.name, previous: namespace }),
  create: (namespace) => ({ kind: "createSchema", namespace }),
  created: {
    sql: ({ namespace: { name, comment } }) => [
      `CREATE SCHEMA ${quoteIdentifier(name)}`,
      ...newComment({ kind: "schema", name }, comment),
    ],
    place: () => ["before", 1],
  },
  dropped: { place: () => ["after", 11] },
});

export const schemaRules: RulesOf<SchemaOperation> = {
  createSchema: create,
  dropSchema: drop,
};
