import { qualifiedName, quoteIdentifier, quoteName } from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import type { QualifiedName, View } from "../../schema/types.js";
import { changedFields } from "../changes.js";
import { losesData } from "../hazard.js";
import { key } from "../keys.js";
import { newComment, objectSql } from "../object-sql.js";
import { parameterName, storageParameters, words } from "../statement.js";
import type { OperationOf, ViewOperation } from "../types.js";
import { lifecycle, type RulesOf } from "./rule.js";

const { create, drop } = lifecycle<OperationOf<"createView">, OperationOf<"dropView">>({
  subject: ({ view, ...operation }) => viewRef(view, operation),
  drop: ({ view: previous }) => ({
    kind: "dropView",
    view: qualifiedName(previous),
    materialized: previous.materialized,
    previous,
  }),
  create: (previous) => ({ kind: "createView", view: previous }),
  // A view needs the relations that it reads, and their columns.
  effects: (previous) => ({
    creates: [key.relation(previous), key.type(previous)],
    needs: [
      key.namespace(previous.schema),
      ...previous.dependsOn.flatMap((read) => [key.relation(read), key.columns(read)]),
    ],
  }),
  created: {
    sql: ({ view }) => createView(view),
    place: () => ["after", 0],
    verb: ({ view }) => `create ${viewWord(view)}`,
  },
  dropped: {
    place: () => ["before", 17],
    verb: (operation) => `drop ${viewWord(operation)}`,
    hazards: ({ materialized }) =>
      materialized ? [losesData("Drops the stored rows; they can be computed again.")] : [],
  },
});

export const viewRules: RulesOf<ViewOperation> = {
  createView: create,
  dropView: drop,

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
    // Its rows follow from its query, so there is nothing to undo.
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

function createView(view: View): readonly string[] {
  const { materialized, using, tablespace, withNoData, definition, comment } = view;
  const parameters = Object.entries(view.with);
  const object = viewRef(view, view);
  const head = words(
    `CREATE ${objectSql(object)}`,
    materialized && using !== undefined && `USING ${quoteIdentifier(using)}`,
    parameters.length > 0 && `WITH (${storageParameters(parameters)})`,
    materialized && tablespace !== undefined && `TABLESPACE ${quoteIdentifier(tablespace)}`,
    "AS",
  );
  const tail = materialized && withNoData === true ? "\nWITH NO DATA" : "";
  return [`${head}\n${definition}${tail}`, ...newComment(object, comment)];
}

function alterView(operation: OperationOf<"alterView">): readonly string[] {
  const entries = Object.entries(operation.with);
  const set = entries.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  const reset = entries.flatMap(([name, value]) => (value === null ? [parameterName(name)] : []));
  const alter = `ALTER ${objectSql(viewRef(operation.view, operation))}`;
  return [
    ...(set.length > 0 ? [`${alter} SET (${storageParameters(set)})`] : []),
    ...(reset.length > 0 ? [`${alter} RESET (${reset.join(", ")})`] : []),
  ];
}
