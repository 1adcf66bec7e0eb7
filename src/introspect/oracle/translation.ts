/** Names that change in the same plan, in the texts that the catalog printed before. */
import {
  printIdentifier,
  printName,
  quoteIdentifier,
  quoteName,
} from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";

export interface RenamedObject {
  readonly from: QualifiedName;
  readonly to: QualifiedName;
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

/**
 * A translation of qualified names as the catalog prints them: `'ok'::public.mood`,
 * `nextval('public.numbers'::regclass)`, and of tables also where a column is qualified by them.
 *
 * @param objects Enums and sequences.
 */
export function translation(
  objects: readonly RenamedObject[],
  tables: readonly RenamedObject[] = [],
): Translation {
  const spelled = (spell: (name: QualifiedName) => string, list = objects): readonly Pair[] =>
    list.map(({ from, to }) => [spell(from), spell(to)]);
  const toNew = [...spelled(printName), ...spelled(printName, tables)];
  const aliases = spelled(({ name }) => `${printIdentifier(name)}.`, tables);
  // A model spells a name with quotes, and the schema only where it is not `public`.
  const toOld = [
    ...spelled(printName),
    ...spelled(printName, tables),
    ...spelled(quoteName, tables),
  ].map(turned);
  const bare = tables.map(({ from, to }): Pair => [quoteIdentifier(to.name), quoteName(from)]);
  const references = spelled(({ name }) => `${quoteIdentifier(name)}.`, tables).map(turned);
  return {
    toNew: (sql) => outsideLiterals(replaceAll(sql, toNew), (code) => replaceAll(code, aliases)),
    toOld: (sql) =>
      outsideLiterals(replaceAll(sql, toOld), (code) =>
        replaceAll(replaceAll(code, references), bare),
      ),
  };
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
  return sql
    .split(/('(?:[^']|'')*')/)
    .map((part, index) => (index % 2 === 0 ? replace(part) : part))
    .join("");
}
