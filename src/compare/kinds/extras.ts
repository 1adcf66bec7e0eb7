/**
 * Triggers, rules and whatever else stands on tables and views without being described: taken down
 * where a change would break them or be refused because of them, and put back afterwards.
 */
import { attributeStatements } from "../../operations/attributes.js";
import { nameKey, mentions } from "../../schema/identifiers.js";
import type { Dependent, Extra, QualifiedName, Schema, Table, View } from "../../schema/types.js";
import { change, type Change, executed } from "../change.js";
import { objectKey } from "../dependents.js";
import { key } from "../../operations/keys.js";
import { isSame } from "../match.js";

/** What happens to columns and relations in a plan. */
export interface Movement {
  /** Columns, by {@link objectKey}. */
  readonly retyped: ReadonlySet<string>;
  readonly recreated: ReadonlySet<string>;
  readonly dropped: ReadonlySet<string>;
  /** Views that are taken down and put back, by {@link nameKey}. */
  readonly rebuilt: ReadonlySet<string>;
  /** Tables and views that go. */
  readonly gone: ReadonlySet<string>;
  readonly recreatedEnums: readonly QualifiedName[];
  /** Whether the desired side, too, is a catalog, whose extras are wanted as they are. */
  readonly compares: boolean;
}

export interface ExtraPlan {
  readonly changes: readonly Change[];
  /** Those that cannot be put back, because what they use is gone. */
  readonly obstacles: readonly Dependent[];
}

/** What must be done about the extras of everything that stays. */
export function planExtras(actual: Schema, desired: Schema, movement: Movement): ExtraPlan {
  const changes: Change[] = [];
  const obstacles: Dependent[] = [];
  const wanted = new Map([...desired.tables, ...desired.views].map((one) => [nameKey(one), one]));
  for (const relation of [...actual.tables, ...actual.views]) {
    const own = nameKey(relation);
    // They go, and come back, with what they stand on.
    if (movement.gone.has(own) || movement.rebuilt.has(own)) continue;
    const there = wanted.get(own);
    // What the models do not have, or the other side leaves alone, stays as it is.
    const isCompared = (extra: Extra): boolean =>
      // Indexes of views are, with their views.
      movement.compares && there !== undefined && extra.kind !== "materializedIndex";
    for (const extra of relation.extras ?? []) {
      const compares = isCompared(extra);
      const after = compares ? partner(extra, there) : extra;
      const found = verdict(extra, movement);
      if (found === "stays" && isSameExtra(extra, after)) continue;
      if (found === "is in the way" && !compares && isWanted(extra, there)) {
        obstacles.push(dependent(relation, extra));
        continue;
      }
      changes.push(takeDown(relation, extra, movement));
      const comesBack = compares || found === "comes back";
      if (comesBack && after !== undefined) changes.push(putBack(relation, after, movement));
    }
    for (const extra of there?.extras ?? [])
      if (isCompared(extra) && partner(extra, relation) === undefined)
        changes.push(putBack(relation, extra, movement));
  }
  return { changes, obstacles };
}

function isSameExtra(a: Extra, b: Extra | undefined): boolean {
  return isSame(comparable(a), b && comparable(b)) && isSame(a.attributes, b?.attributes);
}

/** The columns of a trigger are a set, which PostgreSQL keeps in the order of the statement. */
function comparable({ kind, create }: Extra): readonly string[] {
  if (kind !== "trigger") return create;
  return create.map((sql) =>
    sql.replace(updatedColumns, (_, columns: string) => {
      const names = columns.match(/"(?:[^"]|"")*"|[^",\s]+/g) ?? [];
      return ` UPDATE OF ${names.sort().join(", ")} `;
    }),
  );
}

const updatedColumns =
  / UPDATE OF ((?:"(?:[^"]|"")*"|[^",\s]+)(?:, (?:"(?:[^"]|"")*"|[^",\s]+))*) /;

/** The statements that create it, with all that it had. */
export function createExtra({ schema, name }: QualifiedName, extra: Extra): readonly string[] {
  const kind = extra.kind === "materializedIndex" ? "materializedView" : "table";
  const of = { kind: "index", on: { kind, schema, name }, name: extra.name } as const;
  return [...extra.create, ...attributeStatements(of, extra.attributes)];
}

/** The same thing on the other side. */
export function partner(
  { kind, name }: Extra,
  relation: Table | View | undefined,
): Extra | undefined {
  return relation?.extras?.find((one) => one.kind === kind && one.name === name);
}

/** Another database may have the relation without it; a model has no word for it. */
function isWanted(extra: Extra, relation: Table | View | undefined): boolean {
  return relation === undefined || partner(extra, relation) !== undefined;
}

type Verdict = "stays" | "is in the way" | "goes" | "comes back";

/**
 * PostgreSQL refuses to change a column that a trigger, a rule or a publication names; the others
 * it adapts to a new type, if their text does not name the old one, and drops with a column.
 */
function verdict(extra: Extra, movement: Movement): Verdict {
  const refuses = ["trigger", "rule", "publication"].includes(extra.kind);
  const columns = extra.uses.flatMap(({ table, column }) =>
    column === undefined ? [] : [objectKey(table, column)],
  );
  const any = (set: ReadonlySet<string>): boolean => columns.some((column) => set.has(column));
  const relation = (set: ReadonlySet<string>): boolean =>
    extra.uses.some(({ table }) => set.has(nameKey(table)));
  if (any(movement.dropped) || relation(movement.gone)) return refuses ? "is in the way" : "goes";
  const moves =
    any(movement.recreated) ||
    relation(movement.rebuilt) ||
    ((refuses || forgets(extra)) && any(movement.retyped)) ||
    namesEnum(extra, movement).length > 0;
  return moves ? "comes back" : "stays";
}

/** Statistics are recreated when a type changes, but for what is said of them afterwards. */
function forgets({ kind, create }: Extra): boolean {
  return kind === "statistics" && create.length > 1;
}

function namesEnum(extra: Extra, { recreatedEnums }: Movement): readonly QualifiedName[] {
  return recreatedEnums.filter(({ name }) => extra.create.some((sql) => mentions(sql, name)));
}

function takeDown(relation: QualifiedName, extra: Extra, movement: Movement): Change {
  return change(
    { kind: "execute", sql: extra.drop },
    { undo: executed(createExtra(relation, extra)), releases: usedKeys(extra, movement) },
  );
}

/** The statements belong together, so that they are one operation to the order. */
function putBack(relation: QualifiedName, extra: Extra, movement: Movement): Change {
  const [first = "", ...rest] = createExtra(relation, extra);
  return change(
    { kind: "execute", sql: first },
    {
      then: executed(rest),
      undo: executed([extra.drop]),
      needs: [...usedKeys(extra, movement), key.relation(relation)],
    },
  );
}

function usedKeys(extra: Extra, movement: Movement): readonly string[] {
  return [
    ...extra.uses.flatMap(({ table, column }) =>
      column === undefined
        ? [key.relation(table)]
        : [key.relation(table), key.column(table, column)],
    ),
    ...namesEnum(extra, movement).map(key.type),
  ];
}

function dependent(relation: QualifiedName, { kind, name }: Extra): Dependent {
  return { kind, schema: relation.schema, table: relation.name, name };
}
