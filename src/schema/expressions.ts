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

export interface WalkOptions {
  /** Whether the types of columns are replaced, too. */
  readonly withTypes?: boolean;
  /** Whose texts are replaced. */
  readonly only?: (relation: QualifiedName) => boolean;
}

export function mapExpressions<T extends Relations>(
  relations: T,
  replace: Replace,
  { withTypes = true, only = () => true }: WalkOptions = {},
): T {
  return {
    ...relations,
    tables: relations.tables.map((table) =>
      only(table) ? mapTable(table, replace, withTypes) : table,
    ),
    views: relations.views.map((view) => {
      if (!only(view)) return view;
      const of = refTo(view.materialized ? "materializedView" : "view", view);
      const sql = view.definition;
      return { ...view, definition: replace({ of, relation: view, place: { kind: "view" }, sql }) };
    }),
  };
}

const typePlace = { kind: "type" } as const;

/** Only what changes is copied: most walks change a few texts or none. */
function mapTable(table: Table, replace: Replace, withTypes: boolean): Table {
  const { schema, name } = table;
  const tableName = { schema, name };
  const textOf =
    (of: Expression["of"]) =>
    <S extends string | undefined>(sql: S, place: Place): S | string =>
      sql === undefined ? sql : replace({ of, relation: table, place, sql });
  const partText = (kind: "column" | "constraint" | "policy", part: string) =>
    textOf({ kind, table: tableName, name: part });
  return withChanges(table, {
    columns: mapChanged(table.columns, (column) => {
      const { type, default: value, generated } = column;
      if (value === undefined && generated === undefined && !withTypes) return column;
      const text = partText("column", column.name);
      const at = { column: column.name };
      const expression = text(generated?.expression, { kind: "generated", ...at });
      return withChanges(column, {
        type: withTypes ? withChanges(type, { sql: text(type.sql, typePlace) }) : type,
        default: text(value, { kind: "default", ...at }),
        generated: generated && withChanges(generated, { expression: expression ?? "" }),
      });
    }),
    checks: mapChanged(table.checks, (check) => {
      const text = partText("constraint", check.name);
      return withChanges(check, { expression: text(check.expression, { kind: "check" }) });
    }),
    indexes: mapChanged(table.indexes, (index) => {
      const { method, where } = index;
      const text = textOf({ kind: "index", schema, name: index.name });
      const keys = mapChanged(index.keys, (key) => {
        const place = defined({ kind: "indexKey", method, opclass: key.opclass } as const);
        return withChanges(key, { expression: text(key.expression, place) });
      });
      return withChanges(index, { keys, where: text(where, { kind: "predicate" }) });
    }),
    policies: mapChanged(table.policies, (policy) => {
      const text = partText("policy", policy.name);
      const using = text(policy.using, { kind: "policy" });
      const withCheck = text(policy.withCheck, { kind: "policy" });
      return withChanges(policy, { using, withCheck });
    }),
  });
}

/** The list itself if `change` gives back each of its items. */
function mapChanged<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? list : changed;
}

/** The object itself if these fields have their values already. */
function withChanges<T extends object>(
  object: T,
  fields: { readonly [K in keyof T]?: T[K] | undefined },
): T {
  for (const name in fields)
    if (fields[name] !== object[name]) return defined({ ...object, ...fields }) as T;
  return object;
}
