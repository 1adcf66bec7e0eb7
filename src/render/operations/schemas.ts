import type { SchemaOperation } from "../../operations/types.js";
import { call } from "../literals.js";
import type { Calls } from "./calls.js";
import { commentOf } from "./objects.js";

export const schemaCalls: Calls<SchemaOperation> = {
  createSchema: ({ namespace: { name, comment } }) => [
    call("op.createSchema", name),
    ...commentOf({ kind: "schema", name }, comment),
  ],
  dropSchema: ["name"],
};
