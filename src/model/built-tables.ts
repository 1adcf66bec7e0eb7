/** Tables that the project builds, exported or not. */
import { PgColumnBuilder, PgTable } from "drizzle-orm/pg-core";
import { displayPath } from "../loader/paths.js";
import { callPosition, type SourcePosition } from "../loader/source-positions.js";
import { nameKey } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";
import { is, tableNameOf } from "./drizzle.js";
import { isMarkedExisting } from "./existing.js";

/** A table that the project builds and does not export: no model, whatever its author thinks. */
export interface UnexportedTable {
  readonly name: QualifiedName;
  /** For people: `schema/audit.ts:3`. */
  readonly place: string;
}

/** Without those of packages, those that `existing` marks, and namesakes of exported tables. */
export function unexportedTables({
  tables,
  built,
}: {
  readonly tables: readonly { readonly value: PgTable }[];
  readonly built: readonly BuiltTable[];
}): readonly UnexportedTable[] {
  const exported = new Set<unknown>(tables.map(({ value }) => value));
  const known = new Set(tables.map(({ value }) => nameKey(tableNameOf(value))));
  return built.flatMap(({ table, position }) => {
    if (exported.has(table) || isMarkedExisting(table)) return [];
    const name = tableNameOf(table);
    const found = known.has(nameKey(name)) ? undefined : position();
    if (found === undefined) return [];
    known.add(nameKey(name));
    return [{ name, place: `${displayPath(found.file)}:${found.line}` }];
  });
}

/** A table that the project's own code has built. */
export interface BuiltTable {
  readonly table: PgTable;
  /** Where: `undefined` if a package has built it, or Drizzle for a view. Worked out when it is asked for. */
  readonly position: () => SourcePosition | undefined;
}

/** More than Drizzle's own calls and some of the project's. */
const framesKept = 16;
const watches = new Set<Map<PgTable, BuiltTable>>();

/** Notes every table with columns that this copy of Drizzle builds, until it is stopped. */
export function watchBuiltTables(): { readonly tables: readonly BuiltTable[]; stop(): void } {
  const built = new Map<PgTable, BuiltTable>();
  if (watches.size === 0) patch();
  watches.add(built);
  return {
    get tables() {
      return [...built.values()];
    },
    stop() {
      watches.delete(built);
      if (watches.size === 0) Reflect.set(PgColumnBuilder.prototype, hook, original);
    },
  };
}

/** Drizzle calls this for each column of a new table, with the column and the table. */
const hook = "buildForeignKeys";
const original: unknown = Reflect.get(PgColumnBuilder.prototype, hook);

function patch(): void {
  if (typeof original !== "function") return;
  const noting = function (this: unknown, ...given: readonly unknown[]): unknown {
    note(given[1]);
    return Reflect.apply(original, this, given);
  };
  Reflect.set(PgColumnBuilder.prototype, hook, noting);
}

function note(table: unknown): void {
  if (!is(table, PgTable)) return;
  const unknown = [...watches].filter((built) => !built.has(table));
  if (unknown.length === 0) return;
  const trace = traceHere();
  const position = (): SourcePosition | undefined =>
    // Drizzle builds a table to hold the columns that a view names.
    /\bnew Manual(?:Materialized)?ViewBuilder\b/.test(trace.stack ?? "")
      ? undefined
      : callPosition(trace, "drizzle-orm");
  for (const built of unknown) built.set(table, { table, position });
}

/** A stack costs next to nothing until its text is asked for. */
function traceHere(): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = framesKept;
  try {
    return new Error("built here");
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
