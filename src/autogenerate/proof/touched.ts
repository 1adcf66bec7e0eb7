/** The objects that a plan is about, by the names that they have before and after it. */
import type { CommentTarget, Operation } from "../../operations/types.js";
import { nameKey } from "../../schema/identifiers.js";
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
      case "renameSchema":
        return this.moveSchema(operation.from, operation.to);
      case "createTable":
        return this.relation(operation.table);
      case "dropIndex":
        if (operation.previous) this.relation(operation.previous.table);
        return;
      case "renameIndex":
        return this.tableOfIndex(operation.index);
      case "createRole":
        return void this.roles.add(operation.role.name);
      case "alterRole":
      case "dropRole":
        return void this.roles.add(operation.name);
      case "renameRole":
        this.roles.add(operation.from).add(operation.to);
        return;
      case "commentOn":
        return this.commented(operation.target);
      case "grant":
      case "revoke":
      case "execute":
        return;
      default:
        if ("table" in operation) this.renamed(operation.table, operation, this.relation);
        if ("view" in operation) this.renamed(operation.view, operation, this.relation);
        if ("sequence" in operation) this.sequence(operation.sequence, operation);
        if ("enum" in operation) this.renamed(operation.enum, operation, this.enumeration);
    }
  }

  /** The object under its name and, where the operation gives it another, under that one. */
  private renamed(
    name: QualifiedName,
    operation: Operation,
    note: (name: QualifiedName) => void,
  ): void {
    note(name);
    switch (operation.kind) {
      case "renameTable":
      case "renameView":
      case "renameSequence":
      case "renameEnum":
        return note({ schema: name.schema, name: operation.to });
      case "setTableSchema":
      case "setViewSchema":
      case "setSequenceSchema":
      case "setEnumSchema":
        this.schemas.add(operation.to);
        return note({ schema: operation.to, name: name.name });
      default:
        return undefined;
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
  private sequence(name: QualifiedName, operation: Operation): void {
    this.renamed(name, operation, this.relation);
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

  private commented(target: CommentTarget): void {
    switch (target.on) {
      case "schema":
        return void this.schemas.add(target.name);
      case "role":
        return void this.roles.add(target.name);
      case "enum":
        return this.enumeration(target.name);
      case "index":
        return this.tableOfIndex(target.name);
      case "table":
      case "view":
      case "materializedView":
      case "sequence":
        return this.relation(target.name);
      default:
        return this.relation(target.table);
    }
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
