import { completeSequenceOptions, integerLimits } from "../../schema/sequences.js";
import type { ColumnName, Sequence } from "../../schema/types.js";
import * as read from "./arguments.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";
import { rename, setSchema } from "./objects.js";
import type { ObjectName } from "./types.js";

function integerType(input: Sequence["type"]): Sequence["type"] {
  if (Object.hasOwn(integerLimits, input)) return input;
  throw read.fail(`the type is ${read.show(input)}`, 'Give "smallint", "integer" or "bigint".');
}

const newOptions = {
  /** "bigint" by default. */
  type: integerType,
  ...read.sequenceOptions,
};

const changes = {
  type: integerType,
  /** The column that the sequence goes away with; `null` sets it free. */
  ownedBy: read.orNull(owner),
  ...read.sequenceChanges,
};

export interface CreateSequenceOptions extends OptionsOf<typeof newOptions> {}
export interface AlterSequenceOptions extends OptionsOf<typeof changes> {}

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

function owner({
  table,
  column,
}: {
  readonly table: ObjectName;
  readonly column: string;
}): ColumnName {
  return {
    table: read.object("ownedBy.table")(table),
    column: read.name("ownedBy.column")(column),
  };
}
