/** The rules of one kind of operation, and what several kinds share. */
import type { ObjectRef } from "../../schema/object-ref.js";
import type { Hazard, RowQuestion } from "../hazard.js";
import { key, refKey, backwards, type Effects } from "../keys.js";
import { dropSql } from "../object-sql.js";
import type { CurrentTables } from "../rows/current-tables.js";
import type { Statement } from "../statement.js";
import type { OperationKind, OperationOf, SingleOperation } from "../types.js";

export interface Rule<O extends SingleOperation> {
  /** The object, or words for one that no reference can name. */
  subject(operation: O): ObjectRef | string;
  sql(operation: O): readonly (string | Statement)[];
  /** Undoes it; `undefined` if what it replaces is unknown. */
  inverse(operation: O): SingleOperation | readonly SingleOperation[] | undefined;
  /** Decides the order of a plan. */
  effects(operation: O): Partial<Effects>;
  /** The best place for readers, among operations that can be in any order. */
  place(operation: O): Place;
  /** Describes it, if the words of its kind do not: `create materialized view`. */
  verb?(operation: O): string;
  /** Follows the object: ` to name`, `: type integer -> bigint`. */
  detail?(operation: O): string;
  rows?(operation: O, tables: CurrentTables): readonly RowQuestion[];
  /** What is lost, and what only a person can decide. Default: what rows can make fail. */
  hazards?(operation: O, questions: readonly RowQuestion[]): readonly Hazard[];
}

export type RulesOf<O extends SingleOperation> = {
  readonly [K in O["kind"]]: Rule<Extract<O, { readonly kind: K }>>;
};

/** Before the tables, with its table, after the tables, or last and alone; then by number. */
export type Place = readonly [part: "before" | "table" | "after" | "alone", number: number];

type DropOperation = { readonly previous?: unknown } & OperationOf<
  Extract<OperationKind, `drop${string}`>
>;
type Previous<D extends DropOperation> = NonNullable<D["previous"]>;

/** The rules for creating and dropping an object: each is the inverse of the other. */
interface Lifecycle<C extends SingleOperation, D extends DropOperation> {
  readonly subject: (drop: D) => ObjectRef;
  /** The operation that drops what `create` creates. */
  readonly drop: (create: C) => D & { readonly previous: Previous<D> };
  readonly create: (previous: Previous<D>, drop: D) => C | readonly SingleOperation[];
  /** The effects of creating it, which dropping reverses. Default: it creates its subject. */
  readonly effects?: (previous: Previous<D>, drop: D) => Partial<Effects>;
  readonly created: Omit<Rule<C>, "subject" | "inverse" | "effects">;
  readonly dropped: Pick<Rule<D>, "place"> & Partial<Pick<Rule<D>, "sql" | "verb" | "hazards">>;
}

export function lifecycle<C extends SingleOperation, D extends DropOperation>(
  rule: Lifecycle<C, D>,
): { readonly create: Rule<C>; readonly drop: Rule<D> } {
  const { subject, drop, create, created, dropped } = rule;
  const effects = (previous: Previous<D>, operation: D): Partial<Effects> => ({
    creates: [refKey(subject(operation))],
    ...rule.effects?.(previous, operation),
  });
  const previousOf = ({ previous }: D) => previous ?? undefined;
  return {
    create: {
      ...created,
      subject: (operation) => subject(drop(operation)),
      inverse: drop,
      effects: (operation) => {
        const inverse = drop(operation);
        return effects(inverse.previous, inverse);
      },
    },
    drop: {
      sql: (operation) => [dropSql(subject(operation))],
      ...dropped,
      subject,
      inverse: (operation) => {
        const previous = previousOf(operation);
        return previous === undefined ? undefined : create(previous, operation);
      },
      effects: (operation) => {
        const previous = previousOf(operation);
        return previous === undefined
          ? withoutPrevious(subject(operation))
          : backwards(effects(previous, operation));
      },
    },
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

/** The inverse of an operation that changes an object from `previous`. */
export function swapped<C, O extends { readonly changes: C; readonly previous?: C }>(
  operation: O,
): O | undefined {
  const { changes, previous } = operation;
  return previous === undefined
    ? undefined
    : { ...operation, changes: previous, previous: changes };
}
