import { sameName } from "../../schema/identifiers.js";
import type { Dependency, QualifiedName } from "../../schema/types.js";
import type { RenameStep } from "./steps.js";
import type { Rename } from "./renames.js";

/** Dependencies in the terms of a schema to which the same steps were applied. */
export function renameDependencies(
  dependencies: readonly Dependency[],
  steps: readonly RenameStep[],
): readonly Dependency[] {
  if (steps.length === 0) return dependencies;
  const rename = <T extends NamedObject>(object: T): T =>
    steps.reduce((renamed, step) => renameObject(renamed, step.rename), object);
  return dependencies.map(({ dependent, on }) => ({
    dependent: rename(dependent),
    on: rename(on),
  }));
}

interface NamedObject {
  readonly kind: string;
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
}

function renameObject<T extends NamedObject>(object: T, rename: Rename): T {
  const { schema = "", table, name } = object;
  switch (rename.kind) {
    case "schema":
      return schema === rename.from ? { ...object, schema: rename.to } : object;
    case "role":
      return object.kind === "role" && name === rename.from
        ? { ...object, name: rename.to }
        : object;
    case "column":
    case "policy":
      return object.kind === rename.kind &&
        name === rename.from &&
        sameName({ schema, name: table ?? "" }, rename.table)
        ? { ...object, name: rename.to }
        : object;
    case "table":
      if (table !== undefined)
        return sameName({ schema, name: table }, rename.from)
          ? { ...object, schema: rename.to.schema, table: rename.to.name }
          : object;
      return renameSelf(object, rename, ["table"]);
    case "view":
      return renameSelf(object, rename, ["view", "materializedView"]);
    case "enum":
    case "sequence":
      return renameSelf(object, rename, [rename.kind]);
    case "enumValue":
      return object;
  }
}

function renameSelf<T extends NamedObject>(
  object: T,
  { from, to }: { readonly from: QualifiedName; readonly to: QualifiedName },
  kinds: readonly string[],
): T {
  const isIt =
    kinds.includes(object.kind) &&
    sameName({ schema: object.schema ?? "", name: object.name }, from);
  return isIt ? { ...object, schema: to.schema, name: to.name } : object;
}
