import { type GenError, usageError } from "../errors.js";
import { displayName, nameKey, sameName } from "../schema/identifiers.js";
import { ownTables } from "../schema/own-tables.js";
import type { QualifiedName, Schema, Table } from "../schema/types.js";
import { type Models, namedModels, nameOf } from "./collect.js";

/** Refuses names that two things cannot share in PostgreSQL, as it cuts them. */
export function refuseCollisions(models: Models, schema: Omit<Schema, "namespaces">): void {
  const named = namedModels(models);
  const kindsOf = ({ kind }: { readonly kind: string }): string =>
    kind === "materializedView" ? "views" : `${kind}s`;
  const [model, twin] = repeated(
    named.filter(({ object }) => object.kind !== "sequence"),
    ({ object }) => `${kindsOf(object)} ${nameKey(nameOf(object))}`,
  );
  if (model && twin)
    throw collision(
      `Two ${kindsOf(model.object)} are called "${displayName(nameOf(model.object))}": \`${model.exportName}\` in ${model.file} and \`${twin.exportName}\` in ${twin.file}.`,
    );
  const files = new Map(
    named.map(({ object, file }) => [ownerKey(object.kind, nameOf(object)), file]),
  );
  const [first, second] = repeated(
    namesOf(schema),
    ({ space, name }) => `${space} ${nameKey(name)}`,
  );
  if (first && second)
    throw collision(
      `Two things in schema "${first.name.schema}" are called "${first.name.name}": ${describeNamed(first, files)} and ${describeNamed(second, files)}.`,
    );
  for (const table of schema.tables) refuseWithin(table, files.get(ownerKey("table", table)));
  const [role] = repeated(schema.roles, ({ name }) => name);
  if (role !== undefined) throw collision(`Two roles are called "${role.name}".`);
}

/** The first two of a list that have one key. */
function repeated<T>(list: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const seen = new Map<string, T>();
  for (const item of list) {
    const other = seen.get(keyOf(item));
    if (other !== undefined) return [other, item];
    seen.set(keyOf(item), item);
  }
  return [];
}

/** A name in one of the two spaces of names that a schema has. */
interface Named {
  readonly space: "relation" | "type";
  readonly name: QualifiedName;
  readonly kind: string;
  /** The table that it belongs to, if it is none itself. */
  readonly table?: QualifiedName;
}

function namesOf({
  tables,
  views,
  enums,
  sequences,
}: Omit<Schema, "namespaces">): readonly Named[] {
  const all = (
    kind: string,
    spaces: readonly Named["space"][],
    names: readonly QualifiedName[],
  ): readonly Named[] => spaces.flatMap((space) => names.map((name) => ({ space, name, kind })));
  return [
    // Every table and view has a type of its name.
    ...all("table", ["relation", "type"], tables),
    ...all("view", ["relation", "type"], views),
    ...all("enum", ["type"], enums),
    ...all("sequence", ["relation"], sequences),
    ...tables.flatMap(namesOfParts),
  ];
}

/** A key or a unique constraint is an index of the same name. */
function namesOfParts(table: Table): readonly Named[] {
  const { schema, primaryKey, uniqueConstraints, indexes, columns } = table;
  const part = (kind: string, name: string | undefined): readonly Named[] =>
    name === undefined ? [] : [{ space: "relation", name: { schema, name }, kind, table }];
  return [
    ...part("primary key", primaryKey?.name),
    ...uniqueConstraints.flatMap(({ name }) => part("unique constraint", name)),
    ...indexes.flatMap(({ name }) => part("index", name)),
    ...columns.flatMap(({ identity }) => part("identity sequence", identity?.sequenceName)),
  ];
}

function describeNamed({ kind, name, table }: Named, files: ReadonlyMap<string, string>): string {
  const file = table === undefined ? ownerKey(kind, name) : ownerKey("table", table);
  const place = kind !== "sequence" && files.has(file) ? ` (${files.get(file)})` : "";
  const article = /^[aei]/.test(kind) ? "an" : "a";
  return `${article} ${kind}${table === undefined ? "" : ` of table "${table.name}"`}${place}`;
}

function ownerKey(kind: string, name: QualifiedName): string {
  return `${kind === "materializedView" ? "view" : kind} ${nameKey(name)}`;
}

function refuseWithin(table: Table, file: string | undefined): void {
  const { primaryKey, uniqueConstraints, foreignKeys, checks, policies } = table;
  const keys = primaryKey === undefined ? [] : [primaryKey];
  const constraints = [...keys, ...uniqueConstraints, ...foreignKeys, ...checks];
  const where = `${file === undefined ? "" : `${file}: `}table "${displayName(table)}"`;
  const parts: Readonly<Record<string, readonly { readonly name: string }[]>> = {
    constraints,
    policies,
  };
  for (const [kind, list] of Object.entries(parts)) {
    const [found] = repeated(list, ({ name }) => name);
    if (found === undefined) continue;
    const count = list.filter(({ name }) => name === found.name).length;
    throw collision(`${where} has ${count} ${kind} called "${found.name}".`);
  }
}

function collision(message: string): GenError {
  return usageError(
    "model_invalid",
    message,
    "Give one of them another name; PostgreSQL cuts names to 63 bytes before it compares them.",
  );
}

/** Refuses the names of the tool's own tables. Every table has a type of its name, too. */
export function refuseOwnTables(models: Models, versionTable: QualifiedName): void {
  const own = ownTables(versionTable);
  const taken = namedModels(models).find(({ object }) =>
    own.some((table) => sameName(table, nameOf(object))),
  );
  if (taken === undefined) return;
  const { object, file, exportName } = taken;
  const name = nameOf(object);
  const kind = object.kind === "materializedView" ? "materialized view" : object.kind;
  const isVersionTable = sameName(name, versionTable);
  const use = isVersionTable ? "keeps the applied revisions" : "keeps a record of its runs";
  const key = isVersionTable ? "`versionTable` or `versionSchema`" : "`versionSchema`";
  throw usageError(
    "model_invalid",
    `${file}: \`${exportName}\` is the ${kind} ${displayName(name)}, in which drizzle-gen ${use}.`,
    `Rename the ${kind}, or set ${key} in the configuration to move drizzle-gen's own table. If the model only reads that table, export it as existing(…).`,
  );
}
