import { ExitStatus, GenError } from "../errors.js";
import { loadModules } from "../loader/load-modules.js";
import { moduleFiles } from "../loader/module-files.js";
import { displayName, nameKey } from "../schema/identifiers.js";
import type { QualifiedName, Schema } from "../schema/types.js";
import type { SchemaObject } from "../schema/object-ref.js";
import { unexportedTables, watchBuiltTables } from "./built-tables.js";
import { collectModels, type Model, type Models, nameOf } from "./collect.js";
import { refuseOwnTables } from "./collisions.js";
import { withModelComments } from "./comments.js";
import { describeModels } from "./describe.js";
import { tableNameOf } from "./drizzle.js";
import type { Casing } from "./errors.js";
import { isMarkedExisting } from "./existing.js";
import { foreignPolicies, linkedTable } from "./policies.js";
import { isExistingView } from "./views.js";

interface ModelsConfig {
  readonly directory: string;
  readonly schema: readonly string[];
  readonly casing?: Casing;
  readonly comments?: boolean;
  readonly versionTable: QualifiedName;
}

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

export async function loadModels(
  config: Pick<ModelsConfig, "directory" | "schema">,
): Promise<Models> {
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

/**
 * Takes away what `existing` has marked and what the configuration excludes, and policies that are
 * linked to a table that the configuration excludes; one on a marked table is the models' own.
 */
function sortModels(models: Models, isLeftOut: (object: SchemaObject) => boolean) {
  const existing: SchemaObject[] = [];
  const leftOut: SchemaObject[] = [];
  const markedSchemas = new Set(
    models.schemas.filter(({ value }) => isMarkedExisting(value)).map(({ object }) => object.name),
  );
  const sort = <T extends object>(list: readonly Model<T>[]): readonly Model<T>[] =>
    list.filter(({ value, object }) => {
      const isMarked =
        isMarkedExisting(value) || isExistingView(value) || markedSchemas.has(object.schema ?? "");
      if (isMarked) existing.push(object);
      else if (isLeftOut(object)) leftOut.push(object);
      else return true;
      return false;
    });
  const kept: Models = {
    ...models,
    schemas: sort(models.schemas),
    tables: sort(models.tables),
    enums: sort(models.enums),
    views: sort(models.views),
    sequences: sort(models.sequences),
    roles: sort(models.roles),
  };
  const marked = new Set(existing.map(({ schema = "", name }) => nameKey({ schema, name })));
  const policies = models.policies.filter(({ value }) => {
    const table = linkedTable(value);
    if (table === undefined || isMarkedExisting(table)) return true;
    const name = tableNameOf(table);
    return marked.has(nameKey(name)) || !isLeftOut({ kind: "table", ...name });
  });
  return { models: { ...kept, policies }, existing, leftOut };
}

/** A table or an enum that the models use and do not export: the database must have it. */
export interface DanglingReference {
  readonly kind: "table" | "enum";
  readonly name: QualifiedName;
  /** What uses it, for people: `schema/posts.ts: table "public.posts", column "author_id"`. */
  readonly usedBy: string;
}

/** Every use of a table or an enum that is not among what the models export. */
export function danglingReferences(models: Models, schema: Schema): readonly DanglingReference[] {
  const tables = new Set(schema.tables.map(nameKey));
  const enums = new Set(schema.enums.map(nameKey));
  const files = new Map(models.tables.map(({ object, file }) => [nameKey(nameOf(object)), file]));
  return schema.tables.flatMap((table): readonly DanglingReference[] => {
    const where = `${files.get(nameKey(table)) ?? "a model"}: table "${displayName(table)}"`;
    const used = (columns: readonly string[]): string =>
      `${where}, column "${columns.join('", "')}"`;
    return [
      ...table.foreignKeys
        .filter(({ referencedTable }) => !tables.has(nameKey(referencedTable)))
        .map(({ referencedTable: name, columns }) => ({
          kind: "table" as const,
          name,
          usedBy: used(columns),
        })),
      ...table.columns.flatMap(({ name: column, type: { enum: name } }) =>
        name === undefined || enums.has(nameKey(name))
          ? []
          : [{ kind: "enum" as const, name, usedBy: used([column]) }],
      ),
    ];
  });
}
