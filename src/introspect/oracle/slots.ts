/**
 * The places of a table where PostgreSQL keeps an expression, as questions to the server: what
 * would you print, had you read this text in this place?
 */
import type { IndexKey, Schema, Table, View } from "../../schema/types.js";

/** Where a text stands, as far as its meaning depends on it. */
export type Place =
  | { readonly kind: "type" }
  | { readonly kind: "default"; readonly column: string }
  | { readonly kind: "generated"; readonly column: string }
  | { readonly kind: "check" }
  | { readonly kind: "predicate" }
  | { readonly kind: "indexKey"; readonly method: string; readonly opclass?: string }
  | { readonly kind: "policy" }
  | { readonly kind: "view" };

export interface Text {
  readonly place: Place;
  readonly sql: string;
}

/** Texts are comparable only within one place of one table or view. */
export function placeKey(place: Place): string {
  switch (place.kind) {
    case "default":
    case "generated":
      return `${place.kind} ${place.column}`;
    case "indexKey":
      return `${place.kind} ${place.method}`;
    default:
      return place.kind;
  }
}

/** Every text of a table, in whatever place. */
export function textsOf(table: Table): readonly Text[] {
  const texts: Text[] = [];
  visitTable(table, (place, sql) => {
    texts.push({ place, sql });
    return sql;
  });
  return texts;
}

export function textOfView(view: View): Text {
  return { place: { kind: "view" }, sql: view.definition };
}

/** A table with each of its texts replaced. */
export function mapTexts(table: Table, replace: (text: Text) => string): Table {
  return visitTable(table, (place, sql) => replace({ place, sql }));
}

type Visitor = (place: Place, sql: string) => string;

function visitTable(table: Table, visit: Visitor): Table {
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      type: { ...column.type, sql: visit({ kind: "type" }, column.type.sql) },
      ...(column.default !== undefined && {
        default: visit({ kind: "default", column: column.name }, column.default),
      }),
      ...(column.generated && {
        generated: {
          ...column.generated,
          expression: visit(
            { kind: "generated", column: column.name },
            column.generated.expression,
          ),
        },
      }),
    })),
    checks: table.checks.map((check) => ({
      ...check,
      expression: visit({ kind: "check" }, check.expression),
    })),
    indexes: table.indexes.map((index) => ({
      ...index,
      keys: index.keys.map((part) => visitKey(part, index.method, visit)),
      ...(index.where !== undefined && { where: visit({ kind: "predicate" }, index.where) }),
    })),
    policies: table.policies.map((policy) => ({
      ...policy,
      ...(policy.using !== undefined && { using: visit({ kind: "policy" }, policy.using) }),
      ...(policy.withCheck !== undefined && {
        withCheck: visit({ kind: "policy" }, policy.withCheck),
      }),
    })),
  };
}

function visitKey(part: IndexKey, method: string, visit: Visitor): IndexKey {
  if (part.expression === undefined) return part;
  const { opclass } = part;
  const place: Place = { kind: "indexKey", method, ...(opclass !== undefined && { opclass }) };
  return { ...part, expression: visit(place, part.expression) };
}

/** Tables of two schemas that have the same name. */
export function commonTables(
  actual: Schema,
  desired: Schema,
  key: (table: Table) => string,
): readonly { readonly actual: Table; readonly desired: Table }[] {
  const byKey = new Map(actual.tables.map((table) => [key(table), table]));
  return desired.tables.flatMap((table) => {
    const found = byKey.get(key(table));
    return found === undefined ? [] : [{ actual: found, desired: table }];
  });
}
