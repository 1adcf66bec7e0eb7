import { basename } from "node:path";
import { Table, View } from "drizzle-orm";
import type * as pg from "drizzle-orm/pg-core";
import { displayPath } from "../loader/paths.js";
import type { LoadedModule } from "../loader/load-modules.js";
import type { QualifiedName, SchemaObject } from "../schema/types.js";
import type { BuiltTable } from "./built-tables.js";
import * as drizzle from "./drizzle.js";
import { exportedValues, type ExportedValue } from "./exported-values.js";
import { enumNameOf, sequenceNameOf, tableNameOf, usedName, viewNameOf } from "./names.js";

/** One exported object, and where it stands. */
export interface Model<T> {
  readonly value: T;
  readonly object: SchemaObject;
  /** For people: relative to the working directory where that is shorter. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  /** For people: `users`, or `schema.users` for a member of an exported object. */
  readonly exportName: string;
  /** The name of the export, and below it the key in each object on the way. */
  readonly keys: readonly string[];
}

export interface ModelFile {
  readonly path: string;
  readonly exportNames: readonly string[];
}

/** What the model files export, each object once. */
export interface Models {
  readonly tables: readonly Model<pg.PgTable>[];
  readonly enums: readonly Model<pg.PgEnum<[string, ...string[]]>>[];
  readonly views: readonly Model<pg.PgView>[];
  readonly materializedViews: readonly Model<pg.PgMaterializedView>[];
  readonly schemas: readonly Model<pg.PgSchema>[];
  readonly sequences: readonly Model<pg.PgSequence>[];
  readonly roles: readonly Model<pg.PgRole>[];
  readonly policies: readonly Model<pg.PgPolicy>[];
  /** What was asked for: absolute paths, and the names that each file exports. */
  readonly files: readonly ModelFile[];
  /** Every table that the project's own code has built while the files ran, exported or not. */
  readonly built: readonly BuiltTable[];
  /** For each file, which file an import leads to, by the specifier as it is written. */
  readonly sources: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Sorts what modules export by its kind. */
export function collectModels(
  modules: readonly LoadedModule[],
  { sources = new Map(), built = [] }: Partial<Pick<Models, "sources" | "built">> = {},
): Models {
  const exported = withoutRepeats(modules.flatMap(exportsOf));
  const only = <T>(
    kind: SchemaObject["kind"],
    isKind: (value: unknown) => value is T,
    naming: (value: T) => Omit<SchemaObject, "kind">,
  ): Model<T>[] =>
    exported.flatMap(({ value, ...place }) => {
      try {
        if (!isKind(value) || isAlias(value)) return [];
        return [{ value, object: { kind, ...naming(value) }, ...place }];
      } catch {
        // A proxy that refuses to be looked at, as that of an environment's variables.
        return [];
      }
    });
  return {
    tables: only("table", drizzle.isTable, tableNameOf),
    enums: only("enum", drizzle.isEnum, enumNameOf),
    views: only("view", drizzle.isView, viewNameOf),
    materializedViews: only("materializedView", drizzle.isMaterializedView, viewNameOf),
    schemas: only("schema", drizzle.isSchema, ({ schemaName }) => ({ name: schemaName })),
    sequences: only("sequence", drizzle.isSequence, sequenceNameOf),
    roles: only("role", drizzle.isRole, ({ name }) => ({ name })),
    policies: only("policy", drizzle.isPolicy, ({ name }) => ({ name })),
    files: modules.map(({ file, exports }) => ({ path: file, exportNames: Object.keys(exports) })),
    built,
    sources,
  };
}

/** An `alias(…)` of a table or view: another name in a query, and no object of its own. */
function isAlias(value: unknown): boolean {
  return (drizzle.is(value, Table) || drizzle.is(value, View)) && usedName(value).isAlias;
}

/** Everything that has a name of its own in a schema. */
export function namedModels(models: Models): readonly Model<object>[] {
  const { tables, enums, views, materializedViews, sequences } = models;
  return [...tables, ...enums, ...views, ...materializedViews, ...sequences];
}

export function nameOf({ schema = "", name }: SchemaObject): QualifiedName {
  return { schema, name };
}

type Exported = Omit<Model<unknown>, "object">;

function exportsOf({ file, exports }: LoadedModule): Exported[] {
  const place = displayPath(file);
  return exportedValues(exports).map(({ value, keys }) => ({
    value,
    file: place,
    path: file,
    exportName: exportName(keys),
    keys,
  }));
}

/** A member of the default export is called by its own name. */
function exportName(keys: ExportedValue["keys"]): string {
  return (keys.length > 1 && keys[0] === "default" ? keys.slice(1) : keys).join(".");
}

/**
 * An object that is exported more than once is said to be where it stands by itself, and not in a
 * file that collects others.
 */
function withoutRepeats(models: readonly Exported[]): readonly Exported[] {
  const best = new Map<unknown, Exported>();
  for (const model of models) {
    const known = best.get(model.value);
    if (known === undefined || rank(model) < rank(known)) best.set(model.value, model);
  }
  return [...best.values()];
}

function rank({ path, keys }: Exported): number {
  const isIndex = /^index\.[cm]?[jt]sx?$/.test(basename(path));
  return 2 * keys.length + (isIndex ? 1 : 0);
}
