/** The calls of `op` that carry out operations. */
import { defined } from "../../defined.js";
import { ruleOf } from "../../operations/rules.js";
import type {
  Operation,
  OperationOf,
  PrivilegeTarget,
  SingleOperation,
} from "../../operations/types.js";
import type { ObjectRef } from "../../schema/object-ref.js";
import { unusualOptions } from "../../schema/sequences.js";
import type { QualifiedName } from "../../schema/types.js";
import type { Imports } from "../imports.js";
import {
  call,
  nameOf,
  options,
  parameters,
  sequenceSettings,
  sqlText,
  unless,
  unusual,
} from "../literals.js";
import { columnCalls } from "./columns.js";
import { tableCalls } from "./tables.js";

/** For each kind: the fields that are its method's arguments, or what writes the calls. */
export type Calls<Family extends Operation> = {
  readonly [K in Family["kind"]]:
    | readonly Exclude<keyof OperationOf<K>, "kind" | "previous">[]
    | ((
        operation: OperationOf<K>,
        imports: Imports,
        parts: PartCalls,
      ) => string | readonly string[]);
};

export interface PartCalls {
  /** Without the comment. */
  readonly creation: (operation: SingleOperation) => readonly string[];
  readonly comment: (operation: SingleOperation) => readonly string[];
}

/** The calls of `op`, without `await`, that carry out an operation. */
export function callsOf(operation: SingleOperation, imports: Imports): readonly string[] {
  const isTable = operation.kind === "createTable";
  return [...creationCalls(operation, imports), ...(isTable ? [] : newComment(operation))];
}

function creationCalls(operation: SingleOperation, imports: Imports): readonly string[] {
  const write = calls[operation.kind];
  if (typeof write === "function") {
    const creation = (part: SingleOperation) => creationCalls(part, imports);
    return [write(operation as never, imports, { creation, comment: newComment })].flat();
  }
  const fields = new Map<string, unknown>(Object.entries(operation));
  return [call(`op.${operation.kind}`, ...write.map((field) => argument(fields.get(field))))];
}

function argument(value: unknown): unknown {
  const isName =
    typeof value === "object" && value !== null && "schema" in value && "name" in value;
  return isName ? nameOf(value as QualifiedName) : value;
}

/** The call that sets the comment of a new object. `createTable` writes its own comments. */
function newComment(operation: SingleOperation): readonly string[] {
  const { previous: _, ...fields } = { previous: undefined, ...operation };
  const object = ruleOf(operation).subject(operation);
  if (typeof object === "string") return [];
  return Object.values<unknown>(fields).flatMap((created) =>
    typeof created === "object" && created !== null && "comment" in created
      ? commentOf(object, created)
      : [],
  );
}

const deferral = { deferrable: false, initiallyDeferred: false };

