/** Which parts of the database and the models are compared. */
import type { ResolvedConfig } from "../../config/types.js";
import { defined } from "../../defined.js";
import { isExcluded } from "../../introspect/selection.js";
import type { IntrospectionScope } from "../../introspect/types.js";
import { displayName, nameKey, sameName } from "../../schema/identifiers.js";
import type {
  Column,
  EnumType,
  PrimaryKey,
  QualifiedName,
  Schema,
  Table,
} from "../../schema/types.js";
import type { SchemaObject } from "../../schema/object-ref.js";
import type { Created } from "../created.js";
import { listed } from "../listed.js";
import { selectObjects } from "../select-objects.js";
import { leftOutBy } from "./models.js";
import type { PlanInput, Planning } from "./planning.js";

export function scopeOf(
  config: Pick<ResolvedConfig, "schemas" | "tables" | "include" | "versionTable" | "journal">,
  desired: Schema,
  own: readonly string[],
): IntrospectionScope {
  const named = config.schemas === undefined ? desired.namespaces.map(({ name }) => name) : [];
  return {
    schemas: [...new Set([...own, ...named])],
    tables: config.tables,
    versionTable: config.versionTable,
    named: [...desired.tables, ...desired.views].map(({ schema, name }) => ({ schema, name })),
    roles: desired.roles.map((role) => role.name),
    ...(config.include && { include: config.include }),
    ...(config.journal && { journal: config.journal }),
  };
}

/**
 * Includes schemas that migrations created, so that they are dropped when they leave the models.
 */
export function ownSchemas(
  config: Pick<ResolvedConfig, "schemas">,
  created: () => Created,
): readonly string[] {
  if (config.schemas !== undefined) return [...new Set(config.schemas)];
  const { schemas, entered } = created();
  return [...new Set(["public", ...schemas, ...entered])];
}

/** Removes excluded objects, mere references, and unmanaged contents of foreign schemas. */
export function leaveOutForeignObjects(planning: Planning): void {
  const { config } = planning.input;
  const isLeftOut = leftOutBy(config);
  const models = selectObjects(planning.desired, (object) => !isLeftOut(object));
  const tables = models.tables.map((table) => selectParts(table, config));
  planning.desired = { ...models, tables };
  planning.before = withoutForeignObjects(planning, config.tables);
  const isAllOurs =
    config.schemas !== undefined ||
    planning.before.namespaces.every(({ name }) => name === "public");
  if (!isAllOurs) reconcileForeignSchemas(planning);
}

function selectParts(table: Table, { include }: PlanInput["config"]): Table {
  if (include === undefined) return table;
  const kept =
    (kind: "column" | "uniqueConstraint" | "foreignKey" | "check" | "index" | "policy") =>
    (item: { readonly name: string }): boolean =>
      include({ kind, schema: table.schema, table: table.name, name: item.name });
  return {
    ...table,
    columns: table.columns.filter(kept("column")),
    uniqueConstraints: table.uniqueConstraints.filter(kept("uniqueConstraint")),
    foreignKeys: table.foreignKeys.filter(kept("foreignKey")),
    checks: table.checks.filter(kept("check")),
    indexes: table.indexes.filter(kept("index")),
    policies: table.policies.filter(kept("policy")),
  };
}

/** Removes objects that models only reference, and enums and sequences that a pattern excludes. */
function withoutForeignObjects(
  { before, desired, input: { models } }: Planning,
  patterns: readonly string[],
): Schema {
  const references = models.references.map(({ kind, name }) => ({ kind, ...name }));
  const foreign = new Set([...references, ...models.existing].map(modelKey));
  const isOut = isExcluded(patterns);
  const named = new Set([...desired.enums, ...desired.sequences].map(nameKey));
  return selectObjects(before, (object) => {
    const { kind, schema = "", name } = object;
    if (kind === "role") return true;
    if (foreign.has(modelKey(object)) || foreign.has(modelKey({ kind: "schema", name: schema })))
      return false;
    const isByPattern = kind === "enum" || kind === "sequence";
    return !isByPattern || named.has(nameKey({ schema, name })) || !isOut({ schema, name });
  });
}

/** Models refer to views and materialized views in the same way. */
function modelKey({ kind, schema = "", name }: SchemaObject): string {
  return `${kind === "materializedView" ? "view" : kind} ${nameKey({ schema, name })}`;
}

