import { quoteIdentifier, quoteLiteral } from "../../schema/identifiers.js";
import type { ObjectRef } from "../../schema/object-ref.js";
import type { Extension } from "../../schema/types.js";
import { changedFields } from "../changes.js";
import { dataLoss } from "../hazard.js";
import { key, refKey } from "../keys.js";
import { objectSql } from "../object-sql.js";
import { words } from "../statement.js";
import type { DropExtension, ExtensionOperation } from "../types.js";
import { dropped, type RulesOf, swapped } from "./rule.js";

type Named = { readonly name: string };

const refOf = ({ name }: Named): ObjectRef<"extension"> => ({ kind: "extension", name });

export const extensionRules: RulesOf<ExtensionOperation> = {
  createExtension: {
    subject: ({ extension }) => refOf(extension),
    sql: ({ extension, version }) => [
      words(
        `CREATE ${objectSql(refOf(extension))}`,
        extension.schema !== undefined && `SCHEMA ${quoteIdentifier(extension.schema)}`,
        version !== undefined && `VERSION ${quoteLiteral(version)}`,
      ),
    ],
    inverse: ({ extension }) => ({
      kind: "dropExtension",
      name: extension.name,
      previous: extension,
    }),
    effects: ({ extension }) => creation(extension),
    // Before all that may use its types, functions and operator classes.
    place: () => ["before", 5],
  },

  alterExtension: {
    subject: refOf,
    sql: ({ name, changes: { schema } }) =>
      schema === undefined
        ? []
        : [`ALTER ${objectSql(refOf({ name }))} SET SCHEMA ${quoteIdentifier(schema)}`],
    inverse: swapped,
    effects: ({ name, changes, previous }) => ({
      alters: [refKey(refOf({ name }))],
      needs: inSchema(changes.schema),
      releases: inSchema(previous?.schema),
    }),
    place: () => ["before", 5],
    detail: ({ changes, previous }) => changedFields(changes, previous),
  },

  dropExtension: dropped<DropExtension>({
    subject: refOf,
    create: (extension) => ({ kind: "createExtension", extension }),
    creation,
    // After all that has used it, before the schema that it stands in.
    place: ["after", 10.5],
    hazards: () => [dataLoss("Drops the extension's own tables, if it has any, with their rows.")],
  }),
};

function creation(extension: Extension) {
  return { creates: [refKey(refOf(extension))], needs: inSchema(extension.schema) };
}

function inSchema(schema: string | undefined): readonly string[] {
  return schema === undefined ? [] : [key.namespace(schema)];
}
