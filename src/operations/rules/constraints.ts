import { quoteIdentifier, quoteName } from "../../schema/identifiers.js";
import type {
  Deferral,
  PrimaryKey,
  QualifiedName,
  Table,
  UniqueConstraint,
} from "../../schema/types.js";
import type { RowQuestion } from "../hazard.js";
import { columnsOf, type Effects, key, referencedKeys, uniqueKeys } from "../keys.js";
import { newComment } from "../object-sql.js";
import { checkQuestion, foreignKeyQuestion, keyQuestion } from "../rows/constraints.js";
import type { CurrentTables } from "../rows/current-tables.js";
import { alterTable, columnList, inParentheses, words } from "../statement.js";
import type { Constraint, ConstraintOperation, OperationOf } from "../types.js";
import { lifecycle, type RulesOf } from "./rule.js";

type AnyConstraint = Constraint["constraint"];

interface ConstraintType<C extends AnyConstraint> {
  readonly create: `create${string}` & ConstraintOperation["kind"];
  readonly place: number;
  definition(constraint: C): string;
  effects(table: QualifiedName, constraint: C): Partial<Effects>;
  rows(table: QualifiedName, constraint: C, tables: CurrentTables): readonly RowQuestion[];
}

type TypesOf<C extends Constraint> = {
  readonly [T in C["type"]]: ConstraintType<Extract<C, { readonly type: T }>["constraint"]>;
};

const types: TypesOf<Constraint> = {
  primaryKey: {
    create: "createPrimaryKey",
    place: 8,
    definition: (primary) =>
      words(`PRIMARY KEY (${columnList(primary.columns)})`, include(primary), deferral(primary)),
    effects: (table, constraint) => {
      const effects = uniqueEffects(table, constraint);
      return { ...effects, creates: [...effects.creates, key.onlyPrimary(table)] };
    },
    rows: (table, constraint, tables) =>
      keyQuestion(table, { ...constraint, isPrimary: true }, tables),
  },
  uniqueConstraint: {
    create: "createUniqueConstraint",
    place: 9,
    definition: (unique) =>
      words(
        "UNIQUE",
        unique.nullsNotDistinct && "NULLS NOT DISTINCT",
        `(${columnList(unique.columns)})`,
        include(unique),
        deferral(unique),
      ),
    effects: uniqueEffects,
    rows: (table, constraint, tables) =>
      keyQuestion(table, { ...constraint, isPrimary: false }, tables),
  },
  check: {
    create: "createCheckConstraint",
    place: 10,
    definition: ({ expression, noInherit, notValid }) =>
      words(
        `CHECK ${inParentheses(expression)}`,
        noInherit && "NO INHERIT",
        notValid && "NOT VALID",
      ),
    effects: (table, { name }) => ({
      creates: [key.constraint(table, name)],
      needs: [key.relation(table), key.columns(table)],
    }),
    rows: checkQuestion,
  },
  foreignKey: {
    create: "createForeignKey",
    place: 14,
    definition: ({ columns, referencedTable, referencedColumns, ...foreign }) =>
      words(
        `FOREIGN KEY (${columnList(columns)})`,
        `REFERENCES ${quoteName(referencedTable)} (${columnList(referencedColumns)})`,
        foreign.match === "full" && "MATCH FULL",
        foreign.onDelete !== "no action" && `ON DELETE ${foreign.onDelete.toUpperCase()}`,
        foreign.onUpdate !== "no action" && `ON UPDATE ${foreign.onUpdate.toUpperCase()}`,
        deferral(foreign),
        foreign.notValid && "NOT VALID",
      ),
    effects: (table, foreign) => ({
      creates: [key.constraint(table, foreign.name)],
      needs: [
        ...columnsOf(table, foreign.columns),
        ...referencedKeys(foreign),
        key.uniqueGone(foreign.referencedTable, foreign.referencedColumns),
      ],
    }),
    rows: foreignKeyQuestion,
  },
};

/** The rules of one type of constraint, which take only constraints of that type. */
function typeOf(type: Constraint["type"]): ConstraintType<AnyConstraint> {
  return types[type];
}

