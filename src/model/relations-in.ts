import {
  Column,
  Name,
  Param,
  Placeholder,
  SQL,
  StringChunk,
  Subquery,
  Table,
  View,
} from "drizzle-orm";
import { nameKey } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";
import { is } from "./entity.js";
import { qualifiedNameOf, viewName } from "./table-names.js";

/**
 * The tables and views that an expression mentions as Drizzle's objects, and the owners of the
 * columns it mentions: Drizzle writes the tables of a join as mere names.
 */
export function relationsIn(expression: SQL): QualifiedName[] {
  const found = new Map<string, QualifiedName>();
  const add = (name: QualifiedName): unknown => found.set(nameKey(name), name);
  const visit = (chunk: unknown): void => {
    if (Array.isArray(chunk)) chunk.forEach(visit);
    else if (is(chunk, SQL)) chunk.queryChunks.forEach(visit);
    else if (is(chunk, Table)) add(qualifiedNameOf(chunk));
    else if (is(chunk, View)) addView(chunk, add);
    else if (is(chunk, Column)) visitOwner(chunk, visit);
    else if (is(chunk, Subquery)) visit(chunk._.sql);
    else if (is(chunk, SQL.Aliased)) visit(chunk.sql);
    else if (isQuery(chunk)) visit(chunk.getSQL());
  };
  visit(expression);
  return [...found.values()];
}

/** A column of a sub-query has that for its table; its own parts have been visited. */
function visitOwner(column: Column, visit: (chunk: unknown) => void): void {
  const owner: unknown = column.table;
  if (is(owner, Table) || is(owner, View)) visit(owner);
}

function addView(view: View, add: (name: QualifiedName) => unknown): void {
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
