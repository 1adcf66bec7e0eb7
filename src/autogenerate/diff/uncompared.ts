/** What two databases differ in and no operation changes: said, so that nobody relies on it. */
import { attributedParts } from "../../compare/kinds/attributes.js";
import { createExtra } from "../../compare/kinds/extras.js";
import type { OtherObject } from "../../introspect/definitions/objects.js";
import { alterAttribute, attributesOf, canReset, ownerName } from "../../operations/attributes.js";
import { displayName, nameKey } from "../../schema/identifiers.js";
import type { Extra, Schema } from "../../schema/types.js";
import { listed } from "../listed.js";

/** @param wanted What `to` was compared as: with those extras of `from` that stay as they are */
export function differingAttributes(from: Schema, to: Schema, wanted: Schema): readonly string[] {
  const compared = new Set(
    [...wanted.tables, ...wanted.views].flatMap(({ extras = [] }) => extras),
  );
  const one = attributes(from, (extra) => compared.has(extra));
  const other = attributes(to, (extra) => !compared.has(extra));
  const notes: string[] = [];
  const owned: string[] = [];
  for (const [key, { name, statements }] of one) {
    const partner = other.get(key);
    if (partner === undefined) continue;
    const removed = statements.filter((sql) => !partner.statements.includes(sql));
    const added = partner.statements.filter((sql) => !statements.includes(sql));
    if ([...removed, ...added].some(isAboutRights)) owned.push(name);
    for (const sql of removed) if (!isAboutRights(sql)) notes.push(sentence(sql, "first"));
    for (const sql of added) if (!isAboutRights(sql)) notes.push(sentence(sql, "second"));
  }
  if (owned.length > 0)
    notes.push(
      `Different but not compared: owners and privileges of ${listed(owned, { last: ", " })}.`,
    );
  return notes;
}

export function differingOthers(
  from: readonly OtherObject[],
  to: readonly OtherObject[],
): readonly string[] {
  const keyOf = ({ kind, name }: OtherObject): string => `${kind} ${name}`;
  const [one, other] = [from, to].map(
    (objects) => new Map(objects.map((object) => [keyOf(object), object.definition])),
  );
  const names = [...new Set([...from, ...to].map(keyOf))].sort();
  const groups = new Map<string, string[]>();
  for (const key of names) {
    if (one?.get(key) === other?.get(key)) continue;
    const space = key.indexOf(" ");
    const kind = key.slice(0, space);
    groups.set(kind, [...(groups.get(kind) ?? []), key.slice(space + 1)]);
  }
  return Array.from(
    groups,
    ([kind, members]) =>
      `Different or only on one side, but not compared: ${kind} ${listed(members, { last: ", " })}.`,
  );
}

interface Attributes {
  readonly name: string;
  readonly statements: readonly string[];
}

/** Of everything that can have some, whether or not it has: by a key of kind and name. */
function attributes(
  schema: Schema,
  isLeft: (extra: Extra) => boolean,
): ReadonlyMap<string, Attributes> {
  const parts = attributedParts(schema).map(({ of, attributes: own, type }) => ({
    name: ownerName(of),
    key: JSON.stringify(of),
    statements: attributesOf(of, own, type)
      .filter((attribute) => !canReset(attribute))
      .flatMap((attribute) => alterAttribute(undefined, attribute)),
  }));
  const extras = [...schema.tables, ...schema.views].map((relation) => ({
    name: displayName(relation),
    key: `extras ${nameKey(relation)}`,
    statements: (relation.extras ?? [])
      .filter(isLeft)
      .flatMap((extra) => createExtra(relation, extra)),
  }));
  return new Map(
    [...parts, ...extras].map(({ key, name, statements }) => [
      key,
      { name, statements: statements.map((sql) => sql.replaceAll(/\s+/g, " ")) },
    ]),
  );
}

function isAboutRights(sql: string): boolean {
  return /^(?:GRANT|REVOKE) | OWNER TO /.test(sql);
}

function sentence(sql: string, side: "first" | "second"): string {
  return `Not compared, and only the ${side} has it: ${sql}`;
}
