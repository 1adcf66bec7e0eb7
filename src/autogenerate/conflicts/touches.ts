/** The objects that an operation touches, as finely as conflicts between branches require. */
import { textsIn } from "../../compare/match.js";
import { key, refKey } from "../../operations/keys.js";
import { effects, partsOf } from "../../operations/rules.js";
import type { Operation, SingleOperation } from "../../operations/types.js";
import { parseKey } from "../../schema/object-ref.js";
import { mentions } from "../../schema/identifiers.js";

/** Objects, by the keys of `operations/keys`. */
export interface Touches {
  readonly adds: readonly string[];
  readonly drops: readonly string[];
  readonly alters: readonly string[];
  /** Objects that must exist, and their tables. */
  readonly uses: readonly string[];
  /** SQL that can mention more. */
  readonly text: string;
  /** The types of columns, which can be user-defined. */
  readonly types: string;
}

export function touches(operation: Operation): Touches {
  const { creates, drops, alters, needs, releases } = effects(operation);
  const parts = partsOf(operation);
  return {
    // That columns are unique is not an object: two constraints can provide it.
    adds: creates.filter((object) => isObject(object) && wordOf(object) !== "unique"),
    drops: drops.filter((object) => isObject(object) && wordOf(object) !== "onlyPrimary"),
    alters:
      operation.kind === "commentOn"
        ? [["comment", refKey(operation.object)].join("\0")]
        : alters.filter(isObject),
    uses: [
      ...[...needs, ...releases].filter(isObject),
      ...[...creates, ...drops, ...alters, ...needs].flatMap(tableOf),
    ],
    text: parts.map(textOf).join("\n"),
    types: parts.map(typesOf).join("\n"),
  };
}

function wordOf(object: string): string {
  return object.split("\0", 1)[0] ?? "";
}

/** Some keys are not objects: they matter only for the order of a plan. */
function isObject(object: string): boolean {
  return !["uniqueGone", "uniqueToCome", "columns"].includes(wordOf(object));
}

const onTables: ReadonlySet<string> = new Set(
  "column columns constraint policy unique rowSecurity".split(" "),
);

function tableOf(object: string): readonly string[] {
  const {
    word,
    path: [schema = "", name = ""],
  } = parseKey(object);
  return onTables.has(word) ? [key.relation({ schema, name })] : [];
}

const kindsWithText =
  /^(?:execute|(?:create|alter)(?:View|Policy)|create(?:CheckConstraint|Index))$/;

function textOf(operation: SingleOperation): string {
  if (operation.kind === "addColumn")
    return `${operation.table.name}\n${operation.column.generated?.expression ?? ""}`;
  return kindsWithText.test(operation.kind) ? textsIn(operation).join("\n") : "";
}

function typesOf(operation: SingleOperation): string {
  switch (operation.kind) {
    case "createTable":
      return operation.table.columns.map(({ type }) => type.sql).join("\n");
    case "addColumn":
      return operation.column.type.sql;
    case "alterColumn":
      return operation.changes.type?.sql ?? "";
    default:
      return "";
  }
}

/** Whether an operation's SQL mentions an object. A column counts only with its table. */
export function mentionsObject({ text, types }: Touches, object: string): boolean {
  if (text === "" && types === "") return false;
  const {
    word,
    path: [, name = "", column = ""],
  } = parseKey(object);
  switch (word) {
    case "table":
      return mentions(text, name);
    case "enum":
      return mentions(text, name) || mentions(types, name);
    case "column":
      return mentions(text, name) && mentions(text, column);
    default:
      return false;
  }
}

/** @example objectName("column\0public\0vehicles\0vin") // "public.vehicles.vin" */
export function objectName(object: string): string {
  const { word, path } = parseKey(object);
  const [schema = "", name = "", ...columns] = path;
  switch (word) {
    case "comment":
      return `the comment on ${objectName(path.join("\0"))}`;
    case "onlyPrimary":
      return `the primary key of ${schema}.${name}`;
    case "rowSecurity":
      return `row-level security of ${schema}.${name}`;
    case "unique":
      return `${schema}.${name} (${columns.join(", ")})`;
    default:
      return path.join(".");
  }
}
