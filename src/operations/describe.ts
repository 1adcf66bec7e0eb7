import { displayName } from "../schema/identifiers.js";
import { displayRef } from "../schema/object-ref.js";
import type { QualifiedName } from "../schema/types.js";
import { describeChanges } from "./describe-changes.js";
import { filledColumn } from "./fill-nulls.js";
import type { Operation } from "./types.js";

/**
 * The object that an operation is about, for people and programs: what belongs to a table stands
 * behind its name.
 *
 * @example "public.vehicles.manufacturer"
 */
export function describeObject(operation: Operation): string {
  switch (operation.kind) {
    case "createSchema":
      return operation.namespace.name;
    case "dropSchema":
    case "alterRole":
    case "dropRole":
      return operation.name;
    case "createRole":
      return operation.role.name;
    case "createTable":
      return displayName(operation.table);
    case "dropTable":
    case "enableRowLevelSecurity":
    case "disableRowLevelSecurity":
    case "bulkInsert":
      return displayName(operation.table);
    case "addColumn":
      return part(operation.table, operation.column.name);
    case "dropColumn":
    case "alterColumn":
      return part(operation.table, operation.column);
    case "createPrimaryKey":
    case "createUniqueConstraint":
    case "createForeignKey":
    case "createCheckConstraint":
      return part(operation.table, operation.constraint.name);
    case "dropConstraint":
    case "validateConstraint":
    case "alterPolicy":
    case "dropPolicy":
      return part(operation.table, operation.name);
    case "createPolicy":
      return part(operation.table, operation.policy.name);
    case "createIndex":
      return displayName({ schema: operation.table.schema, name: operation.index.name });
    case "dropIndex":
      return displayName(operation.index);
    case "createEnum":
    case "dropEnum":
    case "alterEnum":
      return displayName(operation.enum);
    case "addEnumValue":
      return part(operation.enum, operation.value);
    case "createSequence":
    case "alterSequence":
    case "dropSequence":
      return displayName(operation.sequence);
    case "createView":
    case "alterView":
    case "dropView":
    case "refreshMaterializedView":
      return displayName(operation.view);
    case "rename":
    case "setSchema":
    case "commentOn":
      return displayRef(operation.object);
    case "grant":
    case "revoke": {
      const { name } = operation.target;
      return typeof name === "string" ? name : displayName(name);
    }
    case "execute": {
      const filled = filledColumn(operation);
      return filled === undefined ? firstLine(operation.sql) : part(filled.table, filled.column);
    }
    case "autocommit":
      return operation.operations.map(describeObject).join(", ");
  }
}

/**
 * An operation in a line for people.
 *
 * @example "add column public.vehicles.manufacturer"
 * @example "rename column public.vehicles.plate to license_plate"
 * @example "alter column public.vehicles.year: type integer -> smallint, not null"
 */
export function describeOperation(operation: Operation): string {
  if (operation.kind === "autocommit") {
    return operation.operations.map(describeOperation).join(", ");
  }
  const phrase = `${verb(operation)} ${describeObject(operation)}`;
  if (operation.kind === "rename" || operation.kind === "setSchema")
    return `${phrase} to ${operation.to}`;
  const changes = describeChanges(operation);
  return changes === "" ? phrase : `${phrase}: ${changes}`;
}

function verb(operation: Operation): string {
  switch (operation.kind) {
    case "rename":
      return `rename ${spaced(operation.object.kind)}`;
    case "setSchema":
      return `move ${spaced(operation.object.kind)}`;
    case "createView":
      return `create ${viewWord(operation.view)}`;
    case "alterView":
    case "dropView":
      return `${operation.kind.slice(0, -"View".length)} ${viewWord(operation)}`;
    case "commentOn":
      return operation.text === null ? "remove the comment on" : "comment on";
    case "grant":
    case "revoke":
      return `${operation.kind} ${operation.privileges.join(", ")} on`;
    case "execute":
      return filledColumn(operation) === undefined ? "execute" : "fill with its default";
    case "bulkInsert":
      return `insert ${operation.rows.length} rows into`;
    default:
      return spaced(operation.kind);
  }
}

/** @example spaced("enumValue") // "enum value" */
function spaced(word: string): string {
  return word.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function viewWord({ materialized }: { readonly materialized: boolean }): string {
  return materialized ? "materialized view" : "view";
}

function part(whole: QualifiedName, name: string): string {
  return `${displayName(whole)}.${name}`;
}

function firstLine(sql: string): string {
  const line = sql.trim().split("\n", 1)[0] ?? "";
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
