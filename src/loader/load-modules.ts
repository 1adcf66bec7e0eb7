import { resolve } from "node:path";
import { bundle, type Bundle } from "./bundle.js";
import { messageOf, loadError, type LoadPlace } from "./load-error.js";
import { evaluate, importModule, type ModuleExports } from "./evaluate.js";
import { guarded } from "./guarded.js";
import { type Importer, importerOf, packageOf } from "./importers.js";
import { emptyInPackages } from "./resolve-packages.js";
import { originalPosition } from "./source-positions.js";

/** A module's absolute path and its exports, `default` included. */
export interface LoadedModule {
  readonly file: string;
  readonly exports: ModuleExports;
}

export interface LoadOptions extends LoadPlace {
  /** The contents of files that are not written yet, by absolute path. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Receives, for each file, the files that its imports resolve to, by specifier. */
  readonly onImports?: (imports: Bundle["imports"]) => void;
}

/**
 * Imports modules in TypeScript or JavaScript, ESM or CommonJS, in the given order. Each file, and each
 * shared import, runs once: a thousand files take about half a second. Aliases of `tsconfig.json`, extensionless imports, JSON, workspace
 * packages in TypeScript and top-level `await` work; other packages are the project's own.
 *
 * @throws {GenError} `model_load` (or `errorCode`), naming file, line and column, if a file
 *   cannot be parsed, an import cannot be found, or a module throws as it runs
 */
export async function loadModules(
  files: readonly string[],
  options: LoadOptions,
): Promise<readonly LoadedModule[]> {
  if (files.length === 0) return [];
  const asked = files.map((file) => resolve(options.directory, file));
  let bundled: Bundle | undefined;
  try {
    bundled = await bundle(asked, options.directory, options.texts);
    options.onImports?.(bundled.imports);
    emptyInPackages(options.directory);
    const exports = await evaluate(bundled);
    const byFile = new Map(asked.map((file, i) => [file, { ...Object(exports[`m${i}`]) }]));
    return asked.map((file) => ({ file, exports: byFile.get(file) ?? {} }));
  } catch (error) {
    const importer = await importThatFails(error, bundled?.externals ?? []);
    throw loadError(error, options, [...(bundled?.imports.keys() ?? [])], importer);
  }
}

/**
 * The project's import that leads to an error: Node remembers what an import threw. The stack of an
 * error inside nested packages has no project frame.
 */
async function importThatFails(
  error: unknown,
  externals: readonly string[],
): Promise<Importer | undefined> {
  // A module that ran had all its imports.
  if (originalPosition(error) !== undefined) return undefined;
  for (const url of externals.filter((external) => external.startsWith("file:"))) {
    try {
      await guarded(() => importModule(url));
    } catch (reason) {
      const isTheSame = reason === error || messageOf(reason) === messageOf(error);
      return isTheSame ? importerOf(packageOf(url)) : undefined;
    }
  }
  return undefined;
}
