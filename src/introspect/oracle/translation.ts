/** Names that change in the same plan, in the texts that the catalog printed before. */
import {
  nameKey,
  printIdentifier,
  printName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "../../schema/identifiers.js";
import type { ObjectRef, RefKind } from "../../schema/object-ref.js";
import { codeOf, mapTokens } from "../../schema/sql-scanner.js";
import type { QualifiedName } from "../../schema/types.js";

/** An object by its names of before and after the plan. */
export interface RenamedObject {
  readonly from: ObjectRef;
  readonly to: ObjectRef;
}

/** A column, by the new name of its table. */
export interface RenamedColumn {
  readonly table: QualifiedName;
  readonly from: string;
  readonly to: string;
}

/** Between the names that the server knows today and those that it will know. */
export interface Translation {
  toNew(sql: string): string;
  toOld(sql: string): string;
}

interface RenamedName {
  readonly from: QualifiedName;
  readonly to: QualifiedName;
}

/** The value of an enum, by the enum's name of before. */
interface RenamedValue {
  readonly enum: QualifiedName;
  readonly from: string;
  readonly to: string;
}

/** Tables and views. */
export function tablesIn(renamed: readonly RenamedObject[]): readonly RenamedName[] {
  return namesIn(renamed, ["table", "view"]);
}

function namesIn(
  renamed: readonly RenamedObject[],
  kinds: readonly RefKind[],
): readonly RenamedName[] {
  return renamed.flatMap(({ from, to }) =>
    "schema" in from && "schema" in to && kinds.includes(from.kind) ? [{ from, to }] : [],
  );
}

export function columnsIn(renamed: readonly RenamedObject[]): readonly RenamedColumn[] {
  return renamed.flatMap(({ from, to }) =>
    to.kind === "column" ? [{ table: to.table, from: from.name, to: to.name }] : [],
  );
}

/**
 * A translation of names as the catalog prints them: `'ok'::public.mood`,
 * `nextval('public.numbers'::regclass)`, a table's also where a column is qualified by it. A model
 * spells with quotes, names the schema only where it is not `public`, and casts no literal, so that
 * the way back guesses: a wrong guess makes two texts different and never equal.
 */
export function translation(renamed: readonly RenamedObject[]): Translation {
  const objects = namesIn(renamed, ["enum", "sequence"]);
  const tables = tablesIn(renamed);
  const values = renamed.flatMap(({ from, to }) =>
    from.kind === "enumValue" ? [{ enum: from.enum, from: from.name, to: to.name }] : [],
  );
  if (objects.length + tables.length + values.length === 0) return noTranslation;
  const spelled = (
    list: readonly RenamedName[],
    spell: (name: QualifiedName) => string,
  ): readonly Pair[] => list.map(({ from, to }) => [spell(from), spell(to)]);
  const reference = ({ name }: QualifiedName): string => `${quoteIdentifier(name)}.`;
  const toNew = [...spelled(objects, printName), ...spelled(tables, printName)];
  const qualifiers = spelled(tables, ({ name }) => `${printIdentifier(name)}.`);
  const toOld = [...toNew, ...spelled(tables, quoteName)].map(turned);
  const references = [
    ...spelled(tables, reference).map(turned),
    ...tables.map(({ from, to }): Pair => [quoteIdentifier(to.name), quoteName(from)]),
  ];
  return {
    toNew: (sql) =>
      outsideLiterals(replaceAll(valuesToNew(sql, values), toNew), (code) =>
        replaceAll(code, qualifiers),
      ),
    toOld: (sql) =>
      outsideLiterals(
        replaceAll(sequencesToOld(valuesToOld(sql, values), objects), toOld),
        (code) => replaceAll(code, references),
      ),
  };
}

/** Of nothing, as nearly always. */
export const noTranslation: Translation = { toNew: (sql) => sql, toOld: (sql) => sql };

/** Literals with a cast to the enum, as the catalog prints each. */
function valuesToNew(sql: string, values: readonly RenamedValue[]): string {
  const enums = new Map(values.map((value) => [printName(value.enum), value.enum]));
  let text = sql;
  for (const [name, type] of enums) {
    if (!text.includes(name)) continue;
    const own = values.filter((value) => nameKey(value.enum) === nameKey(type));
    const names = new Map(own.map(({ from, to }) => [from, to]));
    text = text.replaceAll(
      new RegExp(
        `('(?:[^']|'')*')(?=::${name.replaceAll(special, String.raw`\$&`)}(?![\\w"]))`,
        "g",
      ),
      (literal) => inLiteral(literal, names),
    );
  }
  return text;
}

function valuesToOld(sql: string, values: readonly RenamedValue[]): string {
  if (values.length === 0) return sql;
  const names = new Map(values.map(({ from, to }) => [to, from]));
  return mapTokens(sql, ({ text }) => (text.startsWith("'") ? inLiteral(text, names) : text));
}

/** A value, or an array of values: `'ok'`, `'{sad,ok}'`. */
function inLiteral(literal: string, names: ReadonlyMap<string, string>): string {
  const text = literal.slice(1, -1).replaceAll("''", "'");
  const whole = names.get(text);
  if (whole !== undefined) return quoteLiteral(whole);
  const elements = /^\{([^"\\{}]*)\}$/.exec(text)?.[1]?.split(",");
  if (elements === undefined) return literal;
  return quoteLiteral(`{${elements.map((one) => names.get(one) ?? one).join(",")}}`);
}

/** `nextval('numbers')`, which the catalog prints in full. */
function sequencesToOld(sql: string, objects: readonly RenamedName[]): string {
  return sql.replaceAll(
    /\b((?:next|curr|set)val\(\s*)'((?:[^']|'')*)'/gi,
    (call, start: string, name: string) => {
      const found = objects.find(({ to }) =>
        [to.name, printIdentifier(to.name), quoteIdentifier(to.name), quoteName(to)].includes(name),
      );
      return found === undefined ? call : `${start}${quoteLiteral(quoteName(found.from))}`;
    },
  );
}

/**
 * A text of another table's, as the catalog prints it, with the new names of columns: PostgreSQL
 * qualifies them by the table or by its alias wherever a text reads from several.
 */
export function columnsToNew(sql: string, columns: readonly RenamedColumn[]): string {
  const found = columns.filter(({ table, from }) =>
    [printName(table), `.${printIdentifier(from)}`].every((part) => sql.includes(part)),
  );
  if (found.length === 0) return sql;
  const pairs = found.flatMap(({ table, from, to }) =>
    [printIdentifier(table.name), ...aliasesOf(table, sql)].map((owner): Pair => [
      `${owner}.${printIdentifier(from)}`,
      `${owner}.${printIdentifier(to)}`,
    ]),
  );
  return outsideLiterals(sql, (code) => replaceAll(code, pairs));
}

function aliasesOf(table: QualifiedName, sql: string): readonly string[] {
  const name = printName(table).replaceAll(special, String.raw`\$&`);
  return [...sql.matchAll(new RegExp(`${name} ("(?:[^"]|"")+"|[a-z_][a-z0-9_$]*)`, "g"))].flatMap(
    ([, alias]) => (alias === undefined ? [] : [alias]),
  );
}

const special = /[.*+?^${}()|[\]\\]/g;

type Pair = readonly [from: string, to: string];

function turned([from, to]: Pair): Pair {
  return [to, from];
}

/** All at once, so that names can be swapped. */
function replaceAll(text: string, pairs: readonly Pair[]): string {
  const found = pairs.filter(([from, to]) => from !== to && text.includes(from));
  if (found.length === 0) return text;
  const byName = new Map(found);
  const names = [...byName.keys()].map(
    (name) =>
      name.replaceAll(special, String.raw`\$&`) + (name.endsWith(".") ? "" : String.raw`(?![\w"])`),
  );
  return text.replaceAll(
    new RegExp(`(?<![\\w".])(?:${names.join("|")})`, "g"),
    (name) => byName.get(name) ?? name,
  );
}

function outsideLiterals(sql: string, replace: (code: string) => string): string {
  let rest = 0;
  const pieces = codeOf(sql)
    .filter(({ kind }) => kind === "string")
    .map(({ text, start, end }) => {
      const code = sql.slice(rest, start);
      rest = end;
      return `${replace(code)}${text}`;
    });
  return `${pieces.join("")}${replace(sql.slice(rest))}`;
}
