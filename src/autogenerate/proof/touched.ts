/** The objects that a plan touches, by their names before and after it. */
import { tableOf, partsOf, ruleOf } from "../../operations/rules.js";
import type { Operation, SingleOperation } from "../../operations/types.js";
import { nameKey, qualifiedName, sameName } from "../../schema/identifiers.js";
import { type ObjectRef, type RefKind, refTo } from "../../schema/object-ref.js";
import type { Column, QualifiedName, Schema, Table } from "../../schema/types.js";
import { selectObjects } from "../select-objects.js";

export interface Touched {
  readonly schemas: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
  readonly relations: ReadonlyMap<string, QualifiedName>;
  readonly enums: ReadonlyMap<string, QualifiedName>;
}

/** Includes tables with a column of a changed enum, and everything in a renamed schema. */
export function touchedBy(operations: readonly Operation[], before: Schema): Touched {
  const objects = operations
    .flatMap(partsOf)
    .flatMap((operation) => subjectsOf(operation, before))
    .flatMap((object) => [object, ...tablesOf(object, before)]);
  const namesOf = (kind: RefKind): readonly string[] =>
    objects.flatMap((object) => (object.kind === kind ? [object.name] : []));
  const namedIn = (...kinds: readonly RefKind[]): Map<string, QualifiedName> =>
    new Map(
      objects.flatMap((object) =>
        "schema" in object && kinds.includes(object.kind)
          ? [[nameKey(object), qualifiedName(object)]]
          : [],
      ),
    );
  const relations = namedIn("table", "view", "materializedView", "sequence");
  const enums = namedIn("enum");
  const members = [...relations.values(), ...enums.values()];
  return {
    schemas: new Set([...namesOf("schema"), ...members.map(({ schema }) => schema)]),
    roles: new Set(namesOf("role")),
    extensions: new Set(namesOf("extension")),
    relations,
    enums,
  };
}

function subjectsOf(operation: SingleOperation, before: Schema): readonly ObjectRef[] {
  const subject = ruleOf(operation).subject(operation);
  if (typeof subject === "string") return [];
  const table = tableOf(operation);
  const object = table === undefined ? wholeOf(subject) : refTo("table", table);
  if (operation.kind === "setSchema")
    return [object, { ...operation.object, schema: operation.to }];
  if (operation.kind !== "rename") return [object];
  const renamed = wholeOf({ ...operation.object, name: operation.to });
  const moved = operation.object.kind === "schema" ? membersOf(object.name, before) : [];
  return [
    object,
    renamed,
    ...moved,
    ...moved.map((member) => ({ ...member, schema: operation.to })),
  ];
}

/** The table or enum that an object is part of, or the object itself. */
function wholeOf(object: ObjectRef): ObjectRef {
  if ("table" in object) return refTo("table", object.table);
  return "enum" in object ? refTo("enum", object.enum) : object;
}

function membersOf(schema: string, { tables, views, sequences, enums }: Schema) {
  return [
    ...[...tables, ...views, ...sequences].map((relation) => refTo("table", relation)),
    ...enums.map((type) => refTo("enum", type)),
  ].filter((member) => member.schema === schema);
}

/** The tables that have an index, a column of an enum, or one that uses a sequence. */
function tablesOf(object: ObjectRef, { tables }: Schema): readonly ObjectRef[] {
  const isOwner = (table: Table): boolean => {
    if (object.kind === "index")
      return table.indexes.some(({ name }) => sameName({ schema: table.schema, name }, object));
    if (object.kind === "enum")
      return table.columns.some(({ type }) => type.enum && sameName(type.enum, object));
    if (object.kind !== "sequence") return false;
    return table.columns.some((column) => isBehind(table, column, object));
  };
  return tables.filter(isOwner).map((table) => refTo("table", table));
}

/** Whether it is the sequence of a serial or identity column, and so part of the table. */
function isBehind(table: Table, { identity, serial }: Column, name: QualifiedName): boolean {
  const own = identity && { schema: table.schema, name: identity.sequenceName };
  const sequence = serial?.sequence ?? own;
  return sequence?.schema === name.schema && sequence.name === name.name;
}

export function touchedPart(
  part: Schema,
  { schemas, roles, extensions, enums, relations }: Touched,
): Schema {
  const selected = selectObjects(part, ({ kind, schema = "", name }) => {
    if (kind === "schema") return schemas.has(name);
    if (kind === "role") return roles.has(name);
    return (kind === "enum" ? enums : relations).has(nameKey({ schema, name }));
  });
  const touched = part.extensions?.filter(({ name }) => extensions.has(name));
  return { ...selected, ...(touched && { extensions: touched }) };
}
