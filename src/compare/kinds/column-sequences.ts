/** The sequences behind serial and identity columns. */
import { defined } from "../../defined.js";
import { key } from "../../operations/keys.js";
import { inverse } from "../../operations/rules.js";
import {
  continueAfterRows,
  identityOptionsBetween,
  nextValue,
} from "../../operations/sequences.js";
import type { AlterSequence } from "../../operations/types.js";
import { integerType } from "../../schema/data-types.js";
import { makeObjectName } from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import { differingOptions, retypeSequenceOptions } from "../../schema/sequences.js";
import type {
  Column,
  ColumnName,
  Identity,
  QualifiedName,
  Sequence,
  Serial,
} from "../../schema/types.js";
import { alterColumn, change, type Change, inTurn } from "../change.js";
import { alterSequence } from "./sequences.js";

type IntegerType = Sequence["type"];

/** Whether the identity is added, dropped or changed. */
export function changesIdentity(actual: Column, desired: Column): boolean {
  const was = actual.identity;
  const shall = desired.identity;
  if (was === undefined || shall === undefined) return was !== shall;
  return (
    was.generation !== shall.generation || !isNothing(differingOptions(was.options, shall.options))
  );
}

/**
 * Changes the type and the options of an identity column. While the column has the wider type, its
 * sequence can have the options of both. PostgreSQL adjusts limits that are those of the type.
 */
export function retypeIdentity(
  table: QualifiedName,
  actual: Column,
  desired: Column,
): readonly Change[] | undefined {
  const was = actual.identity;
  const shall = desired.identity;
  const from = integerType(actual.type);
  const to = integerType(desired.type);
  if (!was || !shall || from === undefined || to === undefined || from === to) return undefined;
  const narrows = integerTypes.indexOf(to) < integerTypes.indexOf(from);
  const followed = {
    forward: { ...was, options: retypeSequenceOptions(was.options, from, to) },
    back: { ...shall, options: retypeSequenceOptions(shall.options, to, from) },
  };
  const forward = identityOptionsBetween(was, shall, narrows ? was : followed.forward);
  const back = identityOptionsBetween(shall, was, narrows ? followed.back : shall);
  const { name } = desired;
  const options = alterColumn(table, name, { identityOptions: forward }, { identityOptions: back });
  const type = alterColumn(table, name, { type: desired.type }, { type: actual.type });
  const undoOptions = isNothing(back) ? [] : inverse(options);
  const undoType = narrows
    ? [...inverse(type), ...undoOptions]
    : [...undoOptions, ...inverse(type)];
  if (isNothing(forward)) return [change(type, { undo: undoType })];
  const both = [change(type), change(options, { undo: undoOptions })];
  return inTurn(key.column(table, name), narrows ? both.toReversed() : both);
}

const integerTypes: readonly IntegerType[] = ["smallint", "integer", "bigint"];

function isNothing(changes: object): boolean {
  return Object.keys(changes).length === 0;
}

/** A column that is no longer serial gives up its sequence. */
export function detachSequence(
  table: QualifiedName,
  actual: Column,
  desired: Column,
): readonly Change[] {
  const sequence = actual.serial?.sequence;
  const type = integerType(actual.type);
  if (sequence === undefined || type === undefined || desired.serial !== undefined) return [];
  const column = actual.name;
  const operation = alterColumn(table, column, { default: null }, { default: nextValue(sequence) });
  return [
    change(operation, {
      // Values can be counted only after the column has its type again.
      undo: [...inverse(operation), continueAfterRows(table, column, sequence)],
      releases: [key.relation(sequence)],
    }),
    change(
      { kind: "dropSequence", sequence },
      {
        undo: [
          { kind: "createSequence", sequence: sequenceBehind(actual, sequence, type) },
          setOwner(sequence, { table, column }),
        ],
      },
    ),
  ];
}

