import { quoteIdentifier, quoteLiteral } from "../../schema/identifiers.js";
import { changedFields } from "../changes.js";
import { losesData } from "../hazard.js";
import { key, refKey } from "../keys.js";
import { words } from "../statement.js";
import type { ExtensionOperation, OperationOf } from "../types.js";
import { lifecycle, type RulesOf, swapped } from "./rule.js";

const { create, drop } = lifecycle<OperationOf<"createExtension">, OperationOf<"dropExtension">>({
  subject: ({ name }) => ({ kind: "extension", name }),
  drop: ({ extension: previous }) => ({ kind: "dropExtension", name: previous.name, previous }),
  create: (previous) => ({ kind: "createExtension", extension: previous }),
  effects: ({ schema }) => ({
    needs: inSchema(schema),
  }),
  created: {
    sql: ({ extension: { name, schema }, version }) => [
      words(
        `CREATE EXTENSION ${quoteIdentifier(name)}`,
        schema !== undefined && `SCHEMA ${quoteIdentifier(schema)}`,
        version !== undefined && `VERSION ${quoteLiteral(version)}`,
      ),
    ],
    // Before everything that may use its types, functions and operator classes.
    place: () => ["before", 5],
  },
  dropped: {
    // After everything that has used it, and before its schema.
    place: () => ["after", 10.5],
    hazards: () => [losesData("Drops the extension's own tables, if it has any, with their rows.")],
  },
});

export const extensionRules: RulesOf<ExtensionOperation> = {
  createExtension: create,
  dropExtension: drop,

  alterExtension: {
    subject: ({ name }) => ({ kind: "extension", name }),
    sql: ({ name, changes: { schema } }) =>
      schema === undefined
        ? []
        : [`ALTER EXTENSION ${quoteIdentifier(name)} SET SCHEMA ${quoteIdentifier(schema)}`],
    inverse: swapped,
    effects: ({ name, changes, previous }) => ({
      alters: [refKey({ kind: "extension", name })],
      needs: inSchema(changes.schema),
      releases: inSchema(previous?.schema),
    }),
    place: () => ["before", 5],
    detail: ({ changes, previous }) => changedFields(changes, previous),
  },
};

function inSchema(schema: string | undefined): readonly string[] {
  return schema === undefined ? [] : [key.namespace(schema)];
}
