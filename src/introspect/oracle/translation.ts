/** Replaces names that the plan changes, in texts that the catalog printed before. */
import {
  nameKey,
  printIdentifier,
  printName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "../../schema/identifiers.js";
import type { ObjectRef, RefKind } from "../../schema/object-ref.js";
import { mapNames, mapTokens, nameOf, namesIn } from "../../schema/sql-scanner.js";
import type { QualifiedName } from "../../schema/types.js";

/** An object by its names before and after the plan. */
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

/** Translates between the names that the server knows now and those after the plan. */
export interface Translation {
  toNew(sql: string): string;
  toOld(sql: string): string;
}

interface RenamedName {
  readonly from: QualifiedName;
  readonly to: QualifiedName;
}

/** Tables and views. */
export function tablesIn(renamed: readonly RenamedObject[]): readonly RenamedName[] {
  return objectsIn(renamed, ["table", "view"]);
}

function objectsIn(
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
 * Names as the catalog prints them: `'ok'::public.mood`, `nextval('public.numbers'::regclass)`.
 * Models spell them differently and do not cast literals, so the reverse is a guess. A wrong guess
 * can make equal texts differ, but not different texts equal.
 */
export function translation(renamed: readonly RenamedObject[]): Translation {
  const objects = objectsIn(renamed, ["enum", "sequence", "table", "view"]);
  const tables = tablesIn(renamed);
  const values = renamed.flatMap(({ from, to }) =>
    from.kind === "enumValue" ? [{ enum: from.enum, from: from.name, to: to.name }] : [],
  );
  const newString: ReplaceString = (text, _, after) => {
    if (after.startsWith("::regclass"))
      return objects.flatMap(({ from, to }) => (printName(from) === text ? printName(to) : []))[0];
    const own = values.filter((value) => isCastTo(value.enum, after));
    return newValue(text, new Map(own.map(({ from, to }) => [from, to])));
  };
  const oldValues = new Map(values.map(({ from, to }) => [to, from]));
  const oldString: ReplaceString = (text, before, after) => {
    const isName = /\b(?:next|curr|set)val\(\s*$/i.test(before) || after.startsWith("::regclass");
    if (!isName) return newValue(text, oldValues);
    const found = objects.find(({ to }) => spellingsOf(to).includes(text));
    return found && quoteName(found.from);
  };
  if (objects.length + values.length === 0) return { toNew: (sql) => sql, toOld: (sql) => sql };
  const turned = ({ from, to }: RenamedName): RenamedName => ({ from: to, to: from });
  const [oldObjects, oldTables] = [objects.map(turned), tables.map(turned)];
  const bare = new Map(
    oldTables.map(({ from, to }) => [quoteIdentifier(from.name), quoteName(to)]),
  );
  return {
    toNew: (sql) =>
      replaceNames(mapStrings(sql, newString), objects, tables, printIdentifier, new Map()),
    toOld: (sql) =>
      replaceNames(mapStrings(sql, oldString), oldObjects, oldTables, quoteIdentifier, bare),
  };
}

/** @param bare returns the replacement for an unqualified name, as it is spelled */
function replaceNames(
  sql: string,
  objects: readonly RenamedName[],
  tables: readonly RenamedName[],
  spell: (name: string) => string,
  bare: ReadonlyMap<string, string>,
): string {
  const byName = new Map(objects.map(({ from, to }) => [nameKey(from), to]));
  const owners = new Map(tables.map(({ from, to }) => [from.name, to.name]));
  return mapNames(sql, ({ parts: [first = "", second = ""], tokens, after }) => {
    const [own = "", ...rest] = tokens.map(({ text }) => text);
    const object = byName.get(nameKey({ schema: first, name: second }));
    if (object !== undefined)
      return [spell(object.schema), spell(object.name), ...rest.slice(1)].join(".");
    if (rest.length === 0 && after?.text !== ".") return bare.get(own);
    const owner = owners.get(first);
    return owner && [spell(owner), ...rest].join(".");
  });
}

type ReplaceString = (text: string, before: string, after: string) => string | undefined;

/** The text with strings replaced where there is a replacement. */
function mapStrings(sql: string, replace: ReplaceString): string {
  return mapTokens(sql, ({ text, start, end }) => {
    if (!text.startsWith("'")) return text;
    const value = text.slice(1, -1).replaceAll("''", "'");
    const replaced = replace(value, sql.slice(0, start), sql.slice(end));
    return replaced === undefined ? text : quoteLiteral(replaced);
  });
}

function isCastTo(type: QualifiedName, text: string): boolean {
  const cast = `::${printName(type)}`;
  return text.startsWith(cast) && !/^[\w"]/.test(text.slice(cast.length));
}

/** How a model or the catalog may spell a name in a string. */
function spellingsOf(name: QualifiedName): readonly string[] {
  const { name: bare } = name;
  return [bare, printIdentifier(bare), quoteIdentifier(bare), printName(name), quoteName(name)];
}

/** A value or an array of values: `ok`, `{sad,ok}`. */
function newValue(text: string, values: ReadonlyMap<string, string>): string | undefined {
  const elements = /^\{([^"\\{}]*)\}$/.exec(text)?.[1]?.split(",");
  const array = elements && `{${elements.map((value) => values.get(value) ?? value).join(",")}}`;
  return values.get(text) ?? array;
}

/** A text of another table with the new names of columns, which may be qualified. */
export function columnsToNew(sql: string, columns: readonly RenamedColumn[]): string {
  const names = namesIn(sql);
  const newNames = new Map(
    columns.flatMap(({ table, from, to }) => {
      const uses = names.filter(
        ({ parts }) => parts[0] === table.schema && parts[1] === table.name,
      );
      const aliases = uses.flatMap(({ after }) => nameOf(after) ?? []);
      const owners = uses.length > 0 ? [table.name, ...aliases] : [];
      return owners.map((owner) => [nameKey({ schema: owner, name: from }), to] as const);
    }),
  );
  return mapNames(sql, ({ parts: [owner = "", column = "", ...others], tokens }) => {
    const to = newNames.get(nameKey({ schema: owner, name: column }));
    const isColumn = to !== undefined && others.length === 0;
    return isColumn ? `${tokens[0]?.text}.${printIdentifier(to)}` : undefined;
  });
}

/** A table's text for its temporary copy: `s.users.id` becomes `pg_temp.users.id`. */
export function forTemporaryTable(
  sql: string,
  { schema, name }: QualifiedName,
): string | undefined {
  const text = mapNames(sql, ({ parts, tokens }) => {
    if (parts.length < 3 || parts[0] !== schema || parts[1] !== name) return undefined;
    const column = tokens.slice(2).map((token) => token.text);
    return ["pg_temp", quoteIdentifier(name), ...column].join(".");
  });
  return text === sql ? undefined : text;
}
