import { quoteIdentifier, quoteName } from "../../schema/identifiers.js";
import type { ObjectRef } from "../../schema/object-ref.js";
import type {
  CheckConstraint,
  Deferral,
  ForeignKey,
  PrimaryKey,
  QualifiedName,
  ReferentialAction,
  Table,
  UniqueConstraint,
} from "../../schema/types.js";
import { columnsOf, key, referencedKeys, uniqueKeys, type Effects } from "../keys.js";
import { newComment } from "../object-sql.js";
import { checkQuestion, foreignKeyQuestion, keyQuestion } from "../rows/constraints.js";
import type { CurrentTables } from "../rows/current-tables.js";
import type { RowQuestion } from "../hazard.js";
import { alterTable, columnList, inParentheses, words } from "../statement.js";
import type { Constraint, ConstraintOperation, OperationOf } from "../types.js";
import { dropped, type Rule, type RulesOf } from "./rule.js";

export const constraintRules: RulesOf<ConstraintOperation> = {
  createPrimaryKey: created("primaryKey", 8),
  createUniqueConstraint: created("uniqueConstraint", 9),
  createCheckConstraint: created("check", 10),
  createForeignKey: created("foreignKey", 14),

  dropConstraint: dropped({
    subject: ({ table, name }) => constraintRef(table, name),
    create: (constraint, { table }) => createConstraint(table, constraint),
    creation: (constraint, { table }) => creation(table, constraint),
    place: ["table", 1],
  }),

  validateConstraint: {
    subject: ({ table, name }) => constraintRef(table, name),
    sql: ({ table, name }) => [alterTable(table, `VALIDATE CONSTRAINT ${quoteIdentifier(name)}`)],
    inverse: invalidate,
    effects: ({ table, name }) => ({ needs: [key.constraint(table, name)] }),
    place: () => ["table", 11],
    rows: ({ table, previous }, tables) =>
      previous?.type === "foreignKey" || previous?.type === "check"
        ? questions(table, valid(previous), tables)
        : [],
  },
};

type CreateConstraint = Exclude<
  ConstraintOperation,
  { readonly kind: "dropConstraint" | "validateConstraint" }
>;

function created(type: Constraint["type"], place: number): Rule<CreateConstraint> {
  // The operation's kind and the type say the same.
  const constraintOf = ({ constraint }: CreateConstraint) => ({ type, constraint }) as Constraint;
  return {
    subject: ({ table, constraint }) => constraintRef(table, constraint.name),
    sql: (operation) => {
      const { table, constraint } = operation;
      return [
        alterTable(table, `ADD ${constraintDefinition(constraintOf(operation))}`),
        ...newComment(constraintRef(table, constraint.name), constraint.comment),
      ];
    },
    inverse: (operation) => drop(operation.table, constraintOf(operation)),
    effects: (operation) => creation(operation.table, constraintOf(operation)),
    place: () => ["table", place],
    rows: (operation, tables) => questions(operation.table, constraintOf(operation), tables),
  };
}

/** The operation that creates a constraint of any kind. */
export function createConstraint(
  table: QualifiedName,
  { type, constraint }: Constraint,
): CreateConstraint {
  switch (type) {
    case "primaryKey":
      return { kind: "createPrimaryKey", table, constraint };
    case "uniqueConstraint":
      return { kind: "createUniqueConstraint", table, constraint };
    case "foreignKey":
      return { kind: "createForeignKey", table, constraint };
    case "check":
      return { kind: "createCheckConstraint", table, constraint };
  }
}

/** All constraints of a table. */
export function constraintsOf(table: Table): readonly Constraint[] {
  const typed = <T extends Constraint["type"], C>(type: T, constraints: readonly C[]) =>
    constraints.map((constraint) => ({ type, constraint }));
  return [
    ...typed("primaryKey", table.primaryKey === undefined ? [] : [table.primaryKey]),
    ...typed("uniqueConstraint", table.uniqueConstraints),
    ...typed("check", table.checks),
    ...typed("foreignKey", table.foreignKeys),
  ];
}

function drop(table: QualifiedName, previous: Constraint) {
  return { kind: "dropConstraint", table, name: previous.constraint.name, previous } as const;
}

/**
 * PostgreSQL has no way to take a validation back but to make the constraint again. Where nobody
 * knows what it looked like, it stays valid, which harms no row.
 */
function invalidate({ table, previous }: OperationOf<"validateConstraint">) {
  if (previous?.type !== "foreignKey" && previous?.type !== "check") return [];
  return [drop(table, valid(previous)), createConstraint(table, previous)];
}

function valid(previous: Extract<Constraint, { readonly type: "foreignKey" | "check" }>) {
  const { notValid: _, ...constraint } = previous.constraint;
  // Without its NOT VALID it is the same constraint, of the same type.
  return { type: previous.type, constraint } as Constraint;
}

function constraintRef(table: QualifiedName, name: string): ObjectRef<"constraint"> {
  return { kind: "constraint", table, name };
}

function creation(table: QualifiedName, { type, constraint }: Constraint): Partial<Effects> {
  const own = key.constraint(table, constraint.name);
  switch (type) {
    case "primaryKey":
    case "uniqueConstraint":
      return {
        creates: [
          ...uniqueKeys(table, constraint),
          ...(type === "primaryKey" ? [key.onlyPrimary(table)] : []),
        ],
        drops: [key.uniqueToCome(table, constraint.columns)],
        needs: columnsOf(table, constraint.columns),
      };
    case "foreignKey": {
      const { columns, referencedTable, referencedColumns } = constraint;
      return {
        creates: [own],
        needs: [
          ...columnsOf(table, columns),
          ...referencedKeys(constraint),
          key.uniqueGone(referencedTable, referencedColumns),
        ],
      };
    }
    case "check":
      return { creates: [own], needs: [key.relation(table), key.columns(table)] };
  }
}

function questions(
  table: QualifiedName,
  { type, constraint }: Constraint,
  tables: CurrentTables,
): readonly RowQuestion[] {
  switch (type) {
    case "primaryKey":
    case "uniqueConstraint":
      return keyQuestion(table, { ...constraint, isPrimary: type === "primaryKey" }, tables);
    case "foreignKey":
      return foreignKeyQuestion(table, constraint, tables);
    case "check":
      return checkQuestion(table, constraint, tables);
  }
}

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

function primaryKey(primary: PrimaryKey): string {
  return words(`PRIMARY KEY (${columnList(primary.columns)})`, include(primary), deferral(primary));
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

function foreignKey(foreign: ForeignKey): string {
  return words(
    `FOREIGN KEY (${columnList(foreign.columns)})`,
    `REFERENCES ${quoteName(foreign.referencedTable)} (${columnList(foreign.referencedColumns)})`,
    foreign.match === "full" && "MATCH FULL",
    action("ON DELETE", foreign.onDelete),
    action("ON UPDATE", foreign.onUpdate),
    deferral(foreign),
    foreign.notValid && "NOT VALID",
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
