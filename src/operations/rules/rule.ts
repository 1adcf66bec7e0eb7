/** What there is to know about one kind of operation, and what several kinds have in common. */
import type { ObjectRef } from "../../schema/object-ref.js";
import type { Hazard, RowQuestion } from "../hazard.js";
import { key, refKey, backwards, type Effects } from "../keys.js";
import { dropSql } from "../object-sql.js";
import type { CurrentTables } from "../rows/current-tables.js";
import type { Statement } from "../statement.js";
import type { OperationKind, OperationOf, SingleOperation } from "../types.js";

export interface Rule<O extends SingleOperation> {
  /** The object that it is about, or words for one that no reference can name. */
  subject(operation: O): ObjectRef | string;
  /** The statements that carry it out, in their order. */
  sql(operation: O): readonly (string | Statement)[];
  /** What takes it back; `undefined` where what it replaces is not known. */
  inverse(operation: O): SingleOperation | readonly SingleOperation[] | undefined;
  /** What the order of a plan follows from. */
  effects(operation: O): Partial<Effects>;
  /** Where it reads best among operations that may stand in any order. */
  place(operation: O): Place;
  /** What it does, if the words of its kind do not say it: `create materialized view`. */
  verb?(operation: O): string;
  /** What stands behind the object: ` to name`, `: type integer -> bigint`. */
  detail?(operation: O): string;
  /** Queries for rows that stop it. */
  rows?(operation: O, tables: CurrentTables): readonly RowQuestion[];
  /** What is lost and what only a person can decide; by default what the rows can stop. */
  hazards?(operation: O, questions: readonly RowQuestion[]): readonly Hazard[];
}

/** A rule for each kind of a family, or of all. */
export type RulesOf<O extends SingleOperation> = {
  readonly [K in O["kind"]]: Rule<Extract<O, { readonly kind: K }>>;
};

/** Before the tables, with its table, after the tables, or last and alone; then by number. */
export type Place = readonly [part: "before" | "table" | "after" | "alone", number: number];

type Dropping = { readonly previous?: unknown } & OperationOf<
  Extract<OperationKind, `drop${string}`>
>;

/**
 * The rule of an operation that drops: its inverse creates what was there, and its effects are
 * those of the creation, backwards.
 */
export function dropped<O extends Dropping>(rule: {
  readonly subject: (operation: O) => ObjectRef;
  /** What creates it again. */
  readonly create: (
    previous: NonNullable<O["previous"]>,
    operation: O,
  ) => SingleOperation | readonly SingleOperation[];
  /** What creating it does. */
  readonly creation: (previous: NonNullable<O["previous"]>, operation: O) => Partial<Effects>;
  readonly place: Place;
  readonly sql?: (operation: O) => readonly string[];
  readonly verb?: (operation: O) => string;
  readonly hazards?: (operation: O) => readonly Hazard[];
}): Rule<O> {
  const { subject, create, creation, place, ...rest } = rule;
  const previousOf = ({ previous }: O) => previous ?? undefined;
  return {
    sql: (operation) => [dropSql(subject(operation))],
    ...rest,
    subject,
    inverse: (operation) => {
      const previous = previousOf(operation);
      return previous === undefined ? undefined : create(previous, operation);
    },
    effects: (operation) => {
      const previous = previousOf(operation);
      return previous === undefined
        ? withoutPrevious(subject(operation))
        : backwards(creation(previous, operation));
    },
    place: () => place,
  };
}

function withoutPrevious(object: ObjectRef): Partial<Effects> {
  const drops = [refKey(object)];
  if ("table" in object) {
    const columns = key.columns(object.table);
    const alters = object.kind === "column" ? [columns] : [];
    return { drops, alters, releases: [key.relation(object.table), columns] };
  }
  return { drops, releases: "schema" in object ? [key.namespace(object.schema)] : [] };
}

/** The inverse of an operation that changes an object from `previous` on. */
export function swapped<C, O extends { readonly changes: C; readonly previous?: C }>(
  operation: O,
): O | undefined {
  const { changes, previous } = operation;
  return previous === undefined
    ? undefined
    : { ...operation, changes: previous, previous: changes };
}
