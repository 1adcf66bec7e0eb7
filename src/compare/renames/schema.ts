/**
 * Replaces all names in a schema by the new ones. The statements in it were printed by PostgreSQL
 * or composed from its names, so every word in capitals is a keyword.
 */
import { defined } from "../../defined.js";
import type { Attributed, Attributes, PrivilegeChange } from "../../schema/attributes.js";
import { printIdentifier, printName, quoteIdentifier, sameName } from "../../schema/identifiers.js";
import { mapNames, nameOf, type SqlToken } from "../../schema/sql-scanner.js";
import type { DataType, Extra, QualifiedName, Schema, Table } from "../../schema/types.js";
import type { Translation } from "./names.js";

export function schemaAfter(schema: Schema, after: Translation): Schema {
  const { name, relation, type } = after;
  const { attributed } = partsAfter(after);
  const inSchema = (was: string): string => name({ kind: "schema", name: was });
  return {
    ...schema,
    namespaces: schema.namespaces.map((namespace) => ({
      ...attributed(namespace),
      name: inSchema(namespace.name),
    })),
    ...(schema.extensions && {
      extensions: schema.extensions.map((extension) => ({
        ...extension,
        ...(extension.schema && { schema: inSchema(extension.schema) }),
      })),
    }),
    roles: schema.roles.map((role) => ({ ...role, name: name({ kind: "role", name: role.name }) })),
    enums: schema.enums.map((item) => ({
      ...attributed(item),
      ...type(item),
      values: item.values.map((value) => name({ kind: "enumValue", enum: item, name: value })),
    })),
    sequences: schema.sequences.map((sequence) => ({
      ...attributed(sequence),
      ...relation(sequence),
      ...(sequence.ownedBy && {
        ownedBy: {
          table: relation(sequence.ownedBy.table),
          column: partsAfter(after, sequence.ownedBy.table).column(sequence.ownedBy.column),
        },
      }),
    })),
    tables: schema.tables.map((table) => tableAfter(table, after)),
    views: schema.views.map((view) => {
      const parts = partsAfter(after, view);
      return {
        ...parts.attributed(view),
        ...relation(view),
        dependsOn: view.dependsOn.map(relation),
        ...(view.columns && { columns: view.columns.map(parts.attributed) }),
        ...(view.extras && { extras: view.extras.map(parts.extra) }),
      };
    }),
  };
}

function tableAfter(table: Table, after: Translation): Table {
  const { attributed, inAttributes, column, extra } = partsAfter(after, table);
  const key = <T extends Attributed & { readonly columns: readonly string[] }>(item: T): T => ({
    ...attributed(item),
    columns: item.columns.map(column),
  });
  const relationName = (name: string): string =>
    after.relation({ schema: table.schema, name }).name;
  const indexed = <T extends { readonly name: string; readonly include?: readonly string[] }>(
    item: T,
  ): T => ({ ...including(item), name: relationName(item.name) });
  const including = <T extends { readonly include?: readonly string[] }>(item: T): T =>
    item.include === undefined ? item : { ...item, include: item.include.map(column) };
  return {
    ...attributed(table),
    ...after.relation(table),
    columns: table.columns.map((item) => ({
      ...attributed(item),
      name: column(item.name),
      type: typeAfter(item.type, after),
      ...(item.serial?.sequence && {
        serial: { ...item.serial, sequence: after.relation(item.serial.sequence) },
      }),
      ...(item.identity?.sequenceName && {
        identity: { ...item.identity, sequenceName: relationName(item.identity.sequenceName) },
      }),
      ...(item.sequenceAttributes && { sequenceAttributes: inAttributes(item.sequenceAttributes) }),
    })),
    ...(table.primaryKey && { primaryKey: indexed(key(table.primaryKey)) }),
    uniqueConstraints: table.uniqueConstraints.map((item) => indexed(key(item))),
    foreignKeys: table.foreignKeys.map((foreignKey) => {
      const { referencedTable: referenced, referencedColumns, referencedIndex } = foreignKey;
      const to = after.relation(referenced);
      return {
        ...key(foreignKey),
        referencedTable: to,
        referencedColumns: referencedColumns.map(partsAfter(after, referenced).column),
        ...(referencedIndex && {
          referencedIndex: { ...after.relation(referencedIndex), schema: to.schema },
        }),
      };
    }),
    indexes: table.indexes.map((index) => ({
      ...indexed(attributed(index)),
      keys: index.keys.map((item) =>
        item.column === undefined ? item : { ...item, column: column(item.column) },
      ),
    })),
    policies: table.policies.map((policy) => ({
      ...policy,
      name: after.name({ kind: "policy", table, name: policy.name }),
      to: policy.to.map((role) => after.name({ kind: "role", name: role })).toSorted(),
    })),
    ...(table.extras && { extras: table.extras.map(extra) }),
  };
}

