import { completeSequenceOptions } from "../schema/sequences.js";
import { quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import type { Sequence, SequenceOptions } from "../schema/types.js";
import { commentStatement } from "./objects.js";
import { previousOf } from "./irreversible.js";
import { statements, words } from "./statement.js";
import type { Statement } from "./statement.js";
import { refTo } from "../schema/object-ref.js";
import type { AlterSequence, Operation, SequenceOperation, SequenceSettings } from "./types.js";

export function compileSequence(operation: SequenceOperation): readonly Statement[] {
  switch (operation.kind) {
    case "createSequence": {
      const { type, options, comment, schema, name } = operation.sequence;
      const sequence = { schema, name };
      return statements(
        words(
          `CREATE SEQUENCE ${quoteName(sequence)}`,
          type !== "bigint" && `AS ${type}`,
          ...unusualOptions(options, type),
        ),
        ...commentStatement(refTo("sequence", sequence), comment),
      );
    }
    case "alterSequence":
      return compileAlterSequence(operation);
    case "dropSequence":
      return statements(`DROP SEQUENCE ${quoteName(operation.sequence)}`);
  }
}

export function inverseSequence(operation: SequenceOperation): Operation {
  switch (operation.kind) {
    case "createSequence": {
      const { schema, name } = operation.sequence;
      return { kind: "dropSequence", sequence: { schema, name }, previous: operation.sequence };
    }
    case "dropSequence":
      return { kind: "createSequence", sequence: previousOf(operation) };
    case "alterSequence":
      return { ...operation, changes: previousOf(operation), previous: operation.changes };
  }
}

/**
 * The options that PostgreSQL would not assume by itself, as clauses.
 *
 * @example unusualOptions({ ...defaults, increment: "10" }, "bigint") // ["INCREMENT BY 10"]
 */
export function unusualOptions(
  options: SequenceOptions,
  type: Sequence["type"],
): readonly string[] {
  const { increment, minValue, maxValue } = options;
  const limits = completeSequenceOptions({ increment }, type);
  const assumed = completeSequenceOptions({ increment, minValue, maxValue }, type);
  return optionClauses({
    ...(increment === "1" ? {} : { increment }),
    ...(minValue === limits.minValue ? {} : { minValue }),
    ...(maxValue === limits.maxValue ? {} : { maxValue }),
    ...(options.startWith === assumed.startWith ? {} : { startWith: options.startWith }),
    ...(options.cache === "1" ? {} : { cache: options.cache }),
    ...(options.cycle ? { cycle: true } : {}),
  });
}

/** The options that are given, as clauses in the order of the manual. */
export function optionClauses(options: SequenceSettings): readonly string[] {
  const { increment, minValue, maxValue, startWith, cache, cycle, restart } = options;
  return [
    ...(increment === undefined ? [] : [`INCREMENT BY ${increment}`]),
    ...(minValue === undefined ? [] : [`MINVALUE ${minValue}`]),
    ...(maxValue === undefined ? [] : [`MAXVALUE ${maxValue}`]),
    ...(startWith === undefined ? [] : [`START WITH ${startWith}`]),
    ...(cache === undefined ? [] : [`CACHE ${cache}`]),
    ...(cycle === undefined ? [] : [cycle ? "CYCLE" : "NO CYCLE"]),
    ...(restart === undefined ? [] : [`RESTART WITH ${restart}`]),
  ];
}

/**
 * PostgreSQL refuses limits that the sequence's present value is outside of. This moves such a
 * value to the limit, and leaves one that is inside alone. One that begins anew needs no help.
 *
 * @param sequence an expression of type `regclass`
 */
export function moveInside(sequence: string, options: SequenceSettings): readonly string[] {
  if (options.restart !== undefined) return [];
  const at = (limit: string, beyond: "<" | ">"): string =>
    `SELECT pg_catalog.setval(s.seqrelid::regclass, ${limit}, false) FROM pg_catalog.pg_sequence AS s ` +
    `WHERE s.seqrelid = ${sequence} ` +
    `AND coalesce(pg_catalog.pg_sequence_last_value(s.seqrelid), s.seqstart) ${beyond} ${limit}`;
  return [
    ...(options.minValue === undefined ? [] : [at(options.minValue, "<")]),
    ...(options.maxValue === undefined ? [] : [at(options.maxValue, ">")]),
  ];
}

function compileAlterSequence({ sequence, changes }: AlterSequence): readonly Statement[] {
  const { type, ownedBy, ...options } = changes;
  const name = quoteName(sequence);
  const owner =
    ownedBy === undefined
      ? undefined
      : ownedBy === null
        ? "OWNED BY NONE"
        : `OWNED BY ${quoteName(ownedBy.table)}.${quoteIdentifier(ownedBy.column)}`;
  return statements(
    ...moveInside(`${quoteLiteral(name)}::regclass`, options),
    words(`ALTER SEQUENCE ${name}`, type && `AS ${type}`, ...optionClauses(options), owner),
  );
}
