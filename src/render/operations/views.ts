import type { ViewOperation } from "../../operations/types.js";
import type { View } from "../../schema/types.js";
import { flag, opCall, parameters } from "../call.js";
import {
  objectLiteral,
  objectName,
  optionalObject,
  sqlString,
  stringLiteral,
} from "../literals.js";
import { refTo } from "../../schema/object-ref.js";
import { commentOf } from "./objects.js";

export function viewCalls(operation: ViewOperation): readonly string[] {
  if (operation.kind === "createView") return createView(operation.view);
  const name = objectName(operation.view);
  switch (operation.kind) {
    case "alterView": {
      const options = objectLiteral([["with", parameters(operation.with) ?? "{}"]]);
      const method = operation.materialized ? "alterMaterializedView" : "alterView";
      return [opCall(method, name, options)];
    }
    case "dropView":
      return [opCall(operation.materialized ? "dropMaterializedView" : "dropView", name)];
    case "refreshMaterializedView": {
      const options = optionalObject([
        flag("concurrently", operation.concurrently),
        flag("withNoData", operation.withNoData),
      ]);
      return [opCall("refreshMaterializedView", name, options)];
    }
  }
}

function createView(view: View): readonly string[] {
  const options = optionalObject([
    ["using", view.using === undefined ? undefined : stringLiteral(view.using)],
    ["with", parameters(view.with)],
    ["tablespace", view.tablespace === undefined ? undefined : stringLiteral(view.tablespace)],
    flag("withNoData", view.withNoData),
  ]);
  const kind = view.materialized ? "materializedView" : "view";
  return [
    opCall(
      view.materialized ? "createMaterializedView" : "createView",
      objectName(view),
      sqlString(view.definition),
      options,
    ),
    ...commentOf(refTo(kind, view), view.comment),
  ];
}
