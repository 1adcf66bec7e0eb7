import { quoteIdentifier, quoteName } from "../schema/identifiers.js";
import type {
  CheckConstraint,
  Deferral,
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  UniqueConstraint,
} from "../schema/types.js";
import { columnList, inParentheses, words } from "./statement.js";
import type { Constraint } from "./types.js";

/**
 * A constraint as a line of `CREATE TABLE` and after `ADD`.
 *
 * @example constraintDefinition({ type: "check", constraint: { name: "c", expression: "a > 0" } })
 * // CONSTRAINT "c" CHECK (a > 0)
 */
export function constraintDefinition({ type, constraint }: Constraint): string {
  return `CONSTRAINT ${quoteIdentifier(constraint.name)} ${definition()}`;

  function definition(): string {
    switch (type) {
      case "primaryKey":
        return primaryKey(constraint);
      case "uniqueConstraint":
        return uniqueConstraint(constraint);
      case "foreignKey":
        return foreignKey(constraint);
      case "check":
        return check(constraint);
    }
  }
}

function primaryKey(key: PrimaryKey): string {
  return words(`PRIMARY KEY (${columnList(key.columns)})`, include(key), deferral(key));
}

function uniqueConstraint(unique: UniqueConstraint): string {
  return words(
    "UNIQUE",
    unique.nullsNotDistinct && "NULLS NOT DISTINCT",
    `(${columnList(unique.columns)})`,
    include(unique),
    deferral(unique),
  );
}

function foreignKey(key: ForeignKey): string {
  return words(
    `FOREIGN KEY (${columnList(key.columns)})`,
    `REFERENCES ${quoteName(key.referencedTable)} (${columnList(key.referencedColumns)})`,
    key.match === "full" && "MATCH FULL",
    action("ON DELETE", key.onDelete),
    action("ON UPDATE", key.onUpdate),
    deferral(key),
    key.notValid && "NOT VALID",
  );
}

function check(constraint: CheckConstraint): string {
  return words(
    `CHECK ${inParentheses(constraint.expression)}`,
    constraint.noInherit && "NO INHERIT",
    constraint.notValid && "NOT VALID",
  );
}

function include({ include: columns }: { readonly include?: readonly string[] }) {
  return columns !== undefined && columns.length > 0 && `INCLUDE (${columnList(columns)})`;
}

function action(event: string, taken: ReferentialAction): string | undefined {
  return taken === "no action" ? undefined : `${event} ${taken.toUpperCase()}`;
}

function deferral({ deferrable, initiallyDeferred }: Deferral): string {
  return words(
    (deferrable === true || initiallyDeferred === true) && "DEFERRABLE",
    initiallyDeferred && "INITIALLY DEFERRED",
  );
}
