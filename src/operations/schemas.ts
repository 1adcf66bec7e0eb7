import { quoteIdentifier } from "../schema/identifiers.js";
import { commentStatement } from "./objects.js";
import { previousOf } from "./irreversible.js";
import { statements } from "./statement.js";
import type { Statement } from "./statement.js";
import type { Operation, SchemaOperation } from "./types.js";

export function compileSchema(operation: SchemaOperation): readonly Statement[] {
  switch (operation.kind) {
    case "createSchema": {
      const { name, comment } = operation.namespace;
      return statements(
        `CREATE SCHEMA ${quoteIdentifier(name)}`,
        ...commentStatement({ kind: "schema", name }, comment),
      );
    }
    case "dropSchema":
      return statements(`DROP SCHEMA ${quoteIdentifier(operation.name)}`);
  }
}

export function inverseSchema(operation: SchemaOperation): Operation {
  switch (operation.kind) {
    case "createSchema": {
      const { namespace } = operation;
      return { kind: "dropSchema", name: namespace.name, previous: namespace };
    }
    case "dropSchema":
      return { kind: "createSchema", namespace: previousOf(operation) };
  }
}
