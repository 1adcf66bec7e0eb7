import { basename } from "node:path";
import { Table, View } from "drizzle-orm";
import {
  isPgEnum,
  PgDialect,
  type PgEnum,
  PgMaterializedView,
  PgPolicy,
  PgRole,
  PgSchema,
  PgSequence,
  PgTable,
  PgView,
} from "drizzle-orm/pg-core";
import { attempt } from "../attempt.js";
import type { ModuleExports } from "../loader/evaluate.js";
import type { LoadedModule } from "../loader/load-modules.js";
import { displayPath } from "../loader/paths.js";
import type { QualifiedName } from "../schema/types.js";
import type { SchemaObject } from "../schema/object-ref.js";
import type { BuiltTable } from "./built-tables.js";
import {
  enumNameOf,
  is,
  isA,
  sequenceNameOf,
  tableNameOf,
  usedName,
  viewNameOf,
} from "./drizzle.js";

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
  readonly tables: readonly Model<PgTable>[];
  readonly enums: readonly Model<PgEnum<[string, ...string[]]>>[];
  readonly views: readonly Model<PgView | PgMaterializedView>[];
  readonly schemas: readonly Model<PgSchema>[];
  readonly sequences: readonly Model<PgSequence>[];
  readonly roles: readonly Model<PgRole>[];
  readonly policies: readonly Model<PgPolicy>[];
  /** What was asked for: absolute paths, and the names that each file exports. */
  readonly files: readonly ModelFile[];
  /** Every table that the project's own code has built while the files ran, exported or not. */
  readonly built: readonly BuiltTable[];
  /** For each file, which file an import leads to, by the specifier as it is written. */
  readonly sources: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

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
    tables: only("table", isA(PgTable), tableNameOf),
    enums: only("enum", isPgEnum, enumNameOf),
    views: [
      ...only("view", isA(PgView), viewNameOf),
      ...only("materializedView", isA(PgMaterializedView), viewNameOf),
    ],
    schemas: only("schema", isA(PgSchema), ({ schemaName }) => ({ name: schemaName })),
    sequences: only("sequence", isA(PgSequence), sequenceNameOf),
    roles: only("role", isA(PgRole), ({ name }) => ({ name })),
    policies: only("policy", isA(PgPolicy), ({ name }) => ({ name })),
    files: modules.map(({ file, exports }) => ({ path: file, exportNames: Object.keys(exports) })),
    built,
    sources,
  };
}

/** An `alias(…)` of a table or view: another name in a query, and no object of its own. */
function isAlias(value: unknown): boolean {
  return (is(value, Table) || is(value, View)) && usedName(value).isAlias;
}

/** Everything that has a name of its own in a schema. */
export function namedModels(models: Models): readonly Model<object>[] {
  const { tables, enums, views, sequences } = models;
  return [...tables, ...enums, ...views, ...sequences];
}

export function nameOf({ schema = "", name }: SchemaObject): QualifiedName {
  return { schema, name };
}

type Exported = Omit<Model<unknown>, "object">;

function exportsOf({ file, exports }: LoadedModule): Exported[] {
  return exportedValues(exports).map(({ value, keys }) => {
    // A member of the default export is called by its own name.
    const ownKeys = keys.length > 1 && keys[0] === "default" ? keys.slice(1) : keys;
    return { value, file: displayPath(file), path: file, exportName: ownKeys.join("."), keys };
  });
}

/** Of several exports of one object the one nearest to its module counts, an index file last. */
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

interface ExportedValue {
  readonly value: unknown;
  /** The name of the export, and below it the key in each object on the way. */
  readonly keys: readonly string[];
}

/** Objects that make new objects whenever they are asked have no end. */
const deepest = 8;
const most = 1_000_000;

/**
 * Everything that a module exports, and what exported plain objects, arrays and namespaces hold, at any
 * depth; the nearest to the module first. A database of Drizzle's holds the models once more.
 */
function exportedValues(exports: ModuleExports): readonly ExportedValue[] {
  const found: ExportedValue[] = members(exports, []);
  const seen = new Set<unknown>();
  for (let next = 0; next < found.length && found.length < most; next += 1) {
    const { value, keys } = found[next] ?? { value: undefined, keys: [] };
    if (keys.length > deepest || !isContainer(value) || seen.has(value)) continue;
    seen.add(value);
    for (const member of members(value, keys)) found.push(member);
  }
  return found;
}

/** Only objects and functions: nothing else can be a model. A getter that throws has no value. */
function members(container: object, above: readonly string[]): ExportedValue[] {
  return (attempt(() => Object.keys(container)) ?? []).flatMap((key) => {
    const value = valueAt(container, key);
    const isPossible = (typeof value === "object" && value !== null) || typeof value === "function";
    return isPossible ? [{ value, keys: [...above, key] }] : [];
  });
}

/** A proxy answers as it likes, and a getter can throw. */
function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null && (attempt(() => isPlain(value)) ?? false);
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A database with replicas is a plain object.
  return (
    (prototype === null || Object.getPrototypeOf(prototype) === null) &&
    !is(valueAt(value, "dialect"), PgDialect)
  );
}

function valueAt(container: object, key: string): unknown {
  return attempt((): unknown => Reflect.get(container, key));
}
