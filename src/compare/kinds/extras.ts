/**
 * Triggers, rules and other objects on tables and views that models do not describe. They are
 * dropped if a change would break them or be refused because of them, and created again afterwards.
 */
import { attributeStatements } from "../../operations/attributes.js";
import { columnsOf, key } from "../../operations/keys.js";
import { mentions, nameKey } from "../../schema/identifiers.js";
import type { Dependent } from "../../schema/object-ref.js";
import type { Extra, QualifiedName, Schema, Table, View } from "../../schema/types.js";
import { change, type Change, executed } from "../change.js";
import { isSame } from "../match.js";

/** What a plan does to columns and relations, by key. */
interface ChangingObjects {
  /** Columns whose type changes. */
  readonly retyped: ReadonlySet<string>;
  /** Columns and views that are recreated. */
  readonly recreated: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  readonly recreatedEnums: readonly QualifiedName[];
  /** Whether the desired side is a catalog too, whose extras are compared. */
  readonly compares: boolean;
}

interface ExtraPlan {
  readonly changes: readonly Change[];
  /** Extras that cannot be created again, because what they use is dropped. */
  readonly obstacles: readonly Dependent[];
}

/** The changes of extras of all tables and views that stay. */
export function planExtras(actual: Schema, desired: Schema, objects: ChangingObjects): ExtraPlan {
  const changes: Change[] = [];
  const obstacles: Dependent[] = [];
  const wanted = new Map(
    [...desired.tables, ...desired.views].map((relation) => [nameKey(relation), relation]),
  );
  for (const relation of [...actual.tables, ...actual.views]) {
    const own = key.relation(relation);
    // They are dropped and created with their table or view.
    if (objects.gone.has(own) || objects.recreated.has(own)) continue;
    const there = wanted.get(nameKey(relation));
    // Extras that are not in the models, or that the other side does not compare, stay.
    const isCompared = (extra: Extra): boolean =>
      // Indexes of materialized views are compared with the views.
      objects.compares && there !== undefined && extra.kind !== "materializedIndex";
    for (const extra of relation.extras ?? []) {
      const compares = isCompared(extra);
      const after = compares ? partner(extra, there) : extra;
      const found = verdict(extra, objects);
      if (found === "stays" && isSameExtra(extra, after)) continue;
      // Another database may have the table or view without it; models cannot declare it.
      const isWanted = there === undefined || partner(extra, there) !== undefined;
      if (found === "blocks" && !compares && isWanted) {
        const { schema, name: table } = relation;
        obstacles.push({ kind: extra.kind, schema, table, name: extra.name });
        continue;
      }
      changes.push(takeDown(relation, extra, objects));
      const comesBack = compares || found === "comes back";
      if (comesBack && after !== undefined) changes.push(putBack(relation, after, objects));
    }
    for (const extra of there?.extras ?? [])
      if (isCompared(extra) && partner(extra, relation) === undefined)
        changes.push(putBack(relation, extra, objects));
  }
  return { changes, obstacles };
}

function isSameExtra(a: Extra, b: Extra | undefined): boolean {
  return isSame(comparable(a), b && comparable(b)) && isSame(a.attributes, b?.attributes);
}

/** The order of a trigger's columns does not matter, but PostgreSQL keeps it. */
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

/** The statements that create it with all its attributes. */
export function createExtra({ schema, name }: QualifiedName, extra: Extra): readonly string[] {
  const kind = extra.kind === "materializedIndex" ? "materializedView" : "table";
  const of = { kind: "index", on: { kind, schema, name }, name: extra.name } as const;
  return [...extra.create, ...attributeStatements(of, extra.attributes)];
}

/** The same extra on the other side. */
export function partner(
  { kind, name }: Extra,
  relation: Table | View | undefined,
): Extra | undefined {
  return relation?.extras?.find((extra) => extra.kind === kind && extra.name === name);
}

type Verdict = "stays" | "blocks" | "goes" | "comes back";

/**
 * PostgreSQL refuses to change a column that a trigger, rule or publication mentions. It adapts
 * other extras to a new type, unless their SQL mentions the old one, and drops them with a column.
 */
function verdict(extra: Extra, objects: ChangingObjects): Verdict {
  const refuses = ["trigger", "rule", "publication"].includes(extra.kind);
  const used = usedKeys(extra, objects);
  const any = (keys: ReadonlySet<string>): boolean => used.some((own) => keys.has(own));
  if (any(objects.gone)) return refuses ? "blocks" : "goes";
  // PostgreSQL recreates statistics when a type changes, but without attributes set afterwards.
  const isForgotten = extra.kind === "statistics" && extra.create.length > 1;
  const moves =
    any(objects.recreated) ||
    ((refuses || isForgotten) && any(objects.retyped)) ||
    namedEnums(extra, objects).length > 0;
  return moves ? "comes back" : "stays";
}

function namedEnums(extra: Extra, { recreatedEnums }: ChangingObjects): readonly QualifiedName[] {
  return recreatedEnums.filter(({ name }) => extra.create.some((sql) => mentions(sql, name)));
}

function takeDown(relation: QualifiedName, extra: Extra, objects: ChangingObjects): Change {
  return change(
    { kind: "execute", sql: extra.drop },
    { undo: executed(createExtra(relation, extra)), releases: usedKeys(extra, objects) },
  );
}

/** The statements belong together, so for the order they are one operation. */
function putBack(relation: QualifiedName, extra: Extra, objects: ChangingObjects): Change {
  const [first = "", ...rest] = createExtra(relation, extra);
  return change(
    { kind: "execute", sql: first },
    {
      then: executed(rest),
      undo: executed([extra.drop]),
      needs: [...usedKeys(extra, objects), key.relation(relation)],
    },
  );
}

function usedKeys(extra: Extra, objects: ChangingObjects): readonly string[] {
  return [
    ...extra.uses.flatMap(({ table, column }) => columnsOf(table, [column ?? []].flat())),
    ...namedEnums(extra, objects).map(key.type),
  ];
}
