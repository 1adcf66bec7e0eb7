import type { SchemaOperation } from "../../operations/types.js";
import { call } from "../literals.js";
import type { Calls } from "./calls.js";

export const schemaCalls: Calls<SchemaOperation> = {
  createSchema: ({ namespace: { name } }) => call("op.createSchema", name),
  dropSchema: ["name"],
};
