/** SQL for sequences: their options, and their use by a column. */
import { defined } from "../defined.js";
import { printName, quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import { differingOptions, restartValue } from "../schema/sequences.js";
import type { Identity, QualifiedName } from "../schema/types.js";
import { given } from "./statement.js";
import type { AlterColumn, Execute, IdentityChanges, SequenceSettings } from "./types.js";

/** The given options as clauses, in the order of the manual. */
export function optionClauses(options: SequenceSettings): readonly string[] {
  const { increment, minValue, maxValue, startWith, cache, cycle, restart } = options;
  return given(
    increment && `INCREMENT BY ${increment}`,
    minValue && `MINVALUE ${minValue}`,
    maxValue && `MAXVALUE ${maxValue}`,
    startWith && `START WITH ${startWith}`,
    cache && `CACHE ${cache}`,
    cycle !== undefined && (cycle ? "CYCLE" : "NO CYCLE"),
    restart && `RESTART WITH ${restart}`,
  );
}

/** PostgreSQL refuses limits that exclude the current value: this first moves it to the limit. */
export function moveInside(sequence: string, options: SequenceSettings): readonly string[] {
  if (options.restart !== undefined) return [];
  const at = (limit: string, beyond: "<" | ">"): string =>
    `SELECT pg_catalog.setval(s.seqrelid::regclass, ${limit}, false) FROM pg_catalog.pg_sequence AS s ` +
    `WHERE s.seqrelid = ${sequence} ` +
    `AND coalesce(pg_catalog.pg_sequence_last_value(s.seqrelid), s.seqstart) ${beyond} ${limit}`;
  const { minValue, maxValue } = options;
  return given(minValue && at(minValue, "<"), maxValue && at(maxValue, ">"));
}

/** @example nextval('public.users_id_seq'::regclass), as `pg_get_expr` prints it */
export function nextValue(sequence: QualifiedName): string {
  return `nextval(${quoteLiteral(printName(sequence))}::regclass)`;
}

/** Continues a sequence after the highest value of its column. `start` is the least value. */
export function continueAfterRows(
  table: QualifiedName,
  column: string,
  sequence: QualifiedName,
  start = "1",
): Execute {
  const highest = `SELECT max(${quoteIdentifier(column)}) + 1 FROM ${quoteName(table)}`;
  return {
    kind: "execute",
    sql: `SELECT setval(${quoteLiteral(quoteName(sequence))}, greatest((${highest}), ${start}), false)`,
  };
}

/** The changes of an identity that stays; `undefined` if it is added, dropped or not changed. */
export function identityChanges({
  changes,
  previous,
}: Pick<AlterColumn, "changes" | "previous">): IdentityChanges | undefined {
  if (changes.identityOptions !== undefined) return changes.identityOptions;
  if (!previous?.identity || !changes.identity) return undefined;
  return identityOptionsBetween(previous.identity, changes.identity);
}

/** @param present its current state, if that differs from `from` */
export function identityOptionsBetween(
  from: Identity,
  to: Identity,
  present = from,
): IdentityChanges {
  return defined({
    generation: from.generation === to.generation ? undefined : to.generation,
    ...differingOptions(present.options, to.options),
    restart: restartValue(from.options, to.options),
  });
}
