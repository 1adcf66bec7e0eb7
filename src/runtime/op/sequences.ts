import { completeSequenceOptions } from "../../schema/sequences.js";
import type { ColumnName, Sequence } from "../../schema/types.js";
import * as read from "./arguments.js";
import { type Methods, type ReadersOf, withArguments } from "./method.js";
import { rename, setSchema } from "./objects.js";
import type { ObjectName, SequenceChangesInput, SequenceOptionsInput } from "./types.js";

export interface CreateSequenceOptions extends SequenceOptionsInput {
  /** "bigint" where nothing is said. */
  readonly type?: Sequence["type"];
}

export interface AlterSequenceOptions extends SequenceChangesInput {
  readonly type?: Sequence["type"];
  /** The column that the sequence goes away with; `null` sets it free. */
  readonly ownedBy?: { readonly table: ObjectName; readonly column: string } | null;
}

export interface SequenceMethods {
  /** @example await op.createSequence("invoice_number", { startWith: 1000, cache: 10 }); */
  createSequence(name: ObjectName, options?: CreateSequenceOptions): Promise<void>;

  /**
   * Changes the given options; the rest stays. `startWith` takes effect at a restart only.
   *
   * @example await op.alterSequence("invoice_number", { increment: 10 });
   */
  alterSequence(name: ObjectName, changes: AlterSequenceOptions): Promise<void>;

  /** @example await op.renameSequence("invoice_seq", "invoice_number"); */
  renameSequence(name: ObjectName, to: string): Promise<void>;

  /** @example await op.setSequenceSchema("invoice_number", "billing"); */
  setSequenceSchema(name: ObjectName, schema: string): Promise<void>;

  /** @example await op.dropSequence("invoice_number"); */
  dropSequence(name: ObjectName): Promise<void>;
}

const integerType = read.unchecked<Sequence["type"]>();

const newOptions = {
  type: integerType,
  ...read.sequenceOptions,
} satisfies ReadersOf<CreateSequenceOptions>;

const changes = {
  type: integerType,
  ownedBy: read.orNull(owner),
  ...read.sequenceChanges,
} satisfies ReadersOf<AlterSequenceOptions>;

export const sequenceMethods: Methods<SequenceMethods> = {
  createSequence: withArguments(
    [read.object(), read.options(newOptions)],
    (name, { type = "bigint", ...options }) => ({
      kind: "createSequence",
      sequence: { ...name, type, options: completeSequenceOptions(options, type) },
    }),
  ),
  alterSequence: { sequence: read.object(), changes: read.changes(changes) },
  renameSequence: rename("sequence"),
  setSequenceSchema: setSchema("sequence"),
  dropSequence: { sequence: read.object() },
};

function owner(
  { table, column }: NonNullable<AlterSequenceOptions["ownedBy"]>,
  method: string,
): ColumnName {
  return {
    table: read.object("ownedBy.table")(table, method),
    column: read.name("ownedBy.column")(column, method),
  };
}
