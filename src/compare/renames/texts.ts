/**
 * Renames in the statements that restore something: PostgreSQL has printed them, or they are put
 * together from its names, so that every name in them is spelled in one of two ways.
 */
import { printIdentifier, quoteIdentifier, sameName } from "../../schema/identifiers.js";
import type { Attributed, Attributes, PrivilegeChange } from "../../schema/attributes.js";
import type { Column, Extra, QualifiedName, Schema, Table, View } from "../../schema/types.js";
import type { Rename } from "./renames.js";

/** The schema with all statements in it speaking of what is renamed by its new name. */
export function renameTexts(schema: Schema, rename: Rename): Schema {
  const all = (owner: QualifiedName | undefined): Texts => textsFor(rename, owner);
  return {
    ...schema,
    namespaces: schema.namespaces.map(all(undefined).attributed),
    enums: schema.enums.map(all(undefined).attributed),
    sequences: schema.sequences.map(all(undefined).attributed),
    tables: schema.tables.map((table) => renameInTable(table, all(table))),
    views: schema.views.map((view) => renameInView(view, all(view))),
  };
}

function renameInTable(table: Table, texts: Texts): Table {
  const { primaryKey, extras } = table;
  return {
    ...texts.attributed(table),
    columns: table.columns.map(texts.column),
    ...(primaryKey && { primaryKey: texts.attributed(primaryKey) }),
    uniqueConstraints: table.uniqueConstraints.map(texts.attributed),
    indexes: table.indexes.map(texts.attributed),
    ...(extras && { extras: extras.map(texts.extra) }),
  };
}

function renameInView(view: View, texts: Texts): View {
  const { columns, extras } = view;
  return {
    ...texts.attributed(view),
    ...(columns && { columns: columns.map(texts.attributed) }),
    ...(extras && { extras: extras.map(texts.extra) }),
  };
}

interface Texts {
  column(column: Column): Column;
  attributed<T extends Attributed>(item: T): T;
  extra(item: Extra): Extra;
}

/** @param owner The table or view that the statements belong to, by its name at this time. */
function textsFor(rename: Rename, owner: QualifiedName | undefined): Texts {
  const statement = (sql: string, uses: Extra["uses"] = []): string =>
    mapNamesIn(sql, (parts, before) => renamedParts(parts, before, rename, owner, uses));
  const inAttributes = (attributes: Attributes): Attributes =>
    renameInAttributes(attributes, rename, statement);
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
    extra(item) {
      return {
        ...item,
        create: item.create.map((sql) => statement(sql, item.uses)),
        drop: statement(item.drop, item.uses),
        uses: item.uses.map((used) => renamedUse(used, rename)),
      };
    },
  };
}

/** Attributes name roles, and a column of a view can have an expression. */
function renameInAttributes(
  attributes: Attributes,
  rename: Rename,
  statement: (sql: string) => string,
): Attributes {
  const { default: expression, owner, privileges, defaultPrivileges } = attributes;
  const role = (name: string): string =>
    rename.kind === "role" && name === rename.from ? rename.to : name;
  const change = ({ role: grantee, grantor, ...rest }: PrivilegeChange): PrivilegeChange => ({
    ...rest,
    role: grantee === null ? null : role(grantee),
    ...(grantor !== undefined && { grantor: role(grantor) }),
  });
  return {
    ...attributes,
    ...(expression !== undefined && { default: statement(expression) }),
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

type Use = Extra["uses"][number];

function renamedUse(used: Use, rename: Rename): Use {
  switch (rename.kind) {
    case "table":
    case "view":
      return sameName(used.table, rename.from)
        ? { ...used, table: { schema: rename.to.schema, name: rename.to.name } }
        : used;
    case "schema":
      return used.table.schema === rename.from
        ? { ...used, table: { ...used.table, schema: rename.to } }
        : used;
    case "column":
      return used.column === rename.from && sameName(used.table, rename.table)
        ? { ...used, column: rename.to }
        : used;
    default:
      return used;
  }
}

/**
 * The parts of a name after the rename.
 *
 * @param before The word that stands before the name, which tells what it is a name of.
 */
function renamedParts(
  parts: readonly string[],
  before: string,
  rename: Rename,
  owner: QualifiedName | undefined,
  uses: Extra["uses"],
): readonly string[] {
  const [first = "", second = "", ...rest] = parts;
  switch (rename.kind) {
    case "table":
    case "view":
    case "enum":
    case "sequence": {
      const { from, to } = rename;
      if (first === from.schema && second === from.name) return [to.schema, to.name, ...rest];
      // A column may be qualified by the name of its table.
      const isTable = rename.kind === "table" || rename.kind === "view";
      return isTable && parts.length === 2 && first === from.name && first !== to.schema
        ? [to.name, second]
        : parts;
    }
    case "schema": {
      const isAlone = parts.length === 1 && before === "schema";
      const isQualifier = parts.length > 1 && !["new", "old"].includes(first);
      return first === rename.from && (isAlone || isQualifier)
        ? [rename.to, ...parts.slice(1)]
        : parts;
    }
    case "role":
      return parts.length === 1 && first === rename.from && ["to", "from", "role"].includes(before)
        ? [rename.to]
        : parts;
    case "column": {
      const isConcerned =
        (owner !== undefined && sameName(owner, rename.table)) ||
        uses.some((used) => used.column === rename.from && sameName(used.table, rename.table));
      const isColumn = parts.length !== 1 || !namedOtherwise.has(before);
      // The name of a table or type in two parts ends with no column.
      const isObject = parts.length === 2 && first === rename.table.schema;
      return isConcerned && isColumn && !isObject && parts.at(-1) === rename.from
        ? [...parts.slice(0, -1), rename.to]
        : parts;
    }
    case "policy":
    case "enumValue":
      return parts;
  }
}

/** Words before a name that is not a column's. */
const namedOtherwise: ReadonlySet<string> = new Set(
  "trigger rule constraint index statistics function table view publication only schema role to from type sequence using collate storage compression procedure".split(
    " ",
  ),
);

/** A literal, a name of one or more parts, or any other character. */
const token =
  /(?:[eE]?'(?:[^'\\]|''|\\.)*')|((?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)(?:\.(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*))*)|\S/gsu;
const part = /"(?:[^"]|"")*"|[^.]+/g;

function mapNamesIn(
  sql: string,
  map: (parts: readonly string[], before: string) => readonly string[],
): string {
  let before = "";
  return sql.replaceAll(token, (text: string, name: string | undefined) => {
    const previous = before;
    before = text.toLowerCase();
    if (name === undefined) return text;
    const spelled = name.match(part) ?? [];
    const parts = spelled.map(unquoted);
    const mapped = map(parts, previous);
    return mapped === parts
      ? text
      : mapped
          .map((one, place) => {
            const old = spelled[place] ?? "";
            if (parts[place] === one) return old;
            return old.startsWith('"') ? quoteIdentifier(one) : printIdentifier(one);
          })
          .join(".");
  });
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
