/** What an alteration changes, from what to what, in a phrase. */
import { displayName } from "../schema/identifiers.js";
import type { Identity } from "../schema/types.js";
import { spaced } from "./statement.js";
import type { ColumnChanges, SequenceChanges } from "./types.js";

/** @example changedColumn({ notNull: true }, {}) // ": not null" */
export function changedColumn(changes: ColumnChanges, previous: ColumnChanges = {}): string {
  const { type, notNull, identity, identityOptions, generated, collation } = changes;
  return listed([
    ...(type === undefined ? [] : [fromTo("type", previous.type?.sql, type.sql)]),
    ...(notNull === undefined ? [] : [notNull ? "not null" : "null allowed"]),
    ...(changes.default === undefined
      ? []
      : [fromTo("default", previous.default, changes.default)]),
    ...(identity === undefined ? [] : identityChange(identity, previous.identity)),
    ...(identityOptions === undefined
      ? []
      : [
          `identity ${changed({ ...identityOptions }, { ...previous.identityOptions }).join(", ")}`,
        ]),
    ...(generated === undefined ? [] : [fromTo("generated as", previous.generated, generated)]),
    ...(collation === undefined ? [] : [fromTo("collation", previous.collation, collation)]),
  ]);
}

function listed(changes: readonly string[]): string {
  return changes.length === 0 ? "" : `: ${changes.join(", ")}`;
}

function identityChange(
  identity: Identity | null,
  previous: Identity | null | undefined,
): readonly string[] {
  const generation = (one: Identity): string =>
    one.generation === "always" ? "always" : "by default";
  if (identity === null || previous === null || previous === undefined) {
    return [fromTo("identity", previous && generation(previous), identity && generation(identity))];
  }
  return [
    ...(identity.generation === previous.generation
      ? []
      : [fromTo("identity", generation(previous), generation(identity))]),
    ...(identity.sequenceName === previous.sequenceName
      ? []
      : [fromTo("identity's sequence", previous.sequenceName, identity.sequenceName)]),
    ...changed({ ...identity.options }, { ...previous.options }).map((text) => `identity ${text}`),
  ];
}

export function changedEnum(
  values: readonly string[],
  previous: readonly string[] | undefined,
): string {
  if (previous === undefined) return listed([`values ${values.join(", ")}`]);
  const without = (some: readonly string[], others: readonly string[]): readonly string[] =>
    some.filter((value) => !others.includes(value));
  const [gone, come] = [without(previous, values), without(values, previous)];
  return listed([
    ...(gone.length === 0 ? [] : [`without ${gone.join(", ")}`]),
    ...(come.length === 0 ? [] : [`with ${come.join(", ")}`]),
    ...(gone.length === 0 && come.length === 0 ? [`order ${values.join(", ")}`] : []),
  ]);
}

export function changedSequence(changes: SequenceChanges, previous: SequenceChanges = {}): string {
  return changedFields(sequenceText(changes), sequenceText(previous));
}

function sequenceText({ ownedBy, ...others }: SequenceChanges): object {
  if (ownedBy === undefined || ownedBy === null) return { ...others, ownedBy };
  return { ...others, ownedBy: `${displayName(ownedBy.table)}.${ownedBy.column}` };
}

/** From what to what the fields of an object change. */
export function changedFields(changes: object, previous: object = {}): string {
  return listed(changed({ ...changes }, { ...previous }));
}

function changed(
  changes: Readonly<Record<string, unknown>>,
  previous: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.entries(changes)
    .filter(([key, value]) => value !== undefined && !isSame(value, previous[key]))
    .map(([key, value]) => fromTo(spaced(key), textOf(previous[key]), textOf(value)));
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function textOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return value;
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `undefined` is not known, `null` is none. */
function fromTo(
  what: string,
  from: string | null | undefined,
  to: string | null | undefined,
): string {
  const end = to === null || to === undefined ? "none" : short(to);
  if (from === undefined) return to === null ? `no ${what}` : `${what} ${end}`;
  return `${what} ${from === null ? "none" : short(from)} -> ${end}`;
}

const MOST_CHARACTERS = 60;

function short(text: string): string {
  const line = [...text.replaceAll(/\s+/g, " ").trim()];
  return line.length > MOST_CHARACTERS
    ? `${line.slice(0, MOST_CHARACTERS - 1).join("")}…`
    : line.join("");
}
