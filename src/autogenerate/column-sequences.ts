/** The sequences behind serial and identity columns that a plan takes away. */
import { behindSerial, integerType, sequenceRestore } from "../compare/kinds/column-sequences.js";
import { renameDependencies } from "../compare/renames/dependencies.js";
import type { RenameStep } from "../compare/renames/steps.js";
import { nameKey, sameName } from "../schema/identifiers.js";
import type {
  Column,
  ColumnName,
  QualifiedName,
  Schema,
  Sequence,
  Table,
} from "../schema/types.js";

/** A sequence that goes with its column. */
export interface ColumnSequence {
  readonly column: ColumnName;
  readonly name: QualifiedName;
  /** As one of its own; absent where PostgreSQL does not let it go. */
  readonly sequence?: Sequence;
}

/**
 * The sequences that would be dropped, because their columns go or are serial no more.
 *
 * @param actual The database, after the renames.
 */
export function leavingColumnSequences(actual: Schema, desired: Schema): readonly ColumnSequence[] {
  const wanted = new Map(desired.tables.map((table) => [nameKey(table), table]));
  const named = new Set(desired.sequences.map(nameKey));
  return actual.tables
    .filter(({ special }) => special === undefined)
    .flatMap((table) =>
      table.columns.flatMap((column) => {
        const after = wanted.get(nameKey(table))?.columns.find(({ name }) => name === column.name);
        const leaving = leavingSequence(table, column, after);
        return leaving === undefined || named.has(nameKey(leaving.name)) ? [] : [leaving];
      }),
    );
}

function leavingSequence(
  { schema, name: table }: Table,
  column: Column,
  after: Column | undefined,
): ColumnSequence | undefined {
  const owner = { table: { schema, name: table }, column: column.name };
  const { serial, identity } = column;
  if (identity?.sequenceName !== undefined && after?.identity === undefined)
    return { column: owner, name: { schema, name: identity.sequenceName } };
  const type = integerType(column.type);
  const name = serial?.sequence;
  if (name === undefined || type === undefined || after?.serial !== undefined) return undefined;
  // The sequence of an identity takes its name.
  if (after?.identity !== undefined) return { column: owner, name };
  const restore = sequenceRestore(column);
  const sequence = { ...behindSerial(serial, name, type), ...(restore.length > 0 && { restore }) };
  return { column: owner, name, sequence };
}

/** What the sequences are called before the renames. */
export function namesBefore(
  sequences: readonly ColumnSequence[],
  before: Schema,
  steps: readonly RenameStep[],
): readonly QualifiedName[] {
  if (sequences.length === 0 || steps.length === 0) return sequences.map(({ name }) => name);
  const all = before.tables.flatMap(({ schema, columns }) =>
    columns.flatMap(({ serial, identity }): readonly QualifiedName[] => {
      if (serial?.sequence !== undefined) return [serial.sequence];
      return identity?.sequenceName === undefined ? [] : [{ schema, name: identity.sequenceName }];
    }),
  );
  return all.filter((sequence) => {
    const on = { kind: "sequence", ...sequence } as const;
    const [renamed] = renameDependencies([{ dependent: on, on }], steps);
    const { schema = "", name = "" } = renamed?.on ?? {};
    return sequences.some((one) => sameName(one.name, { schema, name }));
  });
}