/** A new serial column gets a sequence. A new identity column has one already. */
export function attachSequence(
  table: QualifiedName,
  actual: Column,
  { name: column, type, serial, identity }: Column,
): readonly Change[] {
  if (identity !== undefined && actual.identity === undefined) {
    const { increment, startWith } = identity.options;
    if (increment.startsWith("-")) return [];
    const sequence = identitySequence(table, column, identity);
    const counted = continueAfterRows(table, column, sequence, startWith);
    return [change(counted, { undo: [], needs: [key.column(table, column)] })];
  }
  const counts = integerType(type);
  if (serial === undefined || actual.serial !== undefined || counts === undefined) return [];
  const sequence = serial.sequence ?? serialSequence(table, column);
  const needs = [key.relation(sequence)];
  return [
    change(
      { kind: "createSequence", sequence: behindSerial(serial, sequence, counts) },
      { undo: [{ kind: "dropSequence", sequence }] },
    ),
    change(alterColumn(table, column, { default: nextValue(sequence) }, { default: null }), {
      needs,
    }),
    change(setOwner(sequence, { table, column }), { undo: [setOwner(sequence, null)] }),
    change(continueAfterRows(table, column, sequence), {
      undo: [],
      needs: [...needs, key.column(table, column)],
    }),
  ];
}

function setOwner(sequence: QualifiedName, ownedBy: ColumnName | null): AlterSequence {
  return { kind: "alterSequence", sequence, changes: { ownedBy } };
}

/** Gives the sequence of a column the name that PostgreSQL would choose today. */
export function renameSequences(
  table: QualifiedName,
  actual: Column,
  desired: Column,
): readonly Change[] {
  const renamed = (sequence: QualifiedName, to: string): readonly Change[] =>
    sequence.name === to
      ? []
      : [change({ kind: "rename", object: refTo("sequence", sequence), to })];
  const identity = actual.identity?.sequenceName;
  if (identity !== undefined && desired.identity !== undefined) {
    const { name } = identitySequence(table, desired.name, desired.identity);
    return renamed({ schema: table.schema, name: identity }, name);
  }
  const was = actual.serial?.sequence;
  if (was === undefined || desired.serial === undefined) return [];
  const [from, to] = [integerType(actual.type), integerType(desired.type)];
  const shall = desired.serial.sequence ?? serialSequence(table, desired.name);
  // Alters it under its old name.
  return inTurn(key.relation(was), [
    ...(from === undefined || to === undefined ? [] : alterSerial(actual, desired, was, from, to)),
    ...renamed(was, shall.name),
  ]);
}

/** Models do not describe the sequence: it follows the type of the column, as before. */
function alterSerial(
  { serial: actual }: Column,
  { serial: desired }: Column,
  name: QualifiedName,
  from: IntegerType,
  to: IntegerType,
): readonly Change[] {
  const was = behindSerial(actual, name, from);
  const follows = { ...was, type: to, options: retypeSequenceOptions(was.options, was.type, to) };
  const unsaid = from === to ? was : follows;
  const shall = desired?.sequence === undefined ? unsaid : behindSerial(desired, name, to);
  return alterSequence(was, shall).map((operation) => change(operation));
}

/** The name that PostgreSQL gives the sequence of a serial column. */
export function serialSequence(table: QualifiedName, column: string): QualifiedName {
  return { schema: table.schema, name: makeObjectName(table.name, column, "seq") };
}

function identitySequence(table: QualifiedName, column: string, identity: Identity): QualifiedName {
  return {
    schema: table.schema,
    name: identity.sequenceName ?? serialSequence(table, column).name,
  };
}

/** The name of the sequence behind a column, if there is one. */
export function sequenceOf(table: QualifiedName, column: Column): QualifiedName | undefined {
  const { name, serial, identity } = column;
  if (identity !== undefined) return identitySequence(table, name, identity);
  return serial && (serial.sequence ?? serialSequence(table, name));
}

/** The sequence of a serial column as an object of its own. */
export function sequenceBehind(
  { serial, sequenceAttributes: attributes }: Column,
  name: QualifiedName,
  type: IntegerType,
): Sequence {
  return { ...behindSerial(serial, name, type), ...defined({ attributes }) };
}

/** The sequence of a serial column, by its current name. */
export function behindSerial(
  serial: Serial | undefined,
  name: QualifiedName,
  type: IntegerType,
): Sequence {
  const options = retypeSequenceOptions(undefined, type, type);
  return { ...name, type, options, ...serial?.unusual };
}