const calls: Calls<SingleOperation> = {
  ...tableCalls,
  ...columnCalls,

  createSchema: ({ namespace: { name } }) => call("op.createSchema", name),
  dropSchema: ["name"],
  createExtension: ({ extension: { name, schema }, version }) =>
    call("op.createExtension", name, options({ schema, version })),
  alterExtension: ["name", "changes"],
  dropExtension: ["name"],
  createRole: ({ role }) => {
    const given = unusual(role, { createDb: false, createRole: false, inherit: true });
    return call("op.createRole", role.name, given);
  },
  alterRole: ({ name, changes: { createDb, createRole, inherit } }) =>
    call("op.alterRole", name, defined({ createDb, createRole, inherit })),
  dropRole: ["name"],
  execute: ({ sql, values }) => call("op.execute", sqlText(sql), values),
  bulkInsert: ["table", "rows"],

  createEnum: ({ enum: type }) => call("op.createEnum", nameOf(type), type.values),
  dropEnum: ["enum"],
  addEnumValue: ({ enum: type, value, before, after }) =>
    call("op.addEnumValue", nameOf(type), value, options({ before, after })),
  // The file lists the columns, so that the migration does not depend on the database's.
  alterEnum: ({ enum: type, values, uses, mapping = {} }) => {
    const columns = uses.map(({ table, column, default: expression, array }) =>
      defined({
        table: nameOf(table),
        column,
        default: sqlText(expression),
        array: unless(false, array),
      }),
    );
    const given = defined({ columns, mapping: options(mapping) });
    return call("op.alterEnum", nameOf(type), values, given);
  },

  createSequence: ({ sequence }) => {
    const { type, options: given } = sequence;
    const settings = sequenceSettings(unusualOptions(given, type));
    const written = { type: unless("bigint", type), ...settings };
    return call("op.createSequence", nameOf(sequence), options(written));
  },
  alterSequence: ({ sequence, changes }) => {
    const { type, ownedBy } = changes;
    const owner = ownedBy && { table: nameOf(ownedBy.table), column: ownedBy.column };
    const settings = defined({ type, ...sequenceSettings(changes), ownedBy: owner });
    return call("op.alterSequence", nameOf(sequence), settings);
  },
  dropSequence: ["sequence"],

  createPrimaryKey: ({ table, constraint }) => {
    const { name, columns } = constraint;
    const given = unusual(constraint, { include: undefined, ...deferral });
    return call("op.createPrimaryKey", name, nameOf(table), columns, given);
  },
  createUniqueConstraint: ({ table, constraint }) => {
    const { name, columns } = constraint;
    const usual = { nullsNotDistinct: false, include: undefined, ...deferral };
    const given = unusual(constraint, usual);
    return call("op.createUniqueConstraint", name, nameOf(table), columns, given);
  },
  createForeignKey: ({ table, constraint }) => {
    const { name, columns, referencedTable, referencedColumns } = constraint;
    const given = unusual(constraint, {
      onDelete: "no action",
      onUpdate: "no action",
      match: undefined,
      notValid: false,
      ...deferral,
    });
    const target = nameOf(referencedTable);
    return call(
      "op.createForeignKey",
      name,
      nameOf(table),
      columns,
      target,
      referencedColumns,
      given,
    );
  },
  createCheckConstraint: ({ table, constraint }) => {
    const { name, expression } = constraint;
    const given = unusual(constraint, { notValid: false, noInherit: false });
    return call("op.createCheckConstraint", name, nameOf(table), sqlText(expression), given);
  },
  dropConstraint: ["name", "table"],
  validateConstraint: ["name", "table"],

  createView: ({ view }) => {
    const given = options({
      using: view.using,
      with: options(parameters(view.with)),
      tablespace: view.tablespace,
      withNoData: unless(false, view.withNoData),
    });
    return call(viewMethod("create", view), nameOf(view), sqlText(view.definition), given);
  },
  alterView: ({ view, ...operation }) =>
    call(viewMethod("alter", operation), nameOf(view), { with: parameters(operation.with) }),
  dropView: ({ view, ...operation }) => call(viewMethod("drop", operation), nameOf(view)),
  refreshMaterializedView: (operation) => {
    const given = unusual(operation, { concurrently: false, withNoData: false });
    return call("op.refreshMaterializedView", nameOf(operation.view), given);
  },

  rename: ({ object, to }) => {
    const method = `op.rename${capitalized(object.kind)}`;
    switch (object.kind) {
      case "schema":
      case "role":
        return call(method, object.name, to);
      case "column":
        return call(method, nameOf(object.table), object.name, to);
      case "enumValue":
        return call(method, nameOf(object.enum), object.name, to);
      case "constraint":
      case "policy":
        return call(method, object.name, nameOf(object.table), to);
      case "index":
        return call(method, object.name, to, options({ schema: unless("public", object.schema) }));
      default:
        return call(method, nameOf(object), to);
    }
  },
  setSchema: ({ object, to }) =>
    call(`op.set${capitalized(object.kind)}Schema`, nameOf(object), to),
  commentOn: ({ object, text }) => comment(object, text),

  grant: (operation) => {
    const { privileges, target, to } = operation;
    const given = unusual(operation, { withGrantOption: false });
    return call("op.grant", privileges, targetOf(target), to, given);
  },
  revoke: (operation) => {
    const { privileges, target, from } = operation;
    const given = unusual(operation, { grantOptionOnly: false });
    return call("op.revoke", privileges, targetOf(target), from, given);
  },
};

function viewMethod(verb: string, { materialized }: { readonly materialized: boolean }): string {
  return `op.${verb}${materialized ? "Materialized" : ""}View`;
}

function targetOf({ on, name }: PrivilegeTarget): unknown {
  const written = typeof name === "string" ? name : nameOf(name);
  return on === "table" ? written : { on, name: written };
}

function capitalized(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** The call that sets the comment of the object that an operation creates, if it has one. */
function commentOf(
  object: ObjectRef,
  { comment: text }: { readonly comment?: unknown },
): readonly string[] {
  return typeof text === "string" ? [comment(object, text)] : [];
}

function comment(object: ObjectRef, text: string | null): string {
  const { kind, name } = object;
  const named =
    "table" in object
      ? { table: nameOf(object.table), name }
      : "schema" in object
        ? nameOf(object)
        : name;
  return call("op.commentOn", kind, named, sqlText(text));
}
