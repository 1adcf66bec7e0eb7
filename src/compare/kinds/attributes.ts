/**
 * What two catalogs say of an object that both have, beyond its description: how a table is
 * stored, what is forced, what is said of an index. No model has words for it.
 */
import { namedNotNull } from "../../schema/not-null-names.js";
import type { QualifiedName, Restorable, Schema, Table } from "../../schema/types.js";
import { change, type Change } from "../change.js";
import { effects, key } from "../effects/index.js";
import { isStorage } from "./forgotten.js";
import { executed } from "../passes/restore-attributes.js";
import { type Setting, settingOf } from "./settings.js";

/**
 * The changes of attributes between two catalogs. What the plan makes anew gets its attributes
 * with it, and a column its storage with its new type.
 *
 * @param others All other changes of the plan.
 */
export function compareAttributes(
  actual: Schema,
  desired: Schema,
  others: readonly Change[],
): readonly Change[] {
  const moved = movedBy(others);
  const altered = alteredBy(others);
  const from = settingsIn(actual, moved, altered);
  const to = settingsIn(desired, moved, altered);
  const taken = new Set([...from.taken, ...to.taken]);
  const slots = [...new Set([...from.said.keys(), ...to.said.keys()])];
  return slots
    .filter((slot) => !taken.has(slot))
    .flatMap((slot) => changed(from.said.get(slot), to.said.get(slot)));
}

/** What comes, goes or is another afterwards, by keys. */
function movedBy(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap(({ operation, creates = [], drops = [] }) => {
      const own = effects(operation);
      return [...creates, ...drops, ...own.creates, ...own.drops];
    }),
  );
}

/** What changes of a column set by themselves ({@link forgotten}), by the column's key. */
function alteredBy(changes: readonly Change[]): ReadonlyMap<string, Altered> {
  const found = new Map<string, Altered>();
  for (const { operation } of changes) {
    if (operation.kind !== "alterColumn") continue;
    const own = key.column(operation.table, operation.column);
    const { type, notNull } = operation.changes;
    const known = found.get(own);
    found.set(own, {
      isRetyped: type !== undefined || known?.isRetyped === true,
      isNullabilityChanged: notNull !== undefined || known?.isNullabilityChanged === true,
    });
  }
  return found;
}

interface Altered {
  readonly isRetyped: boolean;
  readonly isNullabilityChanged: boolean;
}

function sets(altered: Altered | undefined, sql: string): boolean {
  if (altered === undefined) return false;
  const { isRetyped, isNullabilityChanged } = altered;
  return (isRetyped && isStorage(sql)) || (isNullabilityChanged && namedNotNull(sql) !== undefined);
}

interface Said {
  readonly setting: Setting;
  /** What has to be there. */
  readonly needs: string;
}

interface Settings {
  /** By slot. */
  readonly said: ReadonlyMap<string, Said>;
  /** Slots of what moves: they are set where it is made. */
  readonly taken: ReadonlySet<string>;
}

function settingsIn(
  schema: Schema,
  moved: ReadonlySet<string>,
  altered: ReadonlyMap<string, Altered>,
): Settings {
  const said = new Map<string, Said>();
  const taken = new Set<string>();
  for (const { owner, needs, one, type } of parts(schema)) {
    const isMoved = moved.has(owner) || moved.has(needs);
    for (const sql of one.restore ?? []) {
      const setting = settingOf(sql, type);
      if (setting === undefined) continue;
      if (isMoved || sets(altered.get(needs), sql)) taken.add(setting.slot);
      else said.set(setting.slot, { setting, needs });
    }
  }
  return { said, taken };
}

interface Part {
  /** The relation that it is or belongs to. */
  readonly owner: string;
  readonly needs: string;
  readonly one: Restorable;
  /** Of a column. */
  readonly type?: string;
}

function parts({ sequences, tables, views }: Schema): readonly Part[] {
  return [
    ...sequences.map((one) => partOf(one, key.relation(one), one)),
    ...tables.flatMap(partsOfTable),
    ...views.flatMap((view) =>
      [view, ...(view.columns ?? [])].map((one) => partOf(view, key.relation(view), one)),
    ),
  ];
}

function partsOfTable(table: Table): readonly Part[] {
  const { schema, primaryKey } = table;
  const keys = [...(primaryKey ? [primaryKey] : []), ...table.uniqueConstraints];
  return [
    partOf(table, key.relation(table), table),
    ...table.columns.map((one) => ({
      ...partOf(table, key.column(table, one.name), one),
      type: one.type.sql,
    })),
    ...keys.map((one) => partOf(table, key.constraint(table, one.name), one)),
    ...table.indexes.map((one) => partOf(table, key.relation({ schema, name: one.name }), one)),
  ];
}

function partOf(relation: QualifiedName, needs: string, one: Restorable): Part {
  return { owner: key.relation(relation), needs, one };
}

function changed(from: Said | undefined, to: Said | undefined): readonly Change[] {
  if (from?.setting.sql === to?.setting.sql) return [];
  const [first, ...rest] = step(from?.setting, to?.setting);
  if (first === undefined) return [];
  const needs = [...new Set([from, to].flatMap((one) => one?.needs ?? []))];
  return [
    change(
      { kind: "execute", sql: first },
      { then: executed(rest), undo: executed(step(to?.setting, from?.setting)), needs },
    ),
  ];
}

/** From one setting to another, or from none, or to none. */
function step(from: Setting | undefined, to: Setting | undefined): readonly string[] {
  if (to === undefined) return from === undefined ? [] : [from.reset];
  return [...(from === undefined ? [] : to.before(from)), to.sql];
}
