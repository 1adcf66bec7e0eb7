/** Names in the terms of before and of after a revision. */
import { sameName } from "../../schema/identifiers.js";
import type { QualifiedName, Schema } from "../../schema/types.js";
import type { RenameStep } from "./steps.js";
import type { Rename, RenameKind } from "./renames.js";

/**
 * A rename whose names are those of before the revision, but for the new name itself. What a
 * column's table or a table's schema is called may be given in either terms: where the old one is
 * not there, the new one is meant.
 */
export function inOldTerms(rename: Rename, all: readonly Rename[], schema: Schema): Rename {
  switch (rename.kind) {
    case "schema":
    case "role":
      return rename;
    case "column":
    case "policy": {
      const has = (table: QualifiedName): boolean => hasPart(schema, table, rename);
      return has(rename.table)
        ? rename
        : { ...rename, table: formerName(rename.table, "table", all) };
    }
    case "enumValue": {
      const known = schema.enums.find((one) => sameName(one, rename.enum));
      return known?.values.includes(rename.from) === true
        ? rename
        : { ...rename, enum: formerName(rename.enum, "enum", all) };
    }
    default: {
      const isKnown = listOf(schema, rename.kind).some((one) => sameName(one, rename.from));
      const from = isKnown ? rename.from : formerSchema(rename.from, all);
      // A schema is renamed after what stands in it has moved.
      return { ...rename, from, to: formerSchema(rename.to, all) };
    }
  }
}

/**
 * A rename found in a schema in which steps were carried out, in the names of before them. The new
 * name itself stays what it is to be.
 */
export function inNamesBefore(rename: Rename, steps: readonly RenameStep[]): Rename {
  return steps.reduceRight((later, step) => undoneIn(later, step.rename), rename);
}

function undoneIn(rename: Rename, done: Rename): Rename {
  switch (rename.kind) {
    case "schema":
    case "role":
      return done.kind === rename.kind && done.to === rename.from
        ? { ...rename, from: done.from }
        : rename;
    case "column":
    case "policy": {
      const isSame =
        done.kind === rename.kind && sameName(done.table, rename.table) && done.to === rename.from;
      return isSame
        ? { ...rename, from: done.from }
        : { ...rename, table: nameBefore(rename.table, "table", done) };
    }
    case "enumValue": {
      const isSame =
        done.kind === "enumValue" && sameName(done.enum, rename.enum) && done.to === rename.from;
      return isSame
        ? { ...rename, from: done.from }
        : { ...rename, enum: nameBefore(rename.enum, "enum", done) };
    }
    default:
      return { ...rename, from: nameBefore(rename.from, rename.kind, done) };
  }
}

function nameBefore(name: QualifiedName, kind: RenameKind, done: Rename): QualifiedName {
  if (done.kind === "schema")
    return done.to === name.schema ? { schema: done.from, name: name.name } : name;
  if (done.kind !== kind || typeof done.to === "string" || !sameName(done.to, name)) return name;
  return typeof done.from === "string" ? name : done.from;
}

function hasPart(
  schema: Schema,
  table: QualifiedName,
  { kind, from }: Extract<Rename, { kind: "column" | "policy" }>,
): boolean {
  const found = schema.tables.find((one) => sameName(one, table));
  const parts = kind === "column" ? found?.columns : found?.policies;
  return parts?.some((part) => part.name === from) === true;
}

function listOf(
  schema: Schema,
  kind: "table" | "enum" | "sequence" | "view",
): readonly QualifiedName[] {
  switch (kind) {
    case "table":
      return schema.tables;
    case "enum":
      return schema.enums;
    case "sequence":
      return schema.sequences;
    case "view":
      return schema.views;
  }
}

function formerName(
  name: QualifiedName,
  kind: "table" | "enum",
  all: readonly Rename[],
): QualifiedName {
  const before = formerSchema(name, all);
  const moved = all.find(
    (one) => one.kind === kind && (sameName(one.to, name) || sameName(one.to, before)),
  );
  return moved?.kind === kind ? formerSchema(moved.from, all) : before;
}

function formerSchema(name: QualifiedName, all: readonly Rename[]): QualifiedName {
  const moved = all.find((one) => one.kind === "schema" && one.to === name.schema);
  return moved?.kind === "schema" ? { schema: moved.from, name: name.name } : name;
}
