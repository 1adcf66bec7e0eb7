/** What an alteration changes, from what to what, in a phrase. */
import { displayName } from "../schema/identifiers.js";
import type { Identity } from "../schema/types.js";
import type { ColumnChanges, Operation, SequenceChanges } from "./types.js";

/**
 * From what to what an operation alters its object; empty for what creates, drops or renames.
 *
 * @example "type integer -> bigint, not null, default 0 -> 1"
 */
export function describeChanges(operation: Operation): string {
  switch (operation.kind) {
    case "alterColumn":
      return columnChanges(operation.changes, operation.previous).join(", ");
    case "alterEnum":
      return enumChanges(operation.values, operation.previous?.values);
    case "alterView":
      return settings(operation.with, operation.previous);
    case "alterSequence":
      return settings(sequenceText(operation.changes), sequenceText(operation.previous ?? {}));
    case "alterPolicy":
    case "alterRole":
      return settings({ ...operation.changes }, { ...operation.previous });
    default:
      return "";
  }
}

function columnChanges(changes: ColumnChanges, previous: ColumnChanges = {}): readonly string[] {
  const { type, notNull, identity, identityOptions, generated, collation } = changes;
  return [
    ...(type === undefined ? [] : [fromTo("type", previous.type?.sql, type.sql)]),
    ...(notNull === undefined ? [] : [notNull ? "not null" : "null allowed"]),
    ...(changes.default === undefined
      ? []
      : [fromTo("default", previous.default, changes.default)]),
    ...(identity === undefined ? [] : identityChange(identity, previous.identity)),
    ...(identityOptions === undefined
      ? []
      : [`identity ${settings({ ...identityOptions }, { ...previous.identityOptions })}`]),
    ...(generated === undefined ? [] : [fromTo("generated as", previous.generated, generated)]),
    ...(collation === undefined ? [] : [fromTo("collation", previous.collation, collation)]),
  ];
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

function enumChanges(values: readonly string[], previous: readonly string[] | undefined): string {
  if (previous === undefined) return `values ${values.join(", ")}`;
  const without = (some: readonly string[], others: readonly string[]): readonly string[] =>
    some.filter((value) => !others.includes(value));
  const [gone, come] = [without(previous, values), without(values, previous)];
  return [
    ...(gone.length === 0 ? [] : [`without ${gone.join(", ")}`]),
    ...(come.length === 0 ? [] : [`with ${come.join(", ")}`]),
    ...(gone.length === 0 && come.length === 0 ? [`order ${values.join(", ")}`] : []),
  ].join(", ");
}

function sequenceText({ ownedBy, ...others }: SequenceChanges): Readonly<Record<string, unknown>> {
  if (ownedBy === undefined || ownedBy === null) return { ...others, ownedBy };
  return { ...others, ownedBy: `${displayName(ownedBy.table)}.${ownedBy.column}` };
}

function settings(
  changes: Readonly<Record<string, unknown>>,
  previous: Readonly<Record<string, unknown>> | undefined,
): string {
  return changed(changes, previous ?? {}).join(", ");
}

function changed(
  changes: Readonly<Record<string, unknown>>,
  previous: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.entries(changes)
    .filter(([key, value]) => value !== undefined && !isSame(value, previous[key]))
    .map(([key, value]) => fromTo(words(key), textOf(previous[key]), textOf(value)));
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function textOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return value;
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}

function words(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
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
