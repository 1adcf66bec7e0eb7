/**
 * What each operation does to which objects, at the grain of columns and constraints: all that
 * the ordering knows. An object is a key of text.
 */
import type { CommentTarget, Operation } from "../operations/types.js";
import { makeObjectName, nameKey } from "../schema/identifiers.js";
import type {
  CheckConstraint,
  Column,
  DataType,
  ForeignKey,
  Index,
  QualifiedName,
  Table,
} from "../schema/types.js";

export interface Effects {
  /** Objects that exist only afterwards. */
  readonly creates: readonly string[];
  /** Objects that exist only before. */
  readonly drops: readonly string[];
  /** Objects that are another afterwards: who needs them wants the new one. */
  readonly alters: readonly string[];
  /** Objects that must exist in their final form while it runs. */
  readonly needs: readonly string[];
  /** Objects that stop being depended on, and so may change or go from here on. */
  readonly releases: readonly string[];
}

export const key = {
  namespace: (name: string) => `schema ${name}`,
  role: (name: string) => `role ${name}`,
  type: (name: QualifiedName) => `type ${nameKey(name)}`,
  /** Tables, views, sequences and indexes share one space of names per schema. */
  relation: (name: QualifiedName) => `relation ${nameKey(name)}`,
  column: (table: QualifiedName, column: string) => `column ${nameKey(table)}\0${column}`,
  constraint: (table: QualifiedName, name: string) => `constraint ${nameKey(table)}\0${name}`,
  policy: (table: QualifiedName, name: string) => `policy ${nameKey(table)}\0${name}`,
  /** What a foreign key leans on: that some columns are unique. */
  unique: (table: QualifiedName, columns: readonly string[]) =>
    `unique ${nameKey(table)}\0${[...columns].sort().join("\0")}`,
  rowSecurity: (table: QualifiedName) => `rls ${nameKey(table)}`,
  /**
   * All columns of a table as one thing, which every change of a column alters: an expression may
   * mention any of them.
   */
  columns: (table: QualifiedName) => `columns ${nameKey(table)}`,
};

const none: Effects = { creates: [], drops: [], alters: [], needs: [], releases: [] };

