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
  sql(operation: O): readonly (string | Statement)[];
  /** What takes it back; `undefined` where what it replaces is not known. */
  inverse(operation: O): SingleOperation | readonly SingleOperation[] | undefined;
  /** What the order of a plan follows from. */
  effects(operation: O): Partial<Effects>;
  /** Where it reads best among operations that may come in any order. */
  place(operation: O): Place;
  /** What it does, if the words of its kind do not say it: `create materialized view`. */
  verb?(operation: O): string;
  /** What follows the object: ` to name`, `: type integer -> bigint`. */
  detail?(operation: O): string;
  rows?(operation: O, tables: CurrentTables): readonly RowQuestion[];
  /** What is lost and what only a person can decide; by default what the rows can stop. */
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

/** An object's creation and its removal: each is the inverse of the other. */
interface Lifecycle<C extends SingleOperation, D extends DropOperation> {
  readonly subject: (drop: D) => ObjectRef;
  /** The operation that drops what `create` creates. */
  readonly drop: (create: C) => D & { readonly previous: Previous<D> };
  readonly create: (previous: Previous<D>, drop: D) => C | readonly SingleOperation[];
  /** Those of the creation, which the removal reverses; by default it creates its subject. */
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

/** The inverse of an operation that changes an object from `previous` on. */
export function swapped<C, O extends { readonly changes: C; readonly previous?: C }>(
  operation: O,
): O | undefined {
  const { changes, previous } = operation;
  return previous === undefined
    ? undefined
    : { ...operation, changes: previous, previous: changes };
}
