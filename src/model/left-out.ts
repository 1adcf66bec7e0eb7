/** What the models export, without what somebody else looks after. */
import { nameKey } from "../schema/identifiers.js";
import type { SchemaObject } from "../schema/types.js";
import type { Model, Models } from "./collect.js";
import { isMaterializedView, isView } from "./drizzle.js";
import { isMarkedExisting } from "./existing.js";
import { tableNameOf } from "./names.js";
import { linkedTable } from "./policies.js";
import { isExistingView } from "./views.js";

/**
 * Takes away what `existing` has marked and what the configuration excludes: it may be referred
 * to, and is neither described nor checked. So is a policy that is linked to a table that the
 * configuration leaves out; one on a table that is marked is the models' own.
 */
export function sortModels(
  models: Models,
  isLeftOut: (object: SchemaObject) => boolean,
): {
  readonly models: Models;
  readonly existing: readonly SchemaObject[];
  readonly leftOut: readonly SchemaObject[];
} {
  const existing: SchemaObject[] = [];
  const leftOut: SchemaObject[] = [];
  const markedSchemas = new Set(
    models.schemas.filter(({ value }) => isMarkedExisting(value)).map(({ object }) => object.name),
  );
  const sort = <T extends object>(list: readonly Model<T>[]): readonly Model<T>[] =>
    list.filter(({ value, object }) => {
      const isMarked = isExisting(value) || markedSchemas.has(object.schema ?? "");
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
    materializedViews: sort(models.materializedViews),
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

function isExisting(value: object): boolean {
  if (isMarkedExisting(value)) return true;
  return (isView(value) || isMaterializedView(value)) && isExistingView(value);
}
