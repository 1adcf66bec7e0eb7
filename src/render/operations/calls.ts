import type { Operation, OperationOf, SingleOperation } from "../../operations/types.js";
import type { QualifiedName } from "../../schema/types.js";
import { ruleOf } from "../../operations/rules.js";
import type { Imports } from "../imports.js";
import { call, nameOf } from "../literals.js";
import { columnCalls } from "./columns.js";
import { constraintCalls } from "./constraints.js";
import { dataCalls } from "./data.js";
import { enumCalls } from "./enums.js";
import { extensionCalls } from "./extensions.js";
import { indexCalls } from "./indexes.js";
import { commentOf, objectCalls } from "./objects.js";
import { policyCalls } from "./policies.js";
import { privilegeCalls } from "./privileges.js";
import { roleCalls } from "./roles.js";
import { schemaCalls } from "./schemas.js";
import { sequenceCalls } from "./sequences.js";
import { tableCalls } from "./tables.js";
import { viewCalls } from "./views.js";

/**
 * For each kind of a family what says it: the fields that are the arguments of the method of the
 * same name, or a function that writes the calls.
 */
export type Calls<Family extends Operation> = {
  readonly [K in Family["kind"]]:
    | readonly Exclude<keyof OperationOf<K>, "kind" | "previous">[]
    | ((operation: OperationOf<K>, imports: Imports) => string | readonly string[]);
};

const calls: Calls<SingleOperation> = {
  ...schemaCalls,
  ...extensionCalls,
  ...tableCalls,
  ...columnCalls,
  ...constraintCalls,
  ...indexCalls,
  ...enumCalls,
  ...sequenceCalls,
  ...viewCalls,
  ...policyCalls,
  ...roleCalls,
  ...objectCalls,
  ...privilegeCalls,
  ...dataCalls,
};

/** The calls of `op`'s methods, without `await`, that carry an operation out. */
export function callsOf(operation: SingleOperation, imports: Imports): readonly string[] {
  const write = calls[operation.kind];
  const fields = new Map<string, unknown>(Object.entries(operation));
  const written =
    typeof write === "function"
      ? write(operation as never, imports)
      : call(`op.${operation.kind}`, ...write.map((field) => argument(fields.get(field))));
  return [written, newComment(operation)].flat();
}

/** The call that sets the comment of a new object; `createTable` writes its own comments. */
function newComment(operation: SingleOperation): readonly string[] {
  const { previous: _, ...fields } = { previous: undefined, ...operation };
  const object = ruleOf(operation).subject(operation);
  if (operation.kind === "createTable" || typeof object === "string") return [];
  return Object.values<unknown>(fields).flatMap((created) =>
    typeof created === "object" && created !== null && "comment" in created
      ? commentOf(object, created)
      : [],
  );
}

function argument(value: unknown): unknown {
  const isName =
    typeof value === "object" && value !== null && "schema" in value && "name" in value;
  return isName ? nameOf(value as QualifiedName) : value;
}
