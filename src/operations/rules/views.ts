import {
  qualifiedName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import type { QualifiedName, View } from "../../schema/types.js";
import { changedFields } from "../changes.js";
import { dataLoss } from "../hazard.js";
import { key } from "../keys.js";
import { newComment, objectSql } from "../object-sql.js";
import { parameterName, storageParameters, words } from "../statement.js";
import type { OperationOf, ViewOperation } from "../types.js";
import { dropped, type RulesOf } from "./rule.js";

export const viewRules: RulesOf<ViewOperation> = {
  createView: {
    subject: ({ view }) => viewRef(view, view),
    sql: ({ view }) => createView(view),
    inverse: ({ view }) => ({
      kind: "dropView",
      view: qualifiedName(view),
      materialized: view.materialized,
      previous: view,
    }),
    effects: ({ view }) => creation(view),
    place: () => ["after", 0],
    verb: ({ view }) => `create ${viewWord(view)}`,
  },

  alterView: {
    subject: ({ view, ...operation }) => viewRef(view, operation),
    sql: alterView,
    inverse: ({ previous, ...operation }) =>
      previous && { ...operation, with: previous, previous: operation.with },
    effects: ({ view }) => ({ alters: [key.relation(view)] }),
    place: () => ["after", 1],
    verb: (operation) => `alter ${viewWord(operation)}`,
    detail: ({ with: options, previous }) => changedFields(options, previous),
  },

  dropView: dropped({
    subject: ({ view, ...operation }) => viewRef(view, operation),
    create: (view) => ({ kind: "createView", view }),
    creation,
    place: ["before", 17],
    verb: (operation) => `drop ${viewWord(operation)}`,
    hazards: ({ materialized }) =>
      materialized ? [dataLoss("Drops the stored rows; they can be computed again.")] : [],
  }),

  refreshMaterializedView: {
    subject: ({ view }) => refTo("materializedView", view),
    sql: ({ view, concurrently, withNoData }) => [
      words(
        "REFRESH MATERIALIZED VIEW",
        concurrently && "CONCURRENTLY",
        quoteName(view),
        withNoData && "WITH NO DATA",
      ),
    ],
    // Its rows follow from its query; there is nothing to take back.
    inverse: () => [],
    effects: ({ view }) => ({ needs: [key.relation(view)] }),
    place: () => ["after", 2],
  },
};

type Materialized = Pick<View, "materialized">;

function viewRef(name: QualifiedName, { materialized }: Materialized) {
  return refTo(materialized ? "materializedView" : "view", name);
}

function viewWord({ materialized }: Materialized): string {
  return materialized ? "materialized view" : "view";
}

/** A view needs what it reads, and the columns of that. */
function creation(view: View) {
  return {
    creates: [key.relation(view), key.type(view)],
    needs: [
      key.namespace(view.schema),
      ...view.dependsOn.flatMap((read) => [key.relation(read), key.columns(read)]),
    ],
  };
}

function createView(view: View): readonly string[] {
  const { materialized, using, tablespace } = view;
  const parameters = Object.entries(view.with);
  const object = viewRef(view, view);
  const head = words(
    `CREATE ${objectSql(object)}`,
    materialized && using !== undefined && `USING ${quoteIdentifier(using)}`,
    parameters.length > 0 && `WITH (${storageParameters(parameters)})`,
    materialized && tablespace !== undefined && `TABLESPACE ${quoteIdentifier(tablespace)}`,
    "AS",
  );
  const tail = materialized && view.withNoData === true ? "\nWITH NO DATA" : "";
  return [`${head}\n${view.definition}${tail}`, ...newComment(object, view.comment)];
}

function alterView({
  view,
  with: options,
  ...operation
}: OperationOf<"alterView">): readonly string[] {
  const entries = Object.entries(options);
  const set = entries.flatMap(([name, value]) =>
    value === null ? [] : [`${parameterName(name)} = ${quoteLiteral(value)}`],
  );
  const reset = entries.flatMap(([name, value]) => (value === null ? [parameterName(name)] : []));
  const alter = `ALTER ${objectSql(viewRef(view, operation))}`;
  return [
    ...(set.length > 0 ? [`${alter} SET (${set.join(", ")})`] : []),
    ...(reset.length > 0 ? [`${alter} RESET (${reset.join(", ")})`] : []),
  ];
}
