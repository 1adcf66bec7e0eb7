import { basename } from "node:path";
import { displayPath } from "../loader/display-path.js";
import type { LoadedModule } from "../loader/load-modules.js";
import type { BuiltTable } from "./built-tables.js";
import { exportedValues, type ExportedValue } from "./exported-values.js";
import * as kinds from "./kinds.js";
import { isAliased } from "./table-names.js";

/** One exported object, and where it stands. */
export interface Model<T> {
  readonly value: T;
  /** For people: relative to the working directory where that is shorter. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  /** For people: `users`, or `schema.users` for a member of an exported object. */
  readonly exportName: string;
  /** The name of the export, and below it the key in each object on the way. */
  readonly keys: readonly string[];
}

type Guarded<F> = F extends (value: unknown) => value is infer T ? T : never;

export interface ModelFile {
  readonly path: string;
  readonly exportNames: readonly string[];
}

/** What the model files export, each object once. */
export interface Models {
  readonly tables: readonly Model<Guarded<typeof kinds.isTable>>[];
  readonly enums: readonly Model<Guarded<typeof kinds.isEnum>>[];
  readonly views: readonly Model<Guarded<typeof kinds.isView>>[];
  readonly materializedViews: readonly Model<Guarded<typeof kinds.isMaterializedView>>[];
  readonly schemas: readonly Model<Guarded<typeof kinds.isSchema>>[];
  readonly sequences: readonly Model<Guarded<typeof kinds.isSequence>>[];
  readonly roles: readonly Model<Guarded<typeof kinds.isRole>>[];
  readonly policies: readonly Model<Guarded<typeof kinds.isPolicy>>[];
  /** What was asked for: absolute paths, and the names that each file exports. */
  readonly files: readonly ModelFile[];
  /** Every table that the project's own code has built while the files ran, exported or not. */
  readonly built: readonly BuiltTable[];
  /** For each file, which file an import leads to, by the specifier as it is written. */
  readonly sources: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** What is known of the files besides what they export. */
export type Surroundings = Partial<Pick<Models, "sources" | "built">>;

/** Sorts what modules export by its kind. */
export function collectModels(
  modules: readonly LoadedModule[],
  { sources = new Map(), built = [] }: Surroundings = {},
): Models {
  const exported = withoutRepeats(modules.flatMap(exportsOf));
  const only = <T>(isKind: (value: unknown) => value is T): Model<T>[] =>
    exported.flatMap(({ value, ...place }) => {
      try {
        return isKind(value) ? [{ value, ...place }] : [];
      } catch {
        // A proxy that refuses to be looked at, as that of an environment's variables.
        return [];
      }
    });
  return {
    tables: only(kinds.isTable).filter(({ value }) => !isAliased(value)),
    enums: only(kinds.isEnum),
    views: only(kinds.isView).filter(({ value }) => !isAliased(value)),
    materializedViews: only(kinds.isMaterializedView).filter(({ value }) => !isAliased(value)),
    schemas: only(kinds.isSchema),
    sequences: only(kinds.isSequence),
    roles: only(kinds.isRole),
    policies: only(kinds.isPolicy),
    files: modules.map(({ file, exports }) => ({ path: file, exportNames: Object.keys(exports) })),
    built,
    sources,
  };
}

function exportsOf({ file, exports }: LoadedModule): Model<unknown>[] {
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
function withoutRepeats(models: readonly Model<unknown>[]): readonly Model<unknown>[] {
  const best = new Map<unknown, Model<unknown>>();
  for (const model of models) {
    const known = best.get(model.value);
    if (known === undefined || rank(model) < rank(known)) best.set(model.value, model);
  }
  return [...best.values()];
}

function rank({ path, keys }: Model<unknown>): number {
  const isIndex = /^index\.[cm]?[jt]sx?$/.test(basename(path));
  return 2 * keys.length + (isIndex ? 1 : 0);
}
