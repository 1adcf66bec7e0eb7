import type { Sequence } from "../../schema/types.js";
import { completeSequenceOptions, sequenceOptionKeys } from "../../schema/sequences.js";
import type { SequenceChanges } from "../../operations/types.js";
import {
  checkKeys,
  fail,
  requireName,
  requireObject,
  sequenceChanges,
  sequenceChangeKeys,
  sequenceOptions,
} from "./arguments.js";
import type { OpContext } from "./context.js";
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

export function sequenceMethods({ run }: OpContext): SequenceMethods {
  return {
    createSequence: async (name, options = {}) => {
      checkKeys("createSequence", options, ["type", ...sequenceOptionKeys]);
      const { type = "bigint", ...rest } = options;
      const sequence = {
        ...requireObject("createSequence", "name", name),
        type,
        options: completeSequenceOptions(sequenceOptions("createSequence", rest), type),
      };
      await run({ kind: "createSequence", sequence });
    },
    alterSequence: async (name, changes) =>
      run({
        kind: "alterSequence",
        sequence: requireObject("alterSequence", "name", name),
        changes: changesFrom(changes),
      }),
    renameSequence: async (name, to) =>
      run({
        kind: "renameSequence",
        sequence: requireObject("renameSequence", "name", name),
        to: requireName("renameSequence", "new name", to),
      }),
    setSequenceSchema: async (name, schema) =>
      run({
        kind: "setSequenceSchema",
        sequence: requireObject("setSequenceSchema", "name", name),
        to: requireName("setSequenceSchema", "schema", schema),
      }),
    dropSequence: async (name) =>
      run({ kind: "dropSequence", sequence: requireObject("dropSequence", "name", name) }),
  };
}

function changesFrom(input: AlterSequenceOptions): SequenceChanges {
  const keys = ["type", "ownedBy", ...sequenceChangeKeys] as const;
  checkKeys("alterSequence", input, keys);
  if (keys.every((key) => input[key] === undefined)) {
    throw fail("alterSequence", "no change is given", `Give at least one of ${keys.join(", ")}.`);
  }
  const { type, ownedBy, ...options } = input;
  return {
    ...(type === undefined ? {} : { type }),
    ...sequenceChanges("alterSequence", options),
    ...(ownedBy === undefined ? {} : { ownedBy: ownedBy === null ? null : owner(ownedBy) }),
  };
}

function owner(input: NonNullable<AlterSequenceOptions["ownedBy"]>) {
  return {
    table: requireObject("alterSequence", "ownedBy.table", input.table),
    column: requireName("alterSequence", "ownedBy.column", input.column),
  };
}
