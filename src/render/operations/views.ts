import type { ViewOperation } from "../../operations/types.js";
import { call, nameOf, options, parameters, sqlText, unless, unusual } from "../literals.js";
import type { Calls } from "./calls.js";

export const viewCalls: Calls<ViewOperation> = {
  createView: ({ view }) => {
    const given = options({
      using: view.using,
      with: options(parameters(view.with)),
      tablespace: view.tablespace,
      withNoData: unless(false, view.withNoData),
    });
    return call(method("create", view), nameOf(view), sqlText(view.definition), given);
  },
  alterView: (operation) =>
    call(method("alter", operation), nameOf(operation.view), { with: parameters(operation.with) }),
  dropView: (operation) => call(method("drop", operation), nameOf(operation.view)),
  refreshMaterializedView: (operation) => {
    const given = unusual(operation, { concurrently: false, withNoData: false });
    return call("op.refreshMaterializedView", nameOf(operation.view), given);
  },
};

function method(verb: string, { materialized }: { readonly materialized: boolean }): string {
  return `op.${verb}${materialized ? "Materialized" : ""}View`;
}
