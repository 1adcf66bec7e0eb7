/** The objects that a plan is about, by the names that they have before and after it. */
import type { Operation } from "../../operations/types.js";
import { nameKey } from "../../schema/identifiers.js";
import type { ObjectRef } from "../../schema/object-ref.js";
import type { Column, QualifiedName, Schema, Table } from "../../schema/types.js";

export interface Touched {
  readonly schemas: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  /** Tables, views and sequences, by {@link nameKey}. */
  readonly relations: ReadonlyMap<string, QualifiedName>;
  readonly enums: ReadonlyMap<string, QualifiedName>;
}

/**
 * What the operations change. A table that has a column of a changed enum counts as changed, and
 * so does everything in a schema that is renamed.
 *
 * @param before What is there now.
 */
export function touchedBy(operations: readonly Operation[], before: Schema): Touched {
  const touched = new Collector(before);
  for (const operation of operations) touched.add(operation);
  return touched;
}

class Collector implements Touched {
  readonly schemas = new Set<string>();
  readonly roles = new Set<string>();
  readonly relations = new Map<string, QualifiedName>();
  readonly enums = new Map<string, QualifiedName>();

  constructor(private readonly before: Schema) {}

  add(operation: Operation): void {
    switch (operation.kind) {
      case "autocommit":
        for (const inner of operation.operations) this.add(inner);
        return;
      case "createSchema":
        return void this.schemas.add(operation.namespace.name);
      case "dropSchema":
        return void this.schemas.add(operation.name);
      case "createTable":
        return this.relation(operation.table);
      case "dropIndex":
        if (operation.previous) this.relation(operation.previous.table);
        return;
      case "createRole":
        return void this.roles.add(operation.role.name);
      case "alterRole":
      case "dropRole":
        return void this.roles.add(operation.name);
      case "rename": {
        const { object, to } = operation;
        if (object.kind === "schema") return this.moveSchema(object.name, to);
        this.object(object);
        return this.object({ ...object, name: to });
      }
      case "setSchema":
        this.object(operation.object);
        return this.object({ ...operation.object, schema: operation.to });
      case "commentOn":
        return this.object(operation.object);
      case "grant":
      case "revoke":
      case "execute":
        return;
      default:
        if ("table" in operation) this.relation(operation.table);
        if ("view" in operation) this.relation(operation.view);
        if ("sequence" in operation) this.sequence(operation.sequence);
        if ("enum" in operation) this.enumeration(operation.enum);
    }
  }

  private object(object: ObjectRef): void {
    switch (object.kind) {
      case "schema":
        return void this.schemas.add(object.name);
      case "role":
        return void this.roles.add(object.name);
      case "extension":
        return;
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
    this.schemas.add(from).add(to);
    const { tables, views, sequences, enums } = this.before;
    for (const one of [...tables, ...views, ...sequences])
      if (one.schema === from) this.renamedSchema(one, to, this.relation);
    for (const one of enums) if (one.schema === from) this.renamedSchema(one, to, this.enumeration);
  }

  private renamedSchema(one: QualifiedName, to: string, note: (name: QualifiedName) => void): void {
    note(one);
    note({ schema: to, name: one.name });
  }
}

function isBehind(table: Table, { identity, serial }: Column, name: QualifiedName): boolean {
  const own = identity && { schema: table.schema, name: identity.sequenceName };
  const sequence = serial?.sequence ?? own;
  return sequence?.schema === name.schema && sequence.name === name.name;
}

/** The part of a schema that a plan is about. */
export function touchedPart(schema: Schema, touched: Touched): Schema {
  const isTouched = (one: QualifiedName): boolean => touched.relations.has(nameKey(one));
  return {
    namespaces: schema.namespaces.filter(({ name }) => touched.schemas.has(name)),
    roles: schema.roles.filter(({ name }) => touched.roles.has(name)),
    enums: schema.enums.filter((one) => touched.enums.has(nameKey(one))),
    sequences: schema.sequences.filter(isTouched),
    tables: schema.tables.filter(isTouched),
    views: schema.views.filter(isTouched),
  };
}
