/** What an operation has to do with which objects, at the grain at which people quarrel. */
import { effects, key } from "../../compare/effects/index.js";
import { referencedKeys, refKey } from "../../compare/effects/keys.js";
import { mentions } from "../../schema/mentions.js";
import type { Operation } from "../../operations/types.js";

/** Objects by the keys of `compare/effects`. */
export interface Touches {
  readonly adds: readonly string[];
  readonly drops: readonly string[];
  readonly alters: readonly string[];
  /** What must be there, and the tables of all that. */
  readonly uses: readonly string[];
  /** SQL that may mention more. */
  readonly text: string;
  /** The types of columns, which may be somebody's own. */
  readonly types: string;
}

export function touches(operation: Operation): Touches {
  const found = effects(operation);
  const creates = found.creates.filter(isThing);
  const drops = found.drops.filter(isThing);
  const needs = found.needs.filter(isThing);
  const releases = found.releases.filter(isThing);
  const { alters } = found;
  const own = alters.filter(isObject);
  const uses = [...needs, ...extraNeeds(operation), ...releases].filter(isObject);
  const inTables = [...creates, ...drops, ...alters, ...needs].flatMap(tableOf);
  return {
    // That columns are unique is no object of its own: two constraints may say so.
    adds: [...creates.filter((one) => !one.startsWith("unique ")), ...primaryKeys(operation)],
    drops,
    alters: operation.kind === "commentOn" ? [`comment ${refKey(operation.object)}`] : own,
    uses: [...new Set([...uses, ...inTables])],
    text: textOf(operation),
    types: typesOf(operation),
  };
}

/** Whose turn it is among the keys of a table matters to the order of one plan only. */
function isThing(one: string): boolean {
  return !/^(?:gone|to come|only) /.test(one);
}

/** All columns of a table as one thing is how the order of a plan sees them, not people. */
function isObject(one: string): boolean {
  return !one.startsWith("columns ");
}

/** A table has one only, whatever they are called. */
function primaryKeys(operation: Operation): readonly string[] {
  if (operation.kind === "autocommit") return operation.operations.flatMap(primaryKeys);
  if (operation.kind !== "createPrimaryKey") return [];
  return [`primaryKey ${operation.table.schema}\0${operation.table.name}`];
}

function extraNeeds(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case "createTable":
      return operation.table.foreignKeys.flatMap(referencedKeys);
    case "bulkInsert":
      return [
        key.relation(operation.table),
        ...Object.keys(operation.rows[0] ?? {}).map((name) => key.column(operation.table, name)),
      ];
    case "autocommit":
      return operation.operations.flatMap(extraNeeds);
    default:
      return [];
  }
}

/** The table of a column, a constraint, a policy, … */
function tableOf(one: string): readonly string[] {
  const [, schema, table] =
    /^(?:column|columns|constraint|policy|unique|rls) ([^\0]*)\0([^\0]*)/.exec(one) ?? [];
  return schema === undefined || table === undefined ? [] : [key.relation({ schema, name: table })];
}

const kindsWithText: ReadonlySet<Operation["kind"]> = new Set([
  "execute",
  "createView",
  "alterView",
  "createPolicy",
  "alterPolicy",
  "createCheckConstraint",
  "createIndex",
]);

function textOf(operation: Operation): string {
  if (operation.kind === "autocommit") return operation.operations.map(textOf).join("\n");
  if (operation.kind === "addColumn") {
    return `${operation.table.name}\n${operation.column.generated?.expression ?? ""}`;
  }
  return kindsWithText.has(operation.kind) ? strings(operation).join("\n") : "";
}

function typesOf(operation: Operation): string {
  switch (operation.kind) {
    case "createTable":
      return operation.table.columns.map(({ type }) => type.sql).join("\n");
    case "addColumn":
      return operation.column.type.sql;
    case "alterColumn":
      return operation.changes.type?.sql ?? "";
    case "autocommit":
      return operation.operations.map(typesOf).join("\n");
    default:
      return "";
  }
}

function strings(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

/** Whether the SQL in an operation mentions an object; a column only together with its table. */
export function mentionsObject({ text, types }: Touches, object: string): boolean {
  if (text === "" && types === "") return false;
  const [, kind, rest = ""] = /^(\w+) (.*)$/s.exec(object) ?? [];
  const [, table = "", column = ""] = rest.split("\0");
  switch (kind) {
    case "relation":
      return mentions(text, table);
    case "type":
      return mentions(text, table) || mentions(types, table);
    case "column":
      return mentions(text, table) && mentions(text, column);
    default:
      return false;
  }
}

/**
 * An object for people.
 *
 * @example objectName("column public\0vehicles\0vin") // "public.vehicles.vin"
 */
export function objectName(object: string): string {
  const [, kind, rest = ""] = /^(\w+) (.*)$/s.exec(object) ?? [];
  if (kind === "comment") return `the comment on ${objectName(rest)}`;
  if (kind === "primaryKey") return `the primary key of ${rest.replace("\0", ".")}`;
  if (kind === "rls") return `row-level security of ${rest.replace("\0", ".")}`;
  const [schema = "", name = "", ...more] = rest.split("\0");
  if (kind === "unique") return `${schema}.${name} (${more.join(", ")})`;
  return [schema, name, ...more].filter((part) => part !== "").join(".");
}
