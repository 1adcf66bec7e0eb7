import { ExitStatus, GenError } from "../errors.js";
import { displayName, sameName } from "../schema/identifiers.js";
import { ownTables } from "../schema/own-tables.js";
import type { QualifiedName } from "../schema/types.js";
import type { Model, Models } from "./collect.js";
import { enumNameOf, sequenceNameOf, viewNameOf } from "./object-names.js";
import { qualifiedNameOf } from "./table-names.js";

/**
 * Refuses a model that has the name of one of the tool's own tables. A table and a type cannot
 * share a name either, because every table has a type of its name.
 *
 * @throws GenError `model_invalid`, naming the model and its file
 */
export function refuseOwnTables(models: Models, versionTable: QualifiedName): void {
  const own = ownTables(versionTable);
  const refuse = <T>(
    list: readonly Model<T>[],
    kind: string,
    nameOf: (value: T) => QualifiedName,
  ): void => {
    for (const model of list) {
      const name = nameOf(model.value);
      if (own.some((one) => sameName(one, name))) throw taken(kind, name, model, versionTable);
    }
  };
  refuse(models.tables, "table", qualifiedNameOf);
  refuse(models.views, "view", viewNameOf);
  refuse(models.materializedViews, "materialized view", viewNameOf);
  refuse(models.sequences, "sequence", sequenceNameOf);
  refuse(models.enums, "enum", enumNameOf);
}

function taken(
  kind: string,
  name: QualifiedName,
  { file, exportName }: Model<unknown>,
  versionTable: QualifiedName,
): GenError {
  const isVersionTable = sameName(name, versionTable);
  const use = isVersionTable ? "keeps the applied revisions" : "keeps a record of its runs";
  const key = isVersionTable ? "`versionTable` or `versionSchema`" : "`versionSchema`";
  return new GenError(
    "model_invalid",
    `${file}: \`${exportName}\` is the ${kind} ${displayName(name)}, in which drizzle-gen ${use}.`,
    {
      hint: `Rename the ${kind}, or set ${key} in the configuration to move drizzle-gen's own table. If the model only reads that table, export it as existing(…).`,
      status: ExitStatus.usage,
    },
  );
}
