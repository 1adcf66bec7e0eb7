import { basename } from "node:path";
import { ExitStatus, GenError } from "../errors.js";
import { displayPath } from "../loader/display-path.js";
import { loadModules, type LoadedModule } from "../loader/load-modules.js";
import { moduleFiles } from "../loader/module-files.js";
import * as kinds from "./kinds.js";

/** One exported object, and where it stands. */
export interface Model<T> {
  readonly value: T;
  /** For people: relative to the working directory where that is shorter. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  readonly exportName: string;
}

type Guarded<F> = F extends (value: unknown) => value is infer T ? T : never;

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
  /** Absolute paths of the files that were asked for. */
  readonly files: readonly string[];
  /** For each file, which file an import leads to, by the specifier as it is written. */
  readonly sources: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/**
 * Loads the models that the configuration names.
 *
 * @throws GenError `config_missing` without a configuration; `model_files` for a pattern that
 *   names no file; `model_load` for a file that cannot be run
 */
export async function loadModels(config: {
  readonly directory: string;
  readonly schema: readonly string[];
}): Promise<Models> {
  if (config.schema.length === 0) {
    throw new GenError("config_missing", "No configuration says where the models are.", {
      hint: "Run `gen init`, or name a configuration with --config.",
      status: ExitStatus.usage,
    });
  }
  const files = await moduleFiles(config.schema, config.directory);
  let sources: Models["sources"] = new Map();
  const modules = await loadModules(files, {
    directory: config.directory,
    onImports: (imports) => {
      sources = imports;
    },
  });
  return collectModels(modules, sources);
}

/** Sorts what modules export by its kind. */
export function collectModels(
  modules: readonly LoadedModule[],
  sources: Models["sources"] = new Map(),
): Models {
  const exported = withoutRepeats(modules.flatMap(exportsOf));
  const only = <T>(isKind: (value: unknown) => value is T): Model<T>[] =>
    exported.flatMap(({ value, ...place }) => (isKind(value) ? [{ value, ...place }] : []));
  return {
    tables: only(kinds.isTable),
    enums: only(kinds.isEnum),
    views: only(kinds.isView),
    materializedViews: only(kinds.isMaterializedView),
    schemas: only(kinds.isSchema),
    sequences: only(kinds.isSequence),
    roles: only(kinds.isRole),
    policies: only(kinds.isPolicy),
    files: modules.map(({ file }) => file),
    sources,
  };
}

/** A module's exports, and the members of a default export that is a plain object. */
function exportsOf({ file, exports }: LoadedModule): Model<unknown>[] {
  const place = displayPath(file);
  return Object.entries(exports).flatMap(([exportName, value]) => {
    const members = exportName === "default" && isPlainObject(value) ? Object.entries(value) : [];
    return [
      { value, file: place, path: file, exportName },
      ...members.map(([key, member]) => ({
        value: member,
        file: place,
        path: file,
        exportName: key,
      })),
    ];
  });
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** An object that several files export is said to be of the one that does not collect others. */
function withoutRepeats(models: readonly Model<unknown>[]): readonly Model<unknown>[] {
  const first = new Map<unknown, Model<unknown>>();
  for (const model of models) {
    const known = first.get(model.value);
    if (known === undefined || (isIndex(known.file) && !isIndex(model.file))) {
      first.set(model.value, model);
    }
  }
  return [...first.values()];
}

function isIndex(file: string): boolean {
  return /^index\.[cm]?[jt]sx?$/.test(basename(file));
}