/** In foreign schemas, objects that no migration created keep what the models do not declare. */
function reconcileForeignSchemas(planning: Planning): void {
  const { before, desired, notes } = planning;
  const created = planning.created();
  const renamed = (planning.input.renames ?? []).flatMap(({ object }): readonly QualifiedName[] => {
    if ("table" in object) return [object.table];
    if ("enum" in object) return [object.enum];
    return "schema" in object ? [object] : [];
  });
  const others = before.namespaces.filter(
    ({ name }) => name !== "public" && !created.schemas.has(name),
  );
  if (others.length === 0) return;
  const foreign = new Set(others.map(({ name }) => name));
  const isForeign = (object: QualifiedName): boolean =>
    foreign.has(object.schema) && !created.has(object);
  const mentioned = <T extends QualifiedName>(there: readonly T[], wanted: readonly T[]) => {
    const names = new Set([...wanted, ...renamed].map(nameKey));
    return there.filter((object) => !isForeign(object) || names.has(nameKey(object)));
  };
  const reconciled = <T extends QualifiedName>(
    wanted: readonly T[],
    there: readonly T[],
    merge: (wanted: T, there: T) => T,
  ): readonly T[] =>
    wanted.map((object) => {
      const other = isForeign(object) ? there.find((found) => sameName(found, object)) : undefined;
      return other === undefined ? object : merge(object, other);
    });
  planning.before = {
    ...before,
    tables: mentioned(before.tables, desired.tables),
    enums: mentioned(before.enums, desired.enums),
    sequences: mentioned(before.sequences, desired.sequences),
    views: mentioned(before.views, desired.views),
  };
  planning.desired = {
    ...desired,
    namespaces: [...desired.namespaces.filter(({ name }) => !foreign.has(name)), ...others],
    tables: reconciled(desired.tables, before.tables, (wanted, there) =>
      withRest(wanted, there, notes),
    ),
    enums: reconciled(desired.enums, before.enums, withOtherValues),
    // A model's sequence has all options, including those that its author did not write.
    sequences: reconciled(desired.sequences, before.sequences, (_, there) => there),
  };
}

function withRest(wanted: Table, there: Table, notes: string[]): Table {
  const named = new Set(wanted.columns.map(({ name }) => name));
  // A model with only some of the columns exists for references; it does not describe the table.
  const isStub = there.columns.some(({ name }) => !named.has(name));
  if (isStub) noteDifferingTypes(wanted, there, notes);
  const columns = wanted.columns.map((column) => {
    const other = there.columns.find(({ name }) => name === column.name);
    if (other === undefined) return column;
    return isStub ? other : withAttributes(column, other);
  });
  const comment = wanted.comment ?? there.comment;
  return {
    ...there,
    columns: joined(columns, there.columns),
    ...defined({ primaryKey: primaryKeyOf(wanted, there), comment }),
    uniqueConstraints: joined(wanted.uniqueConstraints, there.uniqueConstraints, sameColumns),
    foreignKeys: joined(
      wanted.foreignKeys,
      there.foreignKeys,
      (a, b) => sameName(a.referencedTable, b.referencedTable) && sameColumns(a, b),
    ),
    checks: joined(wanted.checks, there.checks),
    indexes: joined(wanted.indexes, there.indexes),
    policies: joined(wanted.policies, there.policies),
    rowSecurity: there.rowSecurity || wanted.rowSecurity,
  };
}

function noteDifferingTypes(wanted: Table, there: Table, notes: string[]): void {
  const types = new Map(there.columns.map(({ name, type }) => [name, type.sql]));
  const differing = wanted.columns.flatMap(({ name, type: { sql } }) => {
    const other = types.get(name) ?? sql;
    return other === sql ? [] : [`${name} is ${sql} in the models and ${other} in the database`];
  });
  if (differing.length > 0)
    notes.push(
      `${displayName(there)} is not changed, although ${listed(differing)}: no migration created the schema ${there.schema}, and the models name only some of the table's columns. Correct the model, or add "${there.schema}" to \`schemas\` in the configuration if the table belongs to this project.`,
    );
}

/** A primary key on the same columns is the model's, whatever its name. */
function primaryKeyOf(wanted: Table, there: Table): PrimaryKey | undefined {
  if (wanted.primaryKey === undefined || there.primaryKey === undefined)
    return there.primaryKey ?? wanted.primaryKey;
  return sameColumns(wanted.primaryKey, there.primaryKey) ? there.primaryKey : wanted.primaryKey;
}

/** @param isSame whether an object with another name does what the model asks for */
function joined<T extends { readonly name: string }>(
  wanted: readonly T[],
  there: readonly T[],
  isSame: (a: T, b: T) => boolean = () => false,
): readonly T[] {
  const names = new Set(there.map(({ name }) => name));
  const byName = new Map(wanted.map((part) => [part.name, part]));
  const others = there.filter(({ name }) => !byName.has(name));
  return [
    ...there.map((part) => byName.get(part.name) ?? part),
    ...wanted.filter((part) => !names.has(part.name) && !others.some((old) => isSame(part, old))),
  ];
}

/** Takes the model's type. NOT NULL, default and the like stay unless the model declares them. */
function withAttributes(wanted: Column, there: Column): Column {
  const sources = [wanted.default, wanted.serial, wanted.identity, wanted.generated];
  return {
    ...(sources.some((source) => source !== undefined) ? wanted : there),
    type: wanted.type,
    notNull: wanted.notNull || there.notNull,
    ...defined({ collation: wanted.collation ?? there.collation }),
    ...defined({ comment: wanted.comment ?? there.comment }),
  };
}

function withOtherValues(wanted: EnumType, there: EnumType): EnumType {
  if (there.values.every((value) => wanted.values.includes(value))) return wanted;
  const added = wanted.values.filter((value) => !there.values.includes(value));
  return { ...wanted, values: [...there.values, ...added] };
}

type WithColumns = Pick<PrimaryKey, "columns">;

function sameColumns({ columns: a }: WithColumns, { columns: b }: WithColumns): boolean {
  return a.toSorted().join("\0") === b.toSorted().join("\0");
}
