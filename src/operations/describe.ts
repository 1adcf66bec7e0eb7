import { displayRef, type ObjectRef, tableOf as tableOfRef } from "../schema/object-ref.js";
import type { QualifiedName } from "../schema/types.js";
import { partsOf, ruleOf } from "./rules.js";
import { spaced } from "./statement.js";
import type { Operation, SingleOperation } from "./types.js";

/**
 * The object that an operation is about, for people and programs: what belongs to a table stands
 * behind its name.
 *
 * @example "public.vehicles.manufacturer"
 */
export function describeObject(operation: Operation): string {
  return partsOf(operation)
    .map((part) => displaySubject(ruleOf(part).subject(part)))
    .join(", ");
}

function displaySubject(subject: ObjectRef | string): string {
  return typeof subject === "string" ? subject : displayRef(subject);
}

/**
 * An operation in a line for people.
 *
 * @example "add column public.vehicles.manufacturer"
 * @example "rename column public.vehicles.plate to license_plate"
 * @example "alter column public.vehicles.year: type integer -> smallint, not null"
 */
export function describeOperation(operation: Operation): string {
  return partsOf(operation)
    .map((part) => {
      const { verb, detail } = ruleOf(part);
      return `${verb?.(part) ?? spaced(part.kind)} ${describeObject(part)}${detail?.(part) ?? ""}`;
    })
    .join(", ");
}

/** The table that an operation is about, as a whole or in a part. */
export function tableOf(operation: SingleOperation): QualifiedName | undefined {
  if ("object" in operation) return tableOfRef(operation.object);
  if (operation.kind === "dropIndex") return operation.previous?.table;
  return "table" in operation ? operation.table : undefined;
}
