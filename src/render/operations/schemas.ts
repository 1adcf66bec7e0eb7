import type { SchemaOperation } from "../../operations/types.js";
import { opCall } from "../call.js";
import { stringLiteral } from "../literals.js";
import { commentOf } from "./comments.js";

export function schemaCalls(operation: SchemaOperation): readonly string[] {
  switch (operation.kind) {
    case "createSchema": {
      const { name, comment } = operation.namespace;
      return [
        opCall("createSchema", stringLiteral(name)),
        ...commentOf({ on: "schema", name }, comment),
      ];
    }
    case "dropSchema":
      return [opCall("dropSchema", stringLiteral(operation.name))];
    case "renameSchema":
      return [opCall("renameSchema", stringLiteral(operation.from), stringLiteral(operation.to))];
  }
}