function typeAfter(type: DataType, after: Translation): DataType {
  const name = type.enum && after.type(type.enum);
  if (name === undefined || (type.enum && sameName(name, type.enum))) return type;
  const array = /(\[\])*$/.exec(type.sql)?.[0] ?? "";
  return { sql: printName(name) + array, enum: name };
}

interface Parts {
  column(name: string): string;
  attributed<T extends Attributed>(item: T): T;
  inAttributes(attributes: Attributes): Attributes;
  extra(item: Extra): Extra;
}

/** @param owner the table or view that the parts belong to */
function partsAfter(after: Translation, owner?: QualifiedName): Parts {
  const own = owner === undefined ? [] : [owner];
  const column = (table: QualifiedName, name: string): string =>
    after.name({ kind: "column", table, name });
  const rename = (sql: string, uses: Extra["uses"] = []): string =>
    mapNames(sql, ({ tokens, before }) => {
      const word = before?.text.toLowerCase() ?? "";
      const parts = nameAfter(tokens.map(textOf), word, after, own, uses);
      return tokens.map((token, index) => spelled(token, parts[index] ?? "")).join(".");
    });
  const inAttributes = (attributes: Attributes): Attributes =>
    attributesAfter(attributes, after, rename);
  return {
    column: (name) => (owner === undefined ? name : column(owner, name)),
    inAttributes,
    attributed: (item) =>
      item.attributes === undefined ? item : { ...item, attributes: inAttributes(item.attributes) },
    extra: ({ uses, ...item }) => ({
      ...item,
      create: item.create.map((sql) => rename(sql, uses)),
      drop: rename(item.drop, uses),
      uses: uses.map(({ table, column: name }) => ({
        table: after.relation(table),
        ...(name !== undefined && { column: column(table, name) }),
      })),
    }),
  };
}

/** Attributes mention roles, and the default of a view's column is an expression. */
function attributesAfter(
  { default: expression, owner, privileges, defaultPrivileges, ...others }: Attributes,
  { name }: Translation,
  rename: (sql: string) => string,
): Attributes {
  const role = (was: string): string => name({ kind: "role", name: was });
  const change = ({ role: grantee, grantor, ...rest }: PrivilegeChange): PrivilegeChange =>
    defined({
      ...rest,
      role: grantee === null ? null : role(grantee),
      grantor: grantor === undefined ? undefined : role(grantor),
    });
  return defined({
    ...others,
    default: expression === undefined ? undefined : rename(expression),
    owner: owner === undefined ? undefined : role(owner),
    privileges: privileges?.map(change),
    defaultPrivileges: defaultPrivileges?.map(({ role: of, grants, ...rest }) => ({
      ...rest,
      role: role(of),
      grants: grants.map(change),
    })),
  });
}

/** `before` is the word before the name, which tells what kind of name it is. */
function nameAfter(
  parts: readonly string[],
  before: string,
  { name, relation, type }: Translation,
  own: readonly QualifiedName[],
  uses: Extra["uses"],
): readonly string[] {
  const [first = "", second, ...rest] = parts;
  const column = (was: string): string =>
    [...own, ...uses.filter((used) => used.column === was).map((used) => used.table)]
      // `schema.name` of a table or type does not end with a column.
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

/** Words that precede names of something other than a column. */
const namedOtherwise: ReadonlySet<string> = new Set(
  "trigger rule constraint index statistics function table view publication only type sequence using collate storage compression procedure".split(
    " ",
  ),
);

function spelled(token: SqlToken, name: string): string {
  if (name === textOf(token)) return token.text;
  return token.kind === "quotedName" ? quoteIdentifier(name) : printIdentifier(name);
}

/** The text of a token. PostgreSQL prints keywords in capitals, so these are not names. */
function textOf(token: SqlToken): string {
  return token.kind === "word" ? token.text : (nameOf(token) ?? "");
}
