/**
 * Which of two changes reads better first, where either order works: what lasts is renamed, then
 * types and sequences come, then the tables one after the other, then what looks at them, and at
 * the end what goes.
 */
import { isConcurrentBuild } from "../operations/compile.js";
import type {
  CommentOn,
  Operation,
  OperationKind,
  Rename,
  SetSchema,
} from "../operations/types.js";
import { nameKey } from "../schema/identifiers.js";
import { tableOf as tableOfRef } from "../schema/object-ref.js";
import type { QualifiedName, Table } from "../schema/types.js";
import type { Change } from "./change.js";

/** The place of each kind: before the tables, with its table, or after the tables. */
type Place = readonly [part: number, place: number];

const places: Readonly<
  Record<Exclude<OperationKind, "rename" | "setSchema" | "commentOn">, Place>
> = {
  createSchema: [0, 1],
  createRole: [0, 3],
  alterRole: [0, 4],
  autocommit: [0, 5],
  addEnumValue: [0, 9],
  dropView: [0, 17],
  createEnum: [0, 18],
  alterEnum: [0, 19],
  createSequence: [0, 20],
  alterSequence: [0, 21],

  dropPolicy: [1, 0],
  dropConstraint: [1, 1],
  dropIndex: [1, 2],
  createTable: [1, 3],
  addColumn: [1, 4],
  alterColumn: [1, 5],
  dropColumn: [1, 6],
  createPrimaryKey: [1, 8],
  createUniqueConstraint: [1, 9],
  createCheckConstraint: [1, 10],
  validateConstraint: [1, 11],
  createIndex: [1, 13],
  createForeignKey: [1, 14],
  enableRowLevelSecurity: [1, 15],
  disableRowLevelSecurity: [1, 16],
  alterPolicy: [1, 18],
  createPolicy: [1, 19],

  createView: [2, 0],
  alterView: [2, 1],
  refreshMaterializedView: [2, 2],
  grant: [2, 4],
  revoke: [2, 5],
  execute: [2, 6],
  bulkInsert: [2, 7],
  dropTable: [2, 8],
  dropSequence: [2, 9],
  dropEnum: [2, 10],
  dropSchema: [2, 11],
  dropRole: [2, 12],
};

/**
 * A comparison of changes for {@link order}.
 *
 * @param tables All tables, in reading order.
 */
export function preference(tables: readonly QualifiedName[]): (a: Change, b: Change) => number {
  const positions = new Map(tables.map((table, index) => [nameKey(table), index]));
  const position = (operation: Operation): number => {
    const table = tableOf(operation);
    return table === undefined ? -1 : (positions.get(nameKey(table)) ?? tables.length);
  };
  return (a, b) => {
    const [partA, placeA] = placeOf(a.operation);
    const [partB, placeB] = placeOf(b.operation);
    return (
      partA - partB ||
      (partA === 1 ? position(a.operation) - position(b.operation) : 0) ||
      placeA - placeB
    );
  };
}

const renamePlaces: Readonly<Record<Rename["object"]["kind"], Place>> = {
  schema: [0, 0],
  role: [0, 2],
  enum: [0, 6],
  enumValue: [0, 8],
  sequence: [0, 10],
  table: [0, 12],
  column: [0, 14],
  view: [0, 15],
  materializedView: [0, 15],
  constraint: [1, 7],
  index: [1, 12],
  policy: [1, 17],
};

const setSchemaPlaces: Readonly<Record<SetSchema["object"]["kind"], Place>> = {
  enum: [0, 7],
  sequence: [0, 11],
  table: [0, 13],
  view: [0, 16],
  materializedView: [0, 16],
};

/** A comment stands with what it is on. */
const commentPlaces: Readonly<Record<CommentOn["object"]["kind"], Place>> = {
  schema: [0, 22],
  role: [0, 22],
  extension: [0, 22],
  enum: [0, 22],
  sequence: [0, 22],
  table: [1, 20],
  column: [1, 21],
  constraint: [1, 21],
  policy: [1, 21],
  view: [2, 3],
  materializedView: [2, 3],
  index: [2, 3],
};

function placeOf(operation: Operation): Place {
  // What commits by itself comes last.
  if (isConcurrentBuild(operation)) return [3, 0];
  switch (operation.kind) {
    case "rename":
      return renamePlaces[operation.object.kind];
    case "setSchema":
      return setSchemaPlaces[operation.object.kind];
    case "commentOn":
      return commentPlaces[operation.object.kind];
    default:
      return places[operation.kind];
  }
}

function tableOf(operation: Operation): QualifiedName | undefined {
  if ("object" in operation) return tableOfRef(operation.object);
  if (operation.kind === "dropIndex") return operation.previous?.table;
  return "table" in operation ? operation.table : undefined;
}

/**
 * The reading order of tables: by name, but a table after those that it refers to, as far as no
 * cycle forbids.
 */
export function readingOrder(tables: readonly Table[]): readonly Table[] {
  const byKey = new Map(tables.map((table) => [nameKey(table), table]));
  const sorted = [...tables].sort((a, b) => (nameKey(a) < nameKey(b) ? -1 : 1));
  const placed = new Set<string>();
  const result: Table[] = [];
  for (const start of sorted) {
    const path: { readonly table: Table; next: number }[] = [];
    const enter = (table: Table): void => {
      if (placed.has(nameKey(table))) return;
      placed.add(nameKey(table));
      path.push({ table, next: 0 });
    };
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const reference = top.table.foreignKeys[top.next];
      top.next += 1;
      if (reference === undefined) {
        result.push(top.table);
        path.pop();
      } else {
        const referenced = byKey.get(nameKey(reference.referencedTable));
        if (referenced !== undefined) enter(referenced);
      }
    }
  }
  return result;
}
