/** Values that an enum gains: added before everything else, taken back after everything else. */
import { withValue } from "../../operations/rules/enums.js";
import type { AddEnumValue, Operation } from "../../operations/types.js";
import { quoteLiteral, sameName } from "../../schema/identifiers.js";
import type { EnumType, Schema } from "../../schema/types.js";
import { type Change, undoneAsOne } from "../change.js";

export interface SplitChanges {
  readonly early: readonly Change[];
  readonly others: readonly Change[];
}

/**
 * PostgreSQL does not let a transaction use an enum value that it has added itself (55P04). Values
 * are therefore committed before a plan that names one of them; `IF NOT EXISTS` lets a run that
 * failed afterwards be repeated.
 * https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES
 *
 * A value cannot be taken away: on the way back the type is recreated, and with it whatever stands
 * on it, although on the way there nothing but the value came.
 *
 * @param planBack What makes the second schema of the first.
 */
export function addedFirst(
  changes: readonly Change[],
  actual: Schema,
  planBack: (from: Schema, to: Schema) => readonly Operation[],
): SplitChanges {
  const additions = changes.flatMap(({ operation }) => (isAddition(operation) ? [operation] : []));
  if (additions.length === 0) return { early: [], others: changes };
  const others = changes.filter((one) => !isAddition(one.operation));
  const rest = JSON.stringify(
    others.map((one) => one.operation),
    (name, value: unknown) => (name === "previous" ? undefined : value),
  );
  const named = ({ value }: AddEnumValue): boolean =>
    rest.includes(JSON.stringify(quoteLiteral(value)).slice(1, -1));
  // Taken back as one, so they come as one.
  const operations: readonly Operation[] = additions.some(named)
    ? [{ kind: "autocommit", operations: additions }]
    : additions;
  const undo = planBack(withValues(actual, additions), actual);
  return {
    early: undoneAsOne(operations, undo),
    others,
  };
}

function isAddition(operation: Operation): operation is AddEnumValue {
  return operation.kind === "addEnumValue";
}

/** The schema once the values have been added. */
function withValues(actual: Schema, additions: readonly AddEnumValue[]): Schema {
  const added = (type: EnumType): EnumType => ({
    ...type,
    values: additions
      .filter((addition) => sameName(addition.enum, type))
      .reduce(withValue, type.values),
  });
  return { ...actual, enums: actual.enums.map(added) };
}
