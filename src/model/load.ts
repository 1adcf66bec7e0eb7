import { ExitStatus, GenError } from "../errors.js";
import { loadModules } from "../loader/load-modules.js";
import { moduleFiles } from "../loader/module-files.js";
import type { QualifiedName, SchemaObject } from "../schema/types.js";
import { unexportedTables, watchBuiltTables } from "./built-tables.js";
import { collectModels, type Models } from "./collect.js";
import { refuseOwnTables } from "./collisions.js";
import { withModelComments } from "./comments/read.js";
import { danglingReferences } from "./dangling.js";
import { describeModels } from "./describe.js";
import type { Casing } from "./errors.js";
import { sortModels } from "./left-out.js";
import { foreignPolicies } from "./policies.js";

/** Where the models are, and how they are read. */
interface ModelsConfig {
  readonly directory: string;
  readonly schema: readonly string[];
  readonly casing?: Casing;
  readonly comments?: boolean;
  readonly versionTable: QualifiedName;
}

/** Loads a project's models and describes them. */
export async function readModels(
  config: ModelsConfig,
  isLeftOut: (object: SchemaObject) => boolean,
) {
  const { casing, comments = false, versionTable } = config;
  const loaded = await loadModels(config);
  const { models, existing, leftOut } = sortModels(loaded, isLeftOut);
  refuseOwnTables(models, versionTable);
  const described = describeModels(models, { casing });
  const schema = comments ? await withModelComments(models, described, { casing }) : described;
  const unexported = unexportedTables(loaded).filter(
    ({ name }) => !isLeftOut({ kind: "table", ...name }),
  );
  return {
    schema,
    references: danglingReferences(models, schema),
    existing,
    leftOut,
    linkedPolicies: foreignPolicies(models, casing),
    discovery: { files: loaded.files, unexported },
  };
}

/** Loads the models that the configuration names. */
export async function loadModels(config: {
  readonly directory: string;
  readonly schema: readonly string[];
}): Promise<Models> {
  if (config.schema.length === 0) {
    throw new GenError("config_missing", "No configuration names the models.", {
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
