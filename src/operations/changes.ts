/** Describes an alteration in a phrase. */
import { displayName } from "../schema/identifiers.js";
import type { Identity } from "../schema/types.js";
import { given, spaced } from "./statement.js";
import type { ColumnChanges, SequenceChanges } from "./types.js";

/** @example changedColumn({ notNull: true }, {}) // ": not null" */
export function changedColumn(changes: ColumnChanges, previous: ColumnChanges = {}): string {
  const { type, notNull, identity, identityOptions, generated, collation } = changes;
  return listed(
    type && fromTo("type", previous.type?.sql, type.sql),
    notNull !== undefined && (notNull ? "not null" : "null allowed"),
    changes.default !== undefined && fromTo("default", previous.default, changes.default),
    ...(identity === undefined ? [] : changedIdentity(identity, previous.identity)),
    identityOptions &&
      `identity ${changed({ ...identityOptions }, { ...previous.identityOptions }).join(", ")}`,
    generated !== undefined && fromTo("generated as", previous.generated, generated),
    collation !== undefined && fromTo("collation", previous.collation, collation),
  );
}

function listed(...changes: readonly (string | undefined | false)[]): string {
  const texts = given(...changes);
  return texts.length === 0 ? "" : `: ${texts.join(", ")}`;
}

function changedIdentity(
  identity: Identity | null,
  previous: Identity | null | undefined,
): readonly string[] {
  const words = ({ generation }: Identity) => (generation === "always" ? "always" : "by default");
  if (!identity || !previous)
    return [fromTo("identity", previous && words(previous), identity && words(identity))];
  const { generation, sequenceName } = identity;
  const options = changed({ ...identity.options }, { ...previous.options });
  return given(
    generation !== previous.generation && fromTo("identity", words(previous), words(identity)),
    sequenceName !== previous.sequenceName &&
      fromTo("identity's sequence", previous.sequenceName, sequenceName),
    ...options.map((text) => `identity ${text}`),
  );
}

export function changedEnum(
  values: readonly string[],
  previous: readonly string[] | undefined,
): string {
  if (previous === undefined) return listed(`values ${values.join(", ")}`);
  const removed = previous.filter((value) => !values.includes(value)).join(", ");
  const added = values.filter((value) => !previous.includes(value)).join(", ");
  return listed(
    removed && `without ${removed}`,
    added && `with ${added}`,
    !removed && !added && `order ${values.join(", ")}`,
  );
}

export function changedSequence(changes: SequenceChanges, previous: SequenceChanges = {}): string {
  const text = ({ ownedBy, ...others }: SequenceChanges) => ({
    ...others,
    ownedBy: ownedBy && `${displayName(ownedBy.table)}.${ownedBy.column}`,
  });
  return changedFields(text(changes), text(previous));
}

export function changedFields(changes: object, previous: object = {}): string {
  return listed(...changed({ ...changes }, { ...previous }));
}

function changed(
  changes: Readonly<Record<string, unknown>>,
  previous: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.entries(changes)
    .filter(
      ([key, value]) =>
        value !== undefined && JSON.stringify(value) !== JSON.stringify(previous[key]),
    )
    .map(([key, value]) => fromTo(spaced(key), textOf(previous[key]), textOf(value)));
}

function textOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return value;
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `undefined` is unknown, `null` is none. */
function fromTo(
  what: string,
  from: string | null | undefined,
  to: string | null | undefined,
): string {
  const end = to === null || to === undefined ? "none" : short(to);
  if (from === undefined) return to === null ? `no ${what}` : `${what} ${end}`;
  return `${what} ${from === null ? "none" : short(from)} -> ${end}`;
}

function short(text: string): string {
  const characters = [...text.replaceAll(/\s+/g, " ").trim()];
  return (characters.length > 60 ? [...characters.slice(0, 59), "…"] : characters).join("");
}
