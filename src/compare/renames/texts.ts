/**
 * Renames in what only a catalog knows of objects. PostgreSQL has printed its statements, or they are
 * put together from its names: every word in capitals is a keyword.
 */
import type { Attributed, Attributes, PrivilegeChange } from "../../schema/attributes.js";
import { printIdentifier, quoteIdentifier, sameName } from "../../schema/identifiers.js";
import { mapNames, nameOf, type SqlToken } from "../../schema/sql-scanner.js";
import type { Column, Extra, QualifiedName } from "../../schema/types.js";
import type { Translation } from "./names.js";

interface Texts {
  column(column: Column): Column;
  attributed<T extends Attributed>(item: T): T;
  extra(item: Extra): Extra;
}

/** @param owner The table or view that the texts belong to. */
export function textsAfter(after: Translation, owner?: QualifiedName): Texts {
  const own = owner === undefined ? [] : [owner];
  const rename = (sql: string, uses: Extra["uses"] = []): string =>
    mapNames(sql, ({ tokens, before }) => {
      const word = before?.text.toLowerCase() ?? "";
      const parts = partsAfter(tokens.map(textOf), word, after, { own, uses });
      return tokens.map((token, index) => spelled(token, parts[index] ?? "")).join(".");
    });
  const inAttributes = (attributes: Attributes): Attributes =>
    attributesAfter(attributes, after, rename);
  const attributed = <T extends Attributed>(item: T): T =>
    item.attributes === undefined ? item : { ...item, attributes: inAttributes(item.attributes) };
  return {
    attributed,
    column: (column) => ({
      ...attributed(column),
      ...(column.sequenceAttributes && {
        sequenceAttributes: inAttributes(column.sequenceAttributes),
      }),
    }),
    extra: ({ uses, ...item }) => ({
      ...item,
      create: item.create.map((sql) => rename(sql, uses)),
      drop: rename(item.drop, uses),
      uses: uses.map(({ table, column: name }) => ({
        table: after.relation(table),
        ...(name !== undefined && { column: after.name({ kind: "column", table, name }) }),
      })),
    }),
  };
}

/** Attributes name roles, and a column of a view can have an expression. */
function attributesAfter(
  attributes: Attributes,
  { name }: Translation,
  rename: (sql: string) => string,
): Attributes {
  const { default: expression, owner, privileges, defaultPrivileges } = attributes;
  const role = (was: string): string => name({ kind: "role", name: was });
  const change = ({ role: grantee, grantor, ...rest }: PrivilegeChange): PrivilegeChange => ({
    ...rest,
    role: grantee === null ? null : role(grantee),
    ...(grantor !== undefined && { grantor: role(grantor) }),
  });
  return {
    ...attributes,
    ...(expression !== undefined && { default: rename(expression) }),
    ...(owner !== undefined && { owner: role(owner) }),
    ...(privileges && { privileges: privileges.map(change) }),
    ...(defaultPrivileges && {
      defaultPrivileges: defaultPrivileges.map((one) => ({
        ...one,
        role: role(one.role),
        grants: one.grants.map(change),
      })),
    }),
  };
}

interface SpokenOf {
  /** The table or view that a statement belongs to. */
  readonly own: readonly QualifiedName[];
  /** What else it speaks of. */
  readonly uses: Extra["uses"];
}

/**
 * A name after the renames, part by part.
 *
 * @param before The word that stands before the name, which tells what it is a name of.
 */
function partsAfter(
  parts: readonly string[],
  before: string,
  { name, relation, type }: Translation,
  { own, uses }: SpokenOf,
): readonly string[] {
  const [first = "", second, ...rest] = parts;
  const column = (was: string): string =>
    [...own, ...uses.filter((used) => used.column === was).map((used) => used.table)]
      // The name of a table or type in two parts ends with no column.
      .filter((table) => parts.length !== 2 || table.schema !== first)
      .map((table) => name({ kind: "column", table, name: was }))
      .find((to) => to !== was) ?? was;
  if (second === undefined) {
    if (before === "schema") return [name({ kind: "schema", name: first })];
    if (["to", "from", "role"].includes(before)) return [name({ kind: "role", name: first })];
    return [namedOtherwise.has(before) ? first : column(first)];
  }
  const object = { schema: first, name: second };
  const to = [relation(object), type(object)].find((found) => !sameName(found, object));
  // NEW and OLD are rows.
  const isRow = ["new", "old"].includes(first) && to?.name === second;
  if (to !== undefined && !isRow) return [to.schema, to.name, ...rest.map(column)];
  // A column may be qualified by the name of its table.
  const table = [...own, ...uses.map((used) => used.table)].find(
    (candidate) => candidate.name === first && candidate.schema !== first,
  );
  const qualifier = table && parts.length === 2 ? relation(table).name : first;
  return [qualifier, ...parts.slice(1, -1), column(parts.at(-1) ?? "")];
}

/** Words before a name that is not a column's. */
const namedOtherwise: ReadonlySet<string> = new Set(
  "trigger rule constraint index statistics function table view publication only type sequence using collate storage compression procedure".split(
    " ",
  ),
);

function spelled(token: SqlToken, name: string): string {
  if (name === textOf(token)) return token.text;
  return token.kind === "quotedName" ? quoteIdentifier(name) : printIdentifier(name);
}

/** A word as it stands: what PostgreSQL prints in capitals is a keyword, and no name. */
function textOf(token: SqlToken): string {
  return token.kind === "word" ? token.text : (nameOf(token) ?? "");
}
