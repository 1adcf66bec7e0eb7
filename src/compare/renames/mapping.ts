/** Names replaced wherever a schema speaks of them. */
import { nameKey, printName, sameName } from "../../schema/identifiers.js";
import type {
  Column,
  DataType,
  QualifiedName,
  Schema,
  Sequence,
  Table,
} from "../../schema/types.js";

export type Mapping = <T extends QualifiedName>(name: T) => T;

/** Gives one name another, and leaves all others. */
export function replace(from: QualifiedName, to: QualifiedName): Mapping {
  return (name) => (sameName(name, from) ? { ...name, schema: to.schema, name: to.name } : name);
}

/** Maps the names of everything that stands in a schema. */
export function mapNames(schema: Schema, mapping: Mapping): Schema {
  const types = mapTypeNames(mapTableNames(schema, mapping), mapping);
  return {
    ...types,
    sequences: types.sequences.map(mapping),
    views: types.views.map(mapping),
  };
}

/** Maps the names of tables wherever they stand. */
export function mapTableNames(schema: Schema, mapping: Mapping): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...mapping(table),
      columns: table.columns.map((column) => mapSequence(table, column, mapping)),
      foreignKeys: table.foreignKeys.map((foreignKey) => ({
        ...foreignKey,
        referencedTable: mapping(foreignKey.referencedTable),
        ...(foreignKey.referencedIndex && {
          referencedIndex: {
            ...foreignKey.referencedIndex,
            schema: mapping(foreignKey.referencedTable).schema,
          },
        }),
      })),
    })),
    sequences: schema.sequences.map((sequence) => mapOwner(sequence, mapping)),
    views: schema.views.map((view) => ({ ...view, dependsOn: view.dependsOn.map(mapping) })),
  };
}

function mapOwner(sequence: Sequence, mapping: Mapping): Sequence {
  const { ownedBy } = sequence;
  if (ownedBy === undefined) return sequence;
  const table = mapping(ownedBy.table);
  const schema = table.schema === ownedBy.table.schema ? sequence.schema : table.schema;
  return { ...sequence, schema, ownedBy: { ...ownedBy, table } };
}

/** A sequence that a column owns moves to the schema of its table, and keeps its name. */
function mapSequence(table: Table, column: Column, mapping: Mapping): Column {
  const sequence = column.serial?.sequence;
  return sequence === undefined || sequence.schema !== table.schema
    ? column
    : {
        ...column,
        serial: { ...column.serial, sequence: { ...sequence, schema: mapping(table).schema } },
      };
}

/** Maps the names of enums, and of the types of columns that they are. */
export function mapTypeNames(schema: Schema, mapping: Mapping): Schema {
  const typeOf = (type: DataType): DataType => {
    if (type.enum === undefined) return type;
    const renamed = mapping(type.enum);
    if (nameKey(renamed) === nameKey(type.enum)) return type;
    return { sql: retitled(type, renamed), enum: renamed };
  };
  return {
    ...schema,
    enums: schema.enums.map(mapping),
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => ({ ...column, type: typeOf(column.type) })),
    })),
  };
}

function retitled(type: DataType, name: QualifiedName): string {
  const array = /(\[\])*$/.exec(type.sql)?.[0] ?? "";
  return printName(name) + array;
}
