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

export function mapExpressions<T extends Relations>(relations: T, replace: Replace): T {
  return {
    ...relations,
    tables: relations.tables.map((table) => mapTable(table, replace)),
    views: relations.views.map((view) => {
      const of = refTo(view.materialized ? "materializedView" : "view", view);
      const sql = view.definition;
      return { ...view, definition: replace({ of, relation: view, place: { kind: "view" }, sql }) };
    }),
  };
}

function mapTable(table: Table, replace: Replace): Table {
  const { schema, name } = table;
  const textOf =
    (of: Expression["of"]) =>
    <S extends string | undefined>(sql: S, place: Place): S | string =>
      sql === undefined ? sql : replace({ of, relation: table, place, sql });
  const partText = (kind: "column" | "constraint" | "policy", part: string) =>
    textOf({ kind, table: { schema, name }, name: part });
  return {
    ...table,
    columns: table.columns.map((column) => {
      const text = partText("column", column.name);
      const at = { column: column.name };
      const { type, default: value, generated } = column;
      const typeText = text(type.sql, { kind: "type" });
      const defaultText = text(value, { kind: "default", ...at });
      const expression = text(generated?.expression, { kind: "generated", ...at });
      const isSame =
        typeText === type.sql && defaultText === value && expression === generated?.expression;
      // Most columns of most schemas: without a copy for each walk.
      if (isSame) return column;
      return defined({
        ...column,
        type: { ...type, sql: typeText },
        default: defaultText,
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