function uniqueEffects(table: QualifiedName, constraint: PrimaryKey | UniqueConstraint) {
  return {
    creates: uniqueKeys(table, constraint),
    drops: [key.uniqueToCome(table, constraint.columns)],
    needs: columnsOf(table, constraint.columns),
  };
}

type CreateConstraint = Exclude<
  ConstraintOperation,
  { readonly kind: "dropConstraint" | "validateConstraint" }
>;

function rulesOf(type: Constraint["type"]) {
  const { place, rows } = typeOf(type);
  // The operation's kind determines the type.
  const typed = ({ constraint }: CreateConstraint) => ({ type, constraint }) as Constraint;
  return lifecycle<CreateConstraint, OperationOf<"dropConstraint">>({
    subject: ({ table, name }) => ({ kind: "constraint", table, name }),
    drop: (operation) => dropConstraint(operation.table, typed(operation)),
    create: (previous, { table }) => createConstraint(table, previous),
    effects: (previous, { table }) => typeOf(previous.type).effects(table, previous.constraint),
    created: {
      sql: (operation) => {
        const {
          table,
          constraint: { name, comment },
        } = operation;
        return [
          alterTable(table, `ADD ${constraintDefinition(typed(operation))}`),
          ...newComment({ kind: "constraint", table, name }, comment),
        ];
      },
      place: () => ["table", place],
      rows: ({ table, constraint }, tables) => rows(table, constraint, tables),
    },
    dropped: { place: () => ["table", 1] },
  });
}

export const constraintRules: RulesOf<ConstraintOperation> = {
  createPrimaryKey: rulesOf("primaryKey").create,
  createUniqueConstraint: rulesOf("uniqueConstraint").create,
  createCheckConstraint: rulesOf("check").create,
  createForeignKey: rulesOf("foreignKey").create,
  // The same for constraints of every type.
  dropConstraint: rulesOf("check").drop,

  validateConstraint: {
    subject: ({ table, name }) => ({ kind: "constraint", table, name }),
    sql: ({ table, name }) => [alterTable(table, `VALIDATE CONSTRAINT ${quoteIdentifier(name)}`)],
    inverse: invalidate,
    effects: ({ table, name }) => ({ needs: [key.constraint(table, name)] }),
    place: () => ["table", 11],
    rows: ({ table, previous }, tables) =>
      previous?.type === "foreignKey" || previous?.type === "check"
        ? typeOf(previous.type).rows(table, valid(previous).constraint, tables)
        : [],
  },
};

export function createConstraint(
  table: QualifiedName,
  { type, constraint }: Constraint,
): CreateConstraint {
  return { kind: typeOf(type).create, table, constraint } as CreateConstraint;
}

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

function dropConstraint(table: QualifiedName, previous: Constraint) {
  return { kind: "dropConstraint", table, name: previous.constraint.name, previous } as const;
}

/** Only recreating the constraint undoes its validation. If it is unknown, it stays valid. */
function invalidate({ table, previous }: OperationOf<"validateConstraint">) {
  if (previous?.type !== "foreignKey" && previous?.type !== "check") return [];
  return [dropConstraint(table, valid(previous)), createConstraint(table, previous)];
}

function valid(previous: Extract<Constraint, { readonly type: "foreignKey" | "check" }>) {
  const { notValid: _, ...constraint } = previous.constraint;
  // Without its NOT VALID, it is a constraint of the same type.
  return { type: previous.type, constraint } as Constraint;
}

/** @example CONSTRAINT "c" CHECK (a > 0) */
export function constraintDefinition({ type, constraint }: Constraint): string {
  return `CONSTRAINT ${quoteIdentifier(constraint.name)} ${typeOf(type).definition(constraint)}`;
}

function include({ include: columns }: { readonly include?: readonly string[] }) {
  return columns !== undefined && columns.length > 0 && `INCLUDE (${columnList(columns)})`;
}

function deferral({ deferrable, initiallyDeferred }: Deferral): string {
  return words(
    (deferrable === true || initiallyDeferred === true) && "DEFERRABLE",
    initiallyDeferred && "INITIALLY DEFERRED",
  );
}
