import type { IndexOperation } from "../../operations/types.js";
import type { Index, IndexKey, QualifiedName } from "../../schema/types.js";
import { flag, opCall, parameters } from "../call.js";
import type { Imports } from "../imports.js";
import {
  objectLiteral,
  objectName,
  optionalObject,
  sqlString,
  sqlTag,
  stringArray,
  stringLiteral,
} from "../literals.js";
import { commentOf, schemaEntry } from "./objects.js";

export function indexCalls(operation: IndexOperation, imports: Imports): readonly string[] {
  switch (operation.kind) {
    case "createIndex":
      return createIndex(operation.table, operation.index, imports);
    case "dropIndex":
      return [
        opCall(
          "dropIndex",
          stringLiteral(operation.index.name),
          optionalObject([
            schemaEntry(operation.index),
            flag("concurrently", operation.concurrently),
          ]),
        ),
      ];
  }
}

export function createIndex(
  table: QualifiedName,
  index: Index,
  imports: Imports,
): readonly string[] {
  const options = optionalObject([
    flag("unique", index.unique),
    ["using", index.method === "btree" ? undefined : stringLiteral(index.method)],
    ["include", index.include === undefined ? undefined : stringArray(index.include)],
    ["where", index.where === undefined ? undefined : sqlString(index.where)],
    ["with", parameters(index.with)],
    flag("nullsNotDistinct", index.nullsNotDistinct),
    flag("concurrently", index.concurrently),
    flag("only", index.only),
  ]);
  const keys = index.keys.map((key) => indexKey(key, imports));
  const name = stringLiteral(index.name);
  return [
    opCall("createIndex", name, objectName(table), `[${keys.join(", ")}]`, options),
    ...commentOf({ kind: "index", schema: table.schema, name: index.name }, index.comment),
  ];
}

/** Whether a key is sorted, compared and collated as PostgreSQL does where nothing is said. */
export function isPlainKey(key: IndexKey): boolean {
  return (
    key.order === "asc" &&
    key.nulls === "last" &&
    key.collation === undefined &&
    namedOpclass(key) === undefined
  );
}

/** The operator class, unless it is the one that PostgreSQL takes by itself. */
export function namedOpclass(key: IndexKey): string | undefined {
  return key.opclassIsDefault === true ? undefined : key.opclass;
}

function indexKey(key: IndexKey, imports: Imports): string {
  if (isPlainKey(key)) {
    return key.column === undefined
      ? sqlTag(key.expression ?? "", imports)
      : stringLiteral(key.column);
  }
  const usualNulls = key.order === "asc" ? "last" : "first";
  const opclass = namedOpclass(key);
  return objectLiteral([
    key.column === undefined
      ? ["expression", sqlString(key.expression ?? "")]
      : ["column", stringLiteral(key.column)],
    ["order", key.order === "asc" ? undefined : stringLiteral(key.order)],
    ["nulls", key.nulls === usualNulls ? undefined : stringLiteral(key.nulls)],
    ["opclass", opclass === undefined ? undefined : stringLiteral(opclass)],
    ["collation", key.collation === undefined ? undefined : stringLiteral(key.collation)],
  ]);
}