/** The effects of one operation. */
export function effects(operation: Operation): Effects {
  switch (operation.kind) {
    case "createSchema":
      return { ...none, creates: [key.namespace(operation.namespace.name)] };
    case "dropSchema":
      return { ...none, drops: [key.namespace(operation.name)] };
    case "renameSchema":
      return {
        ...none,
        drops: [key.namespace(operation.from)],
        creates: [key.namespace(operation.to)],
      };

    case "createTable":
      return {
        ...none,
        creates: tableKeys(operation.table),
        needs: [
          key.namespace(operation.table.schema),
          ...operation.table.columns.flatMap((column) => typeKeys(column.type)),
          ...operation.table.policies.flatMap((policy) => policy.to.map(key.role)),
        ],
      };
    case "dropTable":
      return {
        ...none,
        drops: operation.previous ? tableKeys(operation.previous) : [key.relation(operation.table)],
        releases: [
          key.namespace(operation.table.schema),
          ...(operation.previous?.columns ?? []).flatMap((column) => typeKeys(column.type)),
          ...(operation.previous?.foreignKeys ?? []).flatMap(referencedKeys),
        ],
      };
    case "renameTable":
      return rename(operation.table, { ...operation.table, name: operation.to }, key.relation);
    case "setTableSchema":
      return withNeeds(
        rename(operation.table, { ...operation.table, schema: operation.to }, key.relation),
        key.namespace(operation.to),
      );

    case "addColumn":
      return {
        ...none,
        creates: columnKeys(operation.table, operation.column),
        alters: [key.columns(operation.table)],
        needs: [key.relation(operation.table), ...typeKeys(operation.column.type)],
      };
    case "dropColumn":
      return {
        ...none,
        drops: operation.previous
          ? columnKeys(operation.table, operation.previous)
          : [key.column(operation.table, operation.column)],
        alters: [key.columns(operation.table)],
        releases: [
          key.relation(operation.table),
          ...(operation.previous ? typeKeys(operation.previous.type) : []),
        ],
      };
    case "renameColumn":
      return {
        ...none,
        drops: [key.column(operation.table, operation.from)],
        creates: [key.column(operation.table, operation.to)],
        alters: [key.columns(operation.table)],
        needs: [key.relation(operation.table)],
      };
    case "alterColumn": {
      const { changes, previous, table } = operation;
      return {
        ...none,
        creates: addedIdentity(operation),
        alters: [key.column(table, operation.column), key.columns(table)],
        needs: [key.relation(table), ...(changes.type ? typeKeys(changes.type) : [])],
        releases: released(previous?.type, changes.type),
      };
    }

    case "createPrimaryKey":
    case "createUniqueConstraint":
      return {
        ...none,
        creates: uniqueKeys(operation.table, operation.constraint),
        needs: columnsOf(operation.table, operation.constraint.columns),
      };
    case "createForeignKey":
      return {
        ...none,
        creates: [key.constraint(operation.table, operation.constraint.name)],
        needs: [
          ...columnsOf(operation.table, operation.constraint.columns),
          ...referencedKeys(operation.constraint),
        ],
      };
    case "createCheckConstraint":
      return {
        ...none,
        creates: [key.constraint(operation.table, operation.constraint.name)],
        needs: [key.relation(operation.table), key.columns(operation.table)],
      };
    case "dropConstraint":
      return dropConstraint(operation);
    case "renameConstraint":
      return {
        ...none,
        drops: [key.constraint(operation.table, operation.from)],
        creates: [key.constraint(operation.table, operation.to)],
        needs: [key.relation(operation.table)],
      };
    case "validateConstraint":
      return { ...none, needs: [key.constraint(operation.table, operation.name)] };

    case "createIndex":
      return {
        ...none,
        creates: indexKeys(operation.table, operation.index),
        needs: [
          key.relation(operation.table),
          ...columnsOf(operation.table, indexColumns(operation.index)),
          ...expressionKeys(operation.table, operation.index),
        ],
      };
    case "dropIndex":
      return {
        ...none,
        drops: operation.previous
          ? indexKeys(operation.previous.table, operation.previous.index)
          : [key.relation(operation.index)],
        releases: operation.previous
          ? [
              key.relation(operation.previous.table),
              ...columnsOf(operation.previous.table, indexColumns(operation.previous.index)),
              ...expressionKeys(operation.previous.table, operation.previous.index),
            ]
          : [],
      };
    case "renameIndex":
      return rename(operation.index, { ...operation.index, name: operation.to }, key.relation);

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
    case "renameEnum":
      return rename(operation.enum, { ...operation.enum, name: operation.to }, key.type);
    case "setEnumSchema":
      return withNeeds(
        rename(operation.enum, { ...operation.enum, schema: operation.to }, key.type),
        key.namespace(operation.to),
      );
    case "addEnumValue":
    case "renameEnumValue":
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
    case "renameSequence":
      return rename(
        operation.sequence,
        { ...operation.sequence, name: operation.to },
        key.relation,
      );
    case "setSequenceSchema":
      return withNeeds(
        rename(operation.sequence, { ...operation.sequence, schema: operation.to }, key.relation),
        key.namespace(operation.to),
      );
    case "dropSequence":
      return {
        ...none,
        drops: [key.relation(operation.sequence)],
        releases: [key.namespace(operation.sequence.schema)],
      };

    case "createView":
      return {
        ...none,
        creates: [key.relation(operation.view)],
        needs: [
          key.namespace(operation.view.schema),
          ...operation.view.dependsOn.map(key.relation),
        ],
      };
    case "dropView":
      return {
        ...none,
        drops: [key.relation(operation.view)],
        releases: [
          key.namespace(operation.view.schema),
          ...(operation.previous?.dependsOn ?? []).map(key.relation),
        ],
      };
    case "alterView":
      return { ...none, alters: [key.relation(operation.view)] };
    case "renameView":
      return rename(operation.view, { ...operation.view, name: operation.to }, key.relation);
    case "setViewSchema":
      return withNeeds(
        rename(operation.view, { ...operation.view, schema: operation.to }, key.relation),
        key.namespace(operation.to),
      );
    case "refreshMaterializedView":
      return { ...none, needs: [key.relation(operation.view)] };

    case "createPolicy":
      return {
        ...none,
        creates: [key.policy(operation.table, operation.policy.name)],
        needs: [
          key.relation(operation.table),
          key.columns(operation.table),
          ...operation.policy.to.map(key.role),
        ],
      };
    case "alterPolicy":
      return {
        ...none,
        alters: [key.policy(operation.table, operation.name)],
        needs: [
          key.relation(operation.table),
          key.columns(operation.table),
          ...(operation.changes.to ?? []).map(key.role),
        ],
        releases: (operation.previous?.to ?? []).map(key.role),
      };
    case "renamePolicy":
      return {
        ...none,
        drops: [key.policy(operation.table, operation.from)],
        creates: [key.policy(operation.table, operation.to)],
        needs: [key.relation(operation.table)],
      };
    case "dropPolicy":
      return {
        ...none,
        drops: [key.policy(operation.table, operation.name)],
        releases: [
          key.relation(operation.table),
          key.columns(operation.table),
          ...(operation.previous?.to ?? []).map(key.role),
        ],
      };
    case "enableRowLevelSecurity":
    case "disableRowLevelSecurity":
      return {
        ...none,
        alters: [key.rowSecurity(operation.table)],
        needs: [key.relation(operation.table)],
      };

    case "createRole":
      return { ...none, creates: [key.role(operation.role.name)] };
    case "alterRole":
      return { ...none, alters: [key.role(operation.name)] };
    case "renameRole":
      return {
        ...none,
        drops: [key.role(operation.from)],
        creates: [key.role(operation.to)],
      };
    case "dropRole":
      return { ...none, drops: [key.role(operation.name)] };

    case "commentOn":
      return { ...none, needs: [commentedKey(operation.target)] };
    case "grant":
    case "revoke":
    case "execute":
    case "bulkInsert":
      return none;
    case "autocommit":
      return combine(operation.operations.map(effects));
  }
}

