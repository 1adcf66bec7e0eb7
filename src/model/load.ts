import { ExitStatus, GenError } from "../errors.js";
import { loadModules } from "../loader/load-modules.js";
import { moduleFiles } from "../loader/module-files.js";
import { watchBuiltTables } from "./built-tables.js";
import { collectModels, type Models } from "./collect.js";

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
  const watch = watchBuiltTables();
  try {
    const modules = await loadModules(files, {
      directory: config.directory,
      onImports: (imports) => {
        sources = imports;
      },
    });
    return collectModels(modules, { sources, built: watch.tables });
  } finally {
    watch.stop();
  }
}
