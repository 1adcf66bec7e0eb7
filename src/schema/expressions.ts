/** Every text of a schema that PostgreSQL parses, with its place and a way to replace it. */
import { defined } from "../defined.js";
import { type ObjectRef, refTo } from "./object-ref.js";
import type { QualifiedName, Schema, Table } from "./types.js";

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

export interface Expression {
  readonly of: ObjectRef<
    "column" | "constraint" | "index" | "policy" | "view" | "materializedView"
  >;
  readonly relation: QualifiedName;
  readonly place: Place;
  readonly sql: string;
}

type Relations = Pick<Schema, "tables" | "views">;
type Replace = (expression: Expression) => string;

export function expressionsOf(relations: Partial<Relations>): readonly Expression[] {
  const found: Expression[] = [];
  mapExpressions({ tables: [], views: [], ...relations }, (expression) => {
    found.push(expression);
    return expression.sql;
  });
  return found;
}

/** @param withTypes whether the types of columns are replaced, too */
export function mapExpressions<T extends Relations>(
  relations: T,
  replace: Replace,
  withTypes = true,
): T {
  return {
    ...relations,
    tables: relations.tables.map((table) => mapTable(table, replace, withTypes)),
    views: relations.views.map((view) => {
      const of = refTo(view.materialized ? "materializedView" : "view", view);
      const sql = view.definition;
      return { ...view, definition: replace({ of, relation: view, place: { kind: "view" }, sql }) };
    }),
  };
}

const typePlace = { kind: "type" } as const;

function mapTable(table: Table, replace: Replace, withTypes: boolean): Table {
  const { schema, name } = table;
  const tableName = { schema, name };
  const textOf =
    (of: Expression["of"]) =>
    <S extends string | undefined>(sql: S, place: Place): S | string =>
      sql === undefined ? sql : replace({ of, relation: table, place, sql });
  const partText = (kind: "column" | "constraint" | "policy", part: string) =>
    textOf({ kind, table: tableName, name: part });
  return {
    ...table,
    columns: table.columns.map((column) => {
      const { type, default: value, generated } = column;
      const isPlain = value === undefined && generated === undefined;
      // Most columns of most schemas: without a copy for each walk.
      if (isPlain && !withTypes) return column;
      const of = { kind: "column", table: tableName, name: column.name } as const;
      const typeText = withTypes
        ? replace({ of, relation: table, place: typePlace, sql: type.sql })
        : type.sql;
      if (isPlain && typeText === type.sql) return column;
      const text = textOf(of);
      const at = { column: column.name };
      const expression = text(generated?.expression, { kind: "generated", ...at });
      return defined({
        ...column,
        type: { ...type, sql: typeText },
        default: text(value, { kind: "default", ...at }),
        generated: generated && { ...generated, expression: expression ?? "" },
      });
    }),
    checks: table.checks.map((check) => {
      const text = partText("constraint", check.name);
      return { ...check, expression: text(check.expression, { kind: "check" }) };
    }),
    indexes: table.indexes.map((index) => {
      const { method, where } = index;
      const text = textOf({ kind: "index", schema, name: index.name });
      const keys = index.keys.map((key) => {
        const place = defined({ kind: "indexKey", method, opclass: key.opclass } as const);
        return defined({ ...key, expression: text(key.expression, place) });
      });
      return defined({ ...index, keys, where: text(where, { kind: "predicate" }) });
    }),
    policies: table.policies.map((policy) => {
      const text = partText("policy", policy.name);
      const using = text(policy.using, { kind: "policy" });
      const withCheck = text(policy.withCheck, { kind: "policy" });
      return defined({ ...policy, using, withCheck });
    }),
  };
}
