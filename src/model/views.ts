import {
  Column,
  Name,
  Param,
  Placeholder,
  SQL,
  StringChunk,
  Subquery,
  Table,
  View as DrizzleView,
} from "drizzle-orm";
import {
  getMaterializedViewConfig,
  getViewConfig,
  type PgMaterializedView,
  type PgView,
} from "drizzle-orm/pg-core";
import { nameKey } from "../schema/identifiers.js";
import type { QualifiedName, View } from "../schema/types.js";
import { is } from "./entity.js";
import type { Models } from "./load.js";
import { expressionSql } from "./expression.js";
import { checkLength } from "./name-length.js";
import { describing, type DescribeOptions } from "./options.js";
import { qualifiedNameOf, viewName } from "./table-names.js";

/** Describes a view; `undefined` for one that is only mentioned: `.existing()`. */
export function describeView(view: PgView, options: DescribeOptions = {}): View | undefined {
  const config = getViewConfig(view);
  return describe(config, config.with, false, options);
}

/** Describes a materialized view; `undefined` for one that is only mentioned. */
export function describeMaterializedView(
  view: PgMaterializedView,
  options: DescribeOptions = {},
): View | undefined {
  const config = getMaterializedViewConfig(view);
  const described = describe(config, config.with, true, options);
  if (described === undefined) return undefined;
  const { using, tablespace, withNoData } = config;
  return {
    ...described,
    ...(using !== undefined && { using }),
    ...(tablespace !== undefined && { tablespace }),
    ...(withNoData === true && { withNoData }),
  };
}

/** The views that the models declare as existing, which nobody is to create or drop. */
export function existingViews(
  models: Pick<Models, "views" | "materializedViews">,
): readonly QualifiedName[] {
  const configs = [
    ...models.views.map(({ value }) => getViewConfig(value)),
    ...models.materializedViews.map(({ value }) => getMaterializedViewConfig(value)),
  ];
  return configs
    .filter((config) => config.isExisting)
    .map(({ schema, name }) => ({ schema: schema ?? "public", name }));
}

interface ViewConfig {
  readonly name: string;
  readonly schema: string | undefined;
  readonly query: SQL | undefined;
}

function describe(
  { name, schema, query }: ViewConfig,
  parameters: object | undefined,
  materialized: boolean,
  options: DescribeOptions,
): View | undefined {
  if (query === undefined) return undefined;
  checkLength("view", name, `view "${name}"`, options);
  const definition = describing(options, `view "${name}"`, () =>
    expressionSql(query, { casing: options.casing }),
  );
  return {
    schema: schema ?? "public",
    name,
    materialized,
    definition: definition.replace(/;\s*$/, "").trimEnd(),
    with: reloptions(parameters ?? {}),
    dependsOn: relationsIn(query),
  };
}

/** By the names in `pg_class.reloptions`: Drizzle's `securityBarrier` is `security_barrier`. */
function reloptions(parameters: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [
        key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        String(value),
      ]),
  );
}

/**
 * The tables and views that a query mentions as Drizzle's objects, and the owners of the columns
 * it mentions: Drizzle writes the tables of a join as mere names.
 */
function relationsIn(query: SQL): QualifiedName[] {
  const found = new Map<string, QualifiedName>();
  const add = (name: QualifiedName): unknown => found.set(nameKey(name), name);
  const visit = (chunk: unknown): void => {
    if (Array.isArray(chunk)) chunk.forEach(visit);
    else if (is(chunk, SQL)) chunk.queryChunks.forEach(visit);
    else if (is(chunk, Table)) add(qualifiedNameOf(chunk));
    else if (is(chunk, DrizzleView)) addView(chunk, add);
    else if (is(chunk, Column)) visitOwner(chunk, visit);
    else if (is(chunk, Subquery)) visit(chunk._.sql);
    else if (is(chunk, SQL.Aliased)) visit(chunk.sql);
    else if (isQuery(chunk)) visit(chunk.getSQL());
  };
  visit(query);
  return [...found.values()];
}

/** A column of a sub-query has that for its table; its own parts have been visited. */
function visitOwner(column: Column, visit: (chunk: unknown) => void): void {
  const owner: unknown = column.table;
  if (is(owner, Table) || is(owner, DrizzleView)) visit(owner);
}

function addView(view: DrizzleView, add: (name: QualifiedName) => unknown): void {
  const { schema, name, isAlias } = viewName(view);
  if (!isAlias) add({ schema: schema ?? "public", name });
}

/** The parts of a statement have `getSQL` too: a statement of themselves. */
function isQuery(value: unknown): value is { getSQL(): unknown } {
  return (
    typeof value === "object" &&
    value !== null &&
    !is(value, StringChunk) &&
    !is(value, Name) &&
    !is(value, Param) &&
    !is(value, Placeholder) &&
    "getSQL" in value &&
    typeof value.getSQL === "function"
  );
}
