import type { DataOperation } from "../../operations/types.js";
import { call, sqlText } from "../literals.js";
import type { Calls } from "./calls.js";

export const dataCalls: Calls<DataOperation> = {
  execute: ({ sql, values }) => call("op.execute", sqlText(sql), values),
  bulkInsert: ["table", "rows"],
};
