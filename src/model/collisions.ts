import { ExitStatus, GenError } from "../errors.js";
import { displayName, nameKey } from "../schema/identifiers.js";
import type { QualifiedName, Schema, Table } from "../schema/types.js";
import type { Model, Models } from "./collect.js";
import { enumNameOf, viewNameOf } from "./object-names.js";
import { qualifiedNameOf } from "./table-names.js";

/**
 * Refuses names that two things cannot share in PostgreSQL: relations (tables, indexes, views,
 * sequences) in a schema, types in a schema, constraints and policies of a table. Names are
 * compared as PostgreSQL cuts them.
 *
 * @throws GenError `model_invalid`, naming both
 */
export function refuseCollisions(models: Models, schema: Omit<Schema, "namespaces">): void {
  refuseTwins(models);
  const files = filesOf(models);
  const relations = new Names(files);
  const types = new Names(files);
  for (const table of schema.tables) {
    relations.take(table, "table", table);
    types.take(table, "table", table);
    refuseWithin(table, files);
  }
  for (const view of schema.views) {
    relations.take(view, "view", view);
    types.take(view, "view", view);
  }
  for (const type of schema.enums) types.take(type, "enum", type);
  for (const sequence of schema.sequences) relations.take(sequence, "sequence", sequence);
  for (const table of schema.tables) takeIndexes(relations, table);
  for (const [name, count] of counts(schema.roles.map((role) => role.name))) {
    if (count > 1) throw collision(`Two roles are called "${name}".`);
  }
}

/** Two objects of one kind and name: told apart by where they are exported. */
function refuseTwins(models: Models): void {
  const named: (readonly [string, QualifiedName, Model<unknown>])[] = [
    ...models.tables.map((model) => ["tables", qualifiedNameOf(model.value), model] as const),
    ...models.enums.map((model) => ["enums", enumNameOf(model.value), model] as const),
    ...[...models.views, ...models.materializedViews].map(
      (model) => ["views", viewNameOf(model.value), model] as const,
    ),
  ];
  const seen = new Map<string, Model<unknown>>();
  for (const [kind, name, model] of named) {
    const key = `${kind}\0${nameKey(name)}`;
    const other = seen.get(key);
    if (other !== undefined) {
      throw collision(
        `Two ${kind} are called "${displayName(name)}": \`${other.exportName}\` in ${other.file} and \`${model.exportName}\` in ${model.file}.`,
      );
    }
    seen.set(key, model);
  }
}

/** A key or a unique constraint is an index of the same name. */
function takeIndexes(relations: Names, table: Table): void {
  const { schema, primaryKey, uniqueConstraints, indexes, columns } = table;
  if (primaryKey !== undefined) {
    relations.take({ schema, name: primaryKey.name }, "primary key", table);
  }
  for (const { name } of uniqueConstraints) {
    relations.take({ schema, name }, "unique constraint", table);
  }
  for (const { name } of indexes) relations.take({ schema, name }, "index", table);
  for (const { identity } of columns) {
    const name = identity?.sequenceName;
    if (name !== undefined) relations.take({ schema, name }, "identity sequence", table);
  }
}

function refuseWithin(table: Table, files: ReadonlyMap<string, string>): void {
  const { primaryKey, uniqueConstraints, foreignKeys, checks, policies } = table;
  const constraints = [
    ...(primaryKey === undefined ? [] : [primaryKey]),
    ...uniqueConstraints,
    ...foreignKeys,
    ...checks,
  ];
  const where = `${prefix(files.get(nameKey(table)))}table "${displayName(table)}"`;
  for (const [kind, list] of [
    ["constraints", constraints],
    ["policies", policies],
  ] as const) {
    for (const [name, count] of counts(list.map((one) => one.name))) {
      if (count > 1) throw collision(`${where} has ${count} ${kind} called "${name}".`);
    }
  }
}

interface Taken {
  readonly kind: string;
  readonly owner: QualifiedName;
}

class Names {
  private readonly taken = new Map<string, Taken>();

  constructor(private readonly files: ReadonlyMap<string, string>) {}

  take(name: QualifiedName, kind: string, owner: QualifiedName): void {
    const key = nameKey(name);
    const other = this.taken.get(key);
    if (other === undefined) {
      this.taken.set(key, { kind, owner });
      return;
    }
    const [first, second] = [this.describe(other), this.describe({ kind, owner })];
    throw collision(
      `Two things in schema "${name.schema}" are called "${name.name}": ${first} and ${second}.`,
    );
  }

  private describe({ kind, owner }: Taken): string {
    const file = this.files.get(nameKey(owner));
    const place = file === undefined ? "" : ` (${file})`;
    const isOwnName = kind === "table" || kind === "view" || kind === "enum" || kind === "sequence";
    return `${aOrAn(kind)} ${kind}${isOwnName ? "" : ` of table "${owner.name}"`}${place}`;
  }
}

function collision(message: string): GenError {
  return new GenError("model_invalid", message, {
    hint: "Give one of them another name; PostgreSQL cuts names to 63 bytes before it compares them.",
    status: ExitStatus.usage,
  });
}

function counts(names: readonly string[]): ReadonlyMap<string, number> {
  const count = new Map<string, number>();
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
  return count;
}

function filesOf(models: Models): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const put = (name: QualifiedName, { file }: Model<unknown>): unknown =>
    files.set(nameKey(name), file);
  for (const model of models.tables) put(qualifiedNameOf(model.value), model);
  for (const model of [...models.views, ...models.materializedViews]) {
    put(viewNameOf(model.value), model);
  }
  for (const model of models.enums) put(enumNameOf(model.value), model);
  return files;
}

function prefix(file: string | undefined): string {
  return file === undefined ? "" : `${file}: `;
}

function aOrAn(word: string): string {
  return /^[aeiou]/.test(word) && !word.startsWith("unique") ? "an" : "a";
}
