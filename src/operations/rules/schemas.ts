import { quoteIdentifier } from "../../schema/identifiers.js";
import type { Namespace } from "../../schema/types.js";
import { key } from "../keys.js";
import { newComment } from "../object-sql.js";
import type { SchemaOperation } from "../types.js";
import { dropped, type RulesOf } from "./rule.js";

export const schemaRules: RulesOf<SchemaOperation> = {
  createSchema: {
    subject: ({ namespace: { name } }) => ({ kind: "schema", name }),
    sql: ({ namespace: { name, comment } }) => [
      `CREATE SCHEMA ${quoteIdentifier(name)}`,
      ...newComment({ kind: "schema", name }, comment),
    ],
    inverse: ({ namespace }) => ({
      kind: "dropSchema",
      name: namespace.name,
      previous: namespace,
    }),
    effects: ({ namespace }) => creation(namespace),
    place: () => ["before", 1],
  },

  dropSchema: dropped({
    subject: ({ name }) => ({ kind: "schema", name }),
    create: (namespace) => ({ kind: "createSchema", namespace }),
    creation,
    place: ["after", 11],
  }),
};

function creation({ name }: Namespace) {
  return { creates: [key.namespace(name)] };
}
