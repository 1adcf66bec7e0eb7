/** Effects of operations on schemas, enums, sequences and roles. */
import type {
  EnumOperation,
  RoleOperation,
  SchemaOperation,
  SequenceOperation,
} from "../../operations/types.js";
import { key } from "./keys.js";
import { type Effects, none } from "./types.js";

export function typeEffects(
  operation: SchemaOperation | EnumOperation | SequenceOperation | RoleOperation,
): Effects {
  switch (operation.kind) {
    case "createSchema":
      return { ...none, creates: [key.namespace(operation.namespace.name)] };
    case "dropSchema":
      return { ...none, drops: [key.namespace(operation.name)] };
    case "createEnum":
      return {
        ...none,
        creates: [key.type(operation.enum)],
        needs: [key.namespace(operation.enum.schema)],
      };
    case "dropEnum":
      return {
        ...none,
        drops: [key.type(operation.enum)],
        releases: [key.namespace(operation.enum.schema)],
      };
    case "addEnumValue":
      return { ...none, alters: [key.type(operation.enum)] };
    case "alterEnum":
      return {
        ...none,
        alters: [
          key.type(operation.enum),
          ...operation.uses.flatMap((use) => [
            key.column(use.table, use.column),
            key.columns(use.table),
          ]),
        ],
      };
    case "createSequence":
      return {
        ...none,
        creates: [key.relation(operation.sequence)],
        needs: [key.namespace(operation.sequence.schema)],
      };
    case "alterSequence":
      return operation.changes.ownedBy
        ? {
            ...none,
            needs: [
              key.relation(operation.sequence),
              key.column(operation.changes.ownedBy.table, operation.changes.ownedBy.column),
            ],
          }
        : { ...none, alters: [key.relation(operation.sequence)] };
    case "dropSequence":
      return {
        ...none,
        drops: [key.relation(operation.sequence)],
        releases: [key.namespace(operation.sequence.schema)],
      };
    case "createRole":
      return { ...none, creates: [key.role(operation.role.name)] };
    case "alterRole":
      return { ...none, alters: [key.role(operation.name)] };
    case "dropRole":
      return { ...none, drops: [key.role(operation.name)] };
  }
}
