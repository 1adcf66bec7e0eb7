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
  /** Default: "bigint". */
  type: integerType,
  ...read.sequenceOptions,
};

const changes = {
  type: integerType,
  /** The column that owns the sequence: dropping it drops the sequence. `null`: none. */
  ownedBy: read.orNull(owner),
  ...read.sequenceChanges,
};

export interface CreateSequenceOptions extends OptionsOf<typeof newOptions> {}
export interface AlterSequenceOptions extends OptionsOf<typeof changes> {}

export interface SequenceMethods {
  /**
   * Creates a sequence.
   * @example await op.createSequence("invoice_number", { startWith: 1000, cache: 10 });
   */
  createSequence(name: ObjectName, options?: CreateSequenceOptions): Promise<void>;

  /**
   * Changes the given options of a sequence. `startWith` takes effect only when the sequence is
   * restarted; `restart` sets its next value now.
   * @example await op.alterSequence("invoice_number", { increment: 10 });
   */
  alterSequence(name: ObjectName, changes: AlterSequenceOptions): Promise<void>;

  /** Renames a sequence. @example await op.renameSequence("invoice_seq", "invoice_number"); */
  renameSequence(name: ObjectName, to: string): Promise<void>;

  /**
   * Moves a sequence to another schema. PostgreSQL refuses if a column owns it.
   * @example await op.setSequenceSchema("invoice_number", "billing");
   */
  setSequenceSchema(name: ObjectName, schema: string): Promise<void>;

  /**
   * Drops a sequence. PostgreSQL refuses while a default uses it.
   * @example await op.dropSequence("invoice_number");
   */
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
