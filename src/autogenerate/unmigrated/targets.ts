/** What a revision takes away or changes, and how to find out who made it. */
import { key } from "../../compare/effects/index.js";
import type { AlterColumn, AlterEnum, Operation } from "../../operations/types.js";
import { unwrapped } from "../run-operations.js";
import { touches } from "../conflicts/touches.js";
import { canonicalType } from "../../schema/data-types.js";
import { displayName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import { type ColumnFact, type History, rowSecurityKey } from "./history.js";

export interface Target {
  readonly operation: Operation;
  /** For people: `the index public.users_name_trgm`. */
  readonly what: string;
  /** Its key, as `compare/effects` has it. */
  readonly object: string;
  /** Names that a migration which made it must hold. */
  readonly names: readonly string[];
  /** What of it no migration has made, for people; empty where all is the migrations' own. */
  unmade(history: History): readonly string[];
}

/** The targets among a plan's operations. What is dropped and made again is put back as it was. */
export function targetsOf(operations: readonly Operation[]): readonly Target[] {
  const targets = unwrapped(operations).flatMap(targetOf);
  if (targets.length === 0) return [];
  const made = new Set(operations.flatMap((operation) => touches(operation).adds));
  return targets.filter(({ object }) => !made.has(object));
}

function targetOf(operation: Operation): readonly Target[] {
  const object = (
    kind: string,
    name: QualifiedName,
    objectKey: (name: QualifiedName) => string,
  ): readonly Target[] => [
    whole(operation, `the ${kind} ${displayName(name)}`, objectKey(name), [name.name]),
  ];
  const part = (kind: string, table: QualifiedName, name: string, partKey: string) =>
    whole(operation, `the ${kind} ${name} of ${displayName(table)}`, partKey, [table.name, name]);
  switch (operation.kind) {
    case "dropSchema":
      return [
        whole(operation, `the schema ${operation.name}`, key.namespace(operation.name), [
          operation.name,
        ]),
      ];
    case "dropTable":
      return object("table", operation.table, key.relation);
    case "dropView":
    case "alterView": {
      const { materialized } = operation;
      return object(materialized ? "materialized view" : "view", operation.view, key.relation);
    }
    case "dropEnum":
      return object("enum", operation.enum, key.type);
    case "alterEnum":
      return [values(operation)];
    case "dropSequence":
    case "alterSequence":
      return object("sequence", operation.sequence, key.relation);
    case "dropColumn": {
      const { table, column } = operation;
      return [part("column", table, column, key.column(table, column))];
    }
    case "alterColumn":
      return [altered(operation)];
    case "dropIndex":
      return [indexTarget(operation)];
    case "dropConstraint": {
      const { table, name } = operation;
      const target = part("constraint", table, name, key.constraint(table, name));
      return [unlessUnnamed(target, table.name, /\b(?:add|create\s+table)\b/i)];
    }
    case "dropPolicy":
    case "alterPolicy": {
      const { table, name } = operation;
      return [part("policy", table, name, key.policy(table, name))];
    }
    case "disableRowLevelSecurity": {
      const { table } = operation;
      const what = `row-level security of ${displayName(table)}`;
      return [whole(operation, what, rowSecurityKey(table), [table.name, "security"])];
    }
    default:
      return [];
  }
}

function whole(
  operation: Operation,
  what: string,
  object: string,
  names: readonly string[],
): Target {
  return {
    operation,
    what,
    object,
    names,
    unmade: (history) => (history.has(object, names) ? [] : [what]),
  };
}

/** PostgreSQL gives a name to what SQL does not name, which then stands nowhere. */
function unlessUnnamed(target: Target, table: string, statement: RegExp): Target {
  return {
    ...target,
    unmade: (history) =>
      history.mayHaveMadeUnnamed(table, statement) ? [] : target.unmade(history),
  };
}

function indexTarget(operation: Operation & { readonly kind: "dropIndex" }): Target {
  const { index, previous } = operation;
  const what = `the index ${displayName(index)}`;
  const target = whole(operation, what, key.relation(index), [index.name]);
  const table = previous?.table.name;
  return table === undefined
    ? target
    : unlessUnnamed(target, table, /\bindex\s+(?:concurrently\s+)?on\b/i);
}

function values(operation: AlterEnum): Target {
  const { enum: name, previous } = operation;
  const what = `the enum ${displayName(name)}`;
  const own = key.type(name);
  const gone = (previous?.values ?? []).filter((value) => !operation.values.includes(value));
  return {
    operation,
    what,
    object: own,
    names: [name.name],
    unmade: (history) => {
      if (!history.has(own, [name.name])) return [what];
      const known = history.valuesOf(own);
      return gone
        .filter((value) => !known.includes(value) && !history.mentions([name.name, value]))
        .map((value) => `the value '${value}' of ${what}`);
    },
  };
}

function altered(operation: AlterColumn): Target {
  const { table, column } = operation;
  const own = key.column(table, column);
  const what = `the column ${column} of ${displayName(table)}`;
  const names = [table.name, column];
  return {
    operation,
    what,
    object: own,
    names,
    unmade: (history) => {
      if (history.mentions(names)) return [];
      if (!history.has(own, names)) return [what];
      return lostAttributes(operation, history.factsOf(own)).map((one) => `${one} of ${what}`);
    },
  };
}

/** What the column loses and no migration has given it. */
function lostAttributes(
  { changes, previous }: AlterColumn,
  facts: readonly ColumnFact[],
): readonly string[] {
  const { collation, default: value, type } = previous ?? {};
  const given = (isIt: (fact: ColumnFact) => boolean): boolean => facts.some(isIt);
  const lost: string[] = [];
  if (typeof collation === "string" && !given(isCollated)) lost.push(`COLLATE ${collation}`);
  if (changes.default !== undefined && typeof value === "string" && !given(hasDefault))
    lost.push(`the default ${value}`);
  if (changes.notNull === false && !given((fact) => fact.notNull === true)) lost.push("NOT NULL");
  if (changes.type !== undefined && type !== undefined && !given((fact) => isOf(fact, type.sql)))
    lost.push(`the type ${type.sql}`);
  return lost;
}

function isCollated({ collation, type }: ColumnFact): boolean {
  return typeof collation === "string" || /\bcollate\b/i.test(type?.sql ?? "");
}

function hasDefault({ default: value, serial }: ColumnFact): boolean {
  return typeof value === "string" || serial !== undefined;
}

/** Says yes where only a server can tell. */
function isOf({ type }: ColumnFact, sql: string): boolean {
  if (type === undefined) return false;
  const said = canonicalType(type.sql);
  return said === undefined || said === (canonicalType(sql) ?? sql);
}
