import { quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import type { View } from "../schema/types.js";
import { commentStatement } from "./objects.js";
import { parameterName, storageParameters } from "./indexes.js";
import { previousOf } from "./irreversible.js";
import { statements, words } from "./statement.js";
import type { Statement } from "./statement.js";
import type { AlterView, Operation, ViewOperation } from "./types.js";

export function compileView(operation: ViewOperation): readonly Statement[] {
  switch (operation.kind) {
    case "createView":
      return createView(operation.view);
    case "alterView":
      return statements(...alterView(operation));
    case "dropView":
      return statements(`DROP ${named(operation)}`);
    case "refreshMaterializedView":
      return statements(
        words(
          "REFRESH MATERIALIZED VIEW",
          operation.concurrently && "CONCURRENTLY",
          quoteName(operation.view),
          operation.withNoData && "WITH NO DATA",
        ),
      );
  }
}

export function inverseView(operation: ViewOperation): readonly Operation[] {
  switch (operation.kind) {
    case "createView": {
      const { schema, name, materialized } = operation.view;
      return [{ kind: "dropView", view: { schema, name }, materialized, previous: operation.view }];
    }
    case "dropView":
      return [{ kind: "createView", view: previousOf(operation) }];
    case "alterView":
      return [{ ...operation, with: previousOf(operation), previous: operation.with }];
    case "refreshMaterializedView":
      // Its rows follow from its query; there is nothing to take back.
      return [];
  }
}

function createView(view: View): readonly Statement[] {
  const { schema, name, materialized, definition } = view;
  const parameters = Object.entries(view.with);
  const head = words(
    materialized ? "CREATE MATERIALIZED VIEW" : "CREATE VIEW",
    quoteName({ schema, name }),
    materialized && view.using !== undefined && `USING ${quoteIdentifier(view.using)}`,
    parameters.length > 0 && `WITH (${storageParameters(parameters)})`,
    materialized &&
      view.tablespace !== undefined &&
      `TABLESPACE ${quoteIdentifier(view.tablespace)}`,
    "AS",
  );
  const tail = materialized && view.withNoData === true ? "\nWITH NO DATA" : "";
  const kind = materialized ? "materializedView" : "view";
  return statements(
    `${head}\n${definition}${tail}`,
    ...commentStatement({ kind, schema, name }, view.comment),
  );
}

function alterView(operation: AlterView): readonly string[] {
  const entries = Object.entries(operation.with);
  const set = entries.flatMap(([name, value]) =>
    value === null ? [] : [`${parameterName(name)} = ${quoteLiteral(value)}`],
  );
  const reset = entries.flatMap(([name, value]) => (value === null ? [parameterName(name)] : []));
  const alter = `ALTER ${named(operation)}`;
  return [
    ...(set.length > 0 ? [`${alter} SET (${set.join(", ")})`] : []),
    ...(reset.length > 0 ? [`${alter} RESET (${reset.join(", ")})`] : []),
  ];
}

function named({ view, materialized }: Pick<AlterView, "view" | "materialized">): string {
  return `${materialized ? "MATERIALIZED VIEW" : "VIEW"} ${quoteName(view)}`;
}
