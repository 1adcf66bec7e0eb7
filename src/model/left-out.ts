/** What the models export, without what somebody else looks after. */
import { nameKey } from "../schema/identifiers.js";
import type { ObjectKind, SchemaObject } from "../schema/types.js";
import { isMarkedExisting } from "./existing.js";
import * as kinds from "./kinds.js";
import type { Model, Models } from "./collect.js";
import { enumNameOf, sequenceNameOf, viewNameOf } from "./object-names.js";
import { linkedTable } from "./policies.js";
import { qualifiedNameOf } from "./table-names.js";
import { isExistingView } from "./views.js";

export interface SortedModels {
  /** What is compared with the database. */
  readonly models: Models;
  /** What `existing` has marked. */
  readonly existing: readonly SchemaObject[];
  /** What the configuration leaves out. */
  readonly leftOut: readonly SchemaObject[];
}

/**
 * Takes away what `existing` has marked and what the configuration leaves out: it may be referred
 * to, and is neither described nor checked. So is a policy that is linked to a table that the
 * configuration leaves out; one on a table that is marked is the models' own.
 *
 * @param isLeftOut What the configuration says.
 */
export function sortModels(
  models: Models,
  isLeftOut: (object: SchemaObject) => boolean,
): SortedModels {
  const existing: SchemaObject[] = [];
  const leftOut: SchemaObject[] = [];
  const marked = new Set(
    models.schemas
      .filter(({ value }) => isMarkedExisting(value))
      .map((one) => one.value.schemaName),
  );
  const sort = <T extends object>(
    list: readonly Model<T>[],
    kind: ObjectKind,
    nameOf: (value: T) => Omit<SchemaObject, "kind">,
  ): readonly Model<T>[] =>
    list.filter(({ value }) => {
      const object = { kind, ...nameOf(value) };
      const isMarked = isExisting(value) || marked.has(object.schema ?? "");
      if (isMarked) existing.push(object);
      else if (isLeftOut(object)) leftOut.push(object);
      else return true;
      return false;
    });
  const kept: Models = {
    ...models,
    schemas: sort(models.schemas, "schema", ({ schemaName }) => ({ name: schemaName })),
    tables: sort(models.tables, "table", qualifiedNameOf),
    enums: sort(models.enums, "enum", enumNameOf),
    views: sort(models.views, "view", viewNameOf),
    materializedViews: sort(models.materializedViews, "materializedView", viewNameOf),
    sequences: sort(models.sequences, "sequence", sequenceNameOf),
    roles: sort(models.roles, "role", ({ name }) => ({ name })),
  };
  const isMarked = new Set(existing.map(({ schema = "", name }) => nameKey({ schema, name })));
  const policies = models.policies.filter(({ value }) => {
    const table = linkedTable(value);
    if (table === undefined) return true;
    const name = qualifiedNameOf(table);
    return (
      isMarkedExisting(table) ||
      isMarked.has(nameKey(name)) ||
      !isLeftOut({ kind: "table", ...name })
    );
  });
  return { models: { ...kept, policies }, existing, leftOut };
}

function isExisting(value: object): boolean {
  const isView = kinds.isView(value) || kinds.isMaterializedView(value);
  return isMarkedExisting(value) || (isView && isExistingView(value));
}