function commentedKey(target: CommentTarget): string {
  switch (target.on) {
    case "schema":
      return key.namespace(target.name);
    case "role":
      return key.role(target.name);
    case "enum":
      return key.type(target.name);
    case "column":
      return key.column(target.table, target.name);
    case "constraint":
      return key.constraint(target.table, target.name);
    case "policy":
      return key.policy(target.table, target.name);
    default:
      return key.relation(target.name);
  }
}

function combine(all: readonly Effects[]): Effects {
  return {
    creates: all.flatMap((one) => one.creates),
    drops: all.flatMap((one) => one.drops),
    alters: all.flatMap((one) => one.alters),
    needs: all.flatMap((one) => one.needs),
    releases: all.flatMap((one) => one.releases),
  };
}

function rename(
  from: QualifiedName,
  to: QualifiedName,
  keyOf: (name: QualifiedName) => string,
): Effects {
  return { ...none, drops: [keyOf(from)], creates: [keyOf(to)] };
}

function withNeeds(given: Effects, ...needs: readonly string[]): Effects {
  return { ...given, needs: [...given.needs, ...needs] };
}

function tableKeys(table: Table): readonly string[] {
  return [
    key.relation(table),
    key.rowSecurity(table),
    ...table.columns.flatMap((column) => columnKeys(table, column)),
    ...(table.primaryKey ? uniqueKeys(table, table.primaryKey) : []),
    ...table.uniqueConstraints.flatMap((unique) => uniqueKeys(table, unique)),
    ...table.checks.map((check: CheckConstraint) => key.constraint(table, check.name)),
    ...table.indexes.flatMap((index) => indexKeys(table, index)),
    ...table.policies.map((policy) => key.policy(table, policy.name)),
  ];
}

