import type { SchemaOperation } from "../../operations/types.js";
import { opCall } from "../call.js";
import { stringLiteral } from "../literals.js";
import { commentOf } from "./objects.js";

export function schemaCalls(operation: SchemaOperation): readonly string[] {
  switch (operation.kind) {
    case "createSchema": {
      const { name, comment } = operation.namespace;
      return [
        opCall("createSchema", stringLiteral(name)),
        ...commentOf({ kind: "schema", name }, comment),
      ];
    }
    case "dropSchema":
      return [opCall("dropSchema", stringLiteral(operation.name))];
  }
}
