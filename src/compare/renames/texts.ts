/**
 * Renames in what only a catalog knows of objects. PostgreSQL has printed its statements, or they are
 * put together from its names: every word in capitals is a keyword.
 */
import type { Attributed, Attributes, PrivilegeChange } from "../../schema/attributes.js";
import { printIdentifier, quoteIdentifier, sameName } from "../../schema/identifiers.js";
import { namesIn, type SqlToken } from "../../schema/sql-scanner.js";
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
  const rename = (sql: string, uses: Extra["uses"] = []): string => {
    const tables = [...own, ...uses.map((used) => used.table)];
    const tablesWith = (column: string): readonly QualifiedName[] => [
      ...own,
      ...uses.filter((used) => used.column === column).map((used) => used.table),
    ];
    return mapNames(sql, (parts, before) =>
      partsAfter(parts, before, after, { tables, tablesWith }),
    );
  };
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
  /** The tables that a statement speaks of. */
  readonly tables: readonly QualifiedName[];
  /** Those of which it may mean a column of that name. */
  tablesWith(column: string): readonly QualifiedName[];
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
  { tables, tablesWith }: SpokenOf,
): readonly string[] {
  const [first = "", second, ...rest] = parts;
  const column = (own: string): string =>
    tablesWith(own)
      // The name of a table or type in two parts ends with no column.
      .filter((table) => parts.length !== 2 || table.schema !== first)
      .map((table) => name({ kind: "column", table, name: own }))
      .find((to) => to !== own) ?? own;
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
  const table = tables.find((one) => one.name === first && one.schema !== first);
  const qualifier = table && parts.length === 2 ? relation(table).name : first;
  return [qualifier, ...parts.slice(1, -1), column(parts.at(-1) ?? "")];
}

/** Words before a name that is not a column's. */
const namedOtherwise: ReadonlySet<string> = new Set(
  "trigger rule constraint index statistics function table view publication only type sequence using collate storage compression procedure".split(
    " ",
  ),
);

function mapNames(
  sql: string,
  map: (parts: readonly string[], before: string) => readonly string[],
): string {
  let result = "";
  let end = 0;
  for (const { tokens, before } of namesIn(sql)) {
    const parts = tokens.map(nameOf);
    const mapped = map(parts, before?.text.toLowerCase() ?? "");
    tokens.forEach((token, index) => {
      const to = mapped[index];
      if (to === undefined || to === parts[index]) return;
      const spelled = token.kind === "quotedName" ? quoteIdentifier(to) : printIdentifier(to);
      result += sql.slice(end, token.start) + spelled;
      end = token.end;
    });
  }
  return result + sql.slice(end);
}

function nameOf({ kind, text }: SqlToken): string {
  return kind === "quotedName" ? text.slice(1, -1).replaceAll('""', '"') : text;
}