function columnKeys(table: QualifiedName, column: Column): readonly string[] {
  const sequence =
    column.serial?.sequence ??
    (column.identity?.sequenceName === undefined
      ? undefined
      : { schema: table.schema, name: column.identity.sequenceName });
  const own = key.column(table, column.name);
  return sequence === undefined ? [own] : [own, key.relation(sequence)];
}

/** The sequence that comes with an identity. */
function addedIdentity({
  table,
  column,
  changes,
  previous,
}: Extract<Operation, { kind: "alterColumn" }>): readonly string[] {
  const { identity } = changes;
  if (!identity || previous?.identity) return [];
  const name = identity.sequenceName ?? makeObjectName(table.name, column, "seq");
  return [key.relation({ schema: table.schema, name })];
}

/** A column that stays with its enum, alone or as an array, does not let go of it. */
function released(from: DataType | undefined, to: DataType | undefined): readonly string[] {
  const kept = to === undefined ? [] : typeKeys(to);
  return from === undefined ? [] : typeKeys(from).filter((type) => !kept.includes(type));
}

function typeKeys(type: DataType): readonly string[] {
  return type.enum ? [key.type(type.enum)] : [];
}

function columnsOf(table: QualifiedName, columns: readonly string[]): readonly string[] {
  return [key.relation(table), ...columns.map((column) => key.column(table, column))];
}

function referencedKeys(foreignKey: ForeignKey): readonly string[] {
  return [
    ...columnsOf(foreignKey.referencedTable, foreignKey.referencedColumns),
    key.unique(foreignKey.referencedTable, foreignKey.referencedColumns),
  ];
}

function uniqueKeys(
  table: QualifiedName,
  constraint: { readonly name: string; readonly columns: readonly string[] },
): readonly string[] {
  return [
    key.constraint(table, constraint.name),
    key.relation({ schema: table.schema, name: constraint.name }),
    key.unique(table, constraint.columns),
  ];
}

function indexColumns(index: Index): readonly string[] {
  return [
    ...index.keys.flatMap((part) => (part.column === undefined ? [] : [part.column])),
    ...(index.include ?? []),
  ];
}

/** An index with an expression or a predicate may mention any column. */
function expressionKeys(table: QualifiedName, index: Index): readonly string[] {
  const hasExpression =
    index.where !== undefined || index.keys.some((part) => part.expression !== undefined);
  return hasExpression ? [key.columns(table)] : [];
}

function indexKeys(table: QualifiedName, index: Index): readonly string[] {
  const own = key.relation({ schema: table.schema, name: index.name });
  const keys = index.keys.flatMap((part) => (part.column === undefined ? [] : [part.column]));
  return index.unique ? [own, key.unique(table, keys)] : [own];
}

function dropConstraint(operation: Extract<Operation, { kind: "dropConstraint" }>): Effects {
  const { table, name, previous } = operation;
  const own = key.constraint(table, name);
  const touches = key.relation(table);
  switch (previous?.type) {
    case "primaryKey":
    case "uniqueConstraint":
      return {
        ...none,
        drops: uniqueKeys(table, previous.constraint),
        releases: columnsOf(table, previous.constraint.columns),
      };
    case "foreignKey":
      return {
        ...none,
        drops: [own],
        releases: [
          ...columnsOf(table, previous.constraint.columns),
          ...referencedKeys(previous.constraint),
        ],
      };
    case "check":
    case undefined:
      return { ...none, drops: [own], releases: [touches, key.columns(table)] };
  }
}
