/** The objects that a plan is about, by the names that they have before and after it. */
import { tableOf, partsOf, ruleOf } from "../../operations/rules.js";
import type { Operation, SingleOperation } from "../../operations/types.js";
import { nameKey } from "../../schema/identifiers.js";
import { type ObjectRef, refTo } from "../../schema/object-ref.js";
import type { Column, QualifiedName, Schema, Table } from "../../schema/types.js";
import { selectObjects } from "../select-objects.js";

export interface Touched {
  readonly schemas: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
  readonly relations: ReadonlyMap<string, QualifiedName>;
  readonly enums: ReadonlyMap<string, QualifiedName>;
}

/** With the tables that have a column of a changed enum, and all of a schema that is renamed. */
export function touchedBy(operations: readonly Operation[], before: Schema): Touched {
  const touched = new Collector(before);
  for (const operation of operations.flatMap(partsOf)) touched.add(operation);
  return touched;
}

class Collector implements Touched {
  readonly schemas = new Set<string>();
  readonly roles = new Set<string>();
  readonly extensions = new Set<string>();
  readonly relations = new Map<string, QualifiedName>();
  readonly enums = new Map<string, QualifiedName>();

  constructor(private readonly before: Schema) {}

  add(operation: SingleOperation): void {
    const subject = ruleOf(operation).subject(operation);
    if (typeof subject === "string") return;
    const table = tableOf(operation);
    this.object(table === undefined ? subject : refTo("table", table));
    if (operation.kind === "setSchema") this.object({ ...operation.object, schema: operation.to });
    if (operation.kind !== "rename") return;
    const { object, to } = operation;
    this.object({ ...object, name: to });
    if (object.kind === "schema") this.moveSchema(object.name, to);
  }

  private object(object: ObjectRef): void {
    switch (object.kind) {
      case "schema":
        return void this.schemas.add(object.name);
      case "role":
        return void this.roles.add(object.name);
      case "extension":
        return void this.extensions.add(object.name);
      case "enum":
        return this.enumeration(object);
      case "enumValue":
        return this.enumeration(object.enum);
      case "sequence":
        return this.sequence(object);
      case "index":
        return this.tableOfIndex(object);
      case "table":
      case "view":
      case "materializedView":
        return this.relation(object);
      default:
        return this.relation(object.table);
    }
  }

  private readonly relation = ({ schema, name }: QualifiedName): void => {
    this.schemas.add(schema);
    this.relations.set(nameKey({ schema, name }), { schema, name });
  };

  private readonly enumeration = ({ schema, name }: QualifiedName): void => {
    const key = nameKey({ schema, name });
    if (this.enums.has(key)) return;
    this.schemas.add(schema);
    this.enums.set(key, { schema, name });
    for (const table of this.before.tables)
      if (table.columns.some((column) => column.type.enum && nameKey(column.type.enum) === key))
        this.relation(table);
  };

  /** The sequence behind an identity or a serial column is a part of its table. */
  private sequence(name: QualifiedName): void {
    this.relation(name);
    for (const table of this.before.tables)
      if (table.columns.some((column) => isBehind(table, column, name))) this.relation(table);
  }

  private tableOfIndex(index: QualifiedName): void {
    for (const table of this.before.tables)
      if (table.schema === index.schema && table.indexes.some((one) => one.name === index.name))
        this.relation(table);
  }

  private moveSchema(from: string, to: string): void {
    const { tables, views, sequences, enums } = this.before;
    const move = (all: readonly QualifiedName[], note: (name: QualifiedName) => void): void => {
      for (const { schema, name } of all)
        if (schema === from) for (const place of [from, to]) note({ schema: place, name });
    };
    move([...tables, ...views, ...sequences], this.relation);
    move(enums, this.enumeration);
  }
}

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
