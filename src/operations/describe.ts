import { displayName } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";
import { describeChanges } from "./describe-changes.js";
import { filledColumn } from "./fill-nulls.js";
import type { CommentTarget, Operation } from "./types.js";

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
    case "renameSchema":
    case "renameRole":
      return operation.from;
    case "createRole":
      return operation.role.name;
    case "createTable":
      return displayName(operation.table);
    case "dropTable":
    case "renameTable":
    case "setTableSchema":
    case "enableRowLevelSecurity":
    case "disableRowLevelSecurity":
    case "bulkInsert":
      return displayName(operation.table);
    case "addColumn":
      return part(operation.table, operation.column.name);
    case "dropColumn":
    case "alterColumn":
      return part(operation.table, operation.column);
    case "renameColumn":
    case "renameConstraint":
    case "renamePolicy":
      return part(operation.table, operation.from);
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
    case "renameIndex":
      return displayName(operation.index);
    case "createEnum":
    case "dropEnum":
    case "renameEnum":
    case "setEnumSchema":
    case "alterEnum":
      return displayName(operation.enum);
    case "addEnumValue":
      return part(operation.enum, operation.value);
    case "renameEnumValue":
      return part(operation.enum, operation.from);
    case "createSequence":
    case "alterSequence":
    case "renameSequence":
    case "setSequenceSchema":
    case "dropSequence":
      return displayName(operation.sequence);
    case "createView":
    case "alterView":
    case "renameView":
    case "setViewSchema":
    case "dropView":
    case "refreshMaterializedView":
      return displayName(operation.view);
    case "commentOn":
      return commentObject(operation.target);
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
  if ("to" in operation && typeof operation.to === "string") return `${phrase} to ${operation.to}`;
  const changes = describeChanges(operation);
  return changes === "" ? phrase : `${phrase}: ${changes}`;
}

function verb(operation: Operation): string {
  switch (operation.kind) {
    case "setTableSchema":
      return "move table";
    case "setEnumSchema":
      return "move enum";
    case "setSequenceSchema":
      return "move sequence";
    case "setViewSchema":
      return `move ${viewWord(operation)}`;
    case "createView":
      return `create ${viewWord(operation.view)}`;
    case "alterView":
    case "renameView":
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
      return operation.kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  }
}

function viewWord({ materialized }: { readonly materialized: boolean }): string {
  return materialized ? "materialized view" : "view";
}

function commentObject(target: CommentTarget): string {
  switch (target.on) {
    case "schema":
    case "role":
      return target.name;
    case "column":
    case "constraint":
    case "policy":
      return part(target.table, target.name);
    default:
      return displayName(target.name);
  }
}

function part(whole: QualifiedName, name: string): string {
  return `${displayName(whole)}.${name}`;
}

function firstLine(sql: string): string {
  const line = sql.trim().split("\n", 1)[0] ?? "";
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
