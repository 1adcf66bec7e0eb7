/** Every text of a schema that PostgreSQL parses, with its place and a way to replace it. */
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
  /** The table or view that it belongs to. */
  readonly relation: QualifiedName;
  readonly place: Place;
  readonly sql: string;
}

type Relations = Pick<Schema, "tables" | "views">;
type Replace = (expression: Expression) => string;

/** All expressions of some tables and views. */
export function expressionsOf(relations: Partial<Relations>): readonly Expression[] {
  const found: Expression[] = [];
  mapExpressions({ tables: [], views: [], ...relations }, (expression) => {
    found.push(expression);
    return expression.sql;
  });
  return found;
}

/** The tables and views with each of their expressions replaced. */
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
  const at =
    (kind: "column" | "constraint" | "policy", part: string) =>
    (place: Place, sql: string): string =>
      replace({ of: { kind, table: { schema, name }, name: part }, relation: table, place, sql });
  return {
    ...table,
    columns: table.columns.map((column) => {
      const text = at("column", column.name);
      const { type, default: value, generated } = column;
      return {
        ...column,
        type: { ...type, sql: text({ kind: "type" }, type.sql) },
        ...(value !== undefined && {
          default: text({ kind: "default", column: column.name }, value),
        }),
        ...(generated && {
          generated: {
            ...generated,
            expression: text({ kind: "generated", column: column.name }, generated.expression),
          },
        }),
      };
    }),
    checks: table.checks.map((check) => ({
      ...check,
      expression: at("constraint", check.name)({ kind: "check" }, check.expression),
    })),
    indexes: table.indexes.map((index) => {
      const of = { kind: "index", schema, name: index.name } as const;
      const text = (place: Place, sql: string): string =>
        replace({ of, relation: table, place, sql });
      return {
        ...index,
        keys: index.keys.map((key) => {
          if (key.expression === undefined) return key;
          const { opclass, expression } = key;
          const place = { kind: "indexKey", method: index.method } as const;
          return {
            ...key,
            expression: text(opclass === undefined ? place : { ...place, opclass }, expression),
          };
        }),
        ...(index.where !== undefined && { where: text({ kind: "predicate" }, index.where) }),
      };
    }),
    policies: table.policies.map((policy) => {
      const text = at("policy", policy.name);
      const { using, withCheck } = policy;
      return {
        ...policy,
        ...(using !== undefined && { using: text({ kind: "policy" }, using) }),
        ...(withCheck !== undefined && { withCheck: text({ kind: "policy" }, withCheck) }),
      };
    }),
  };
}
