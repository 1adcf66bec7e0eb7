/** What two databases differ in and no operation changes: said, so that nobody relies on it. */
import { attributedParts } from "../../compare/kinds/attributes.js";
import { createExtra } from "../../compare/kinds/extras.js";
import { match } from "../../compare/match.js";
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
  const other = new Map(
    uncompared(to, (extra) => !compared.has(extra)).map((part) => [part.key, part.statements]),
  );
  const differences = uncompared(from, (extra) => compared.has(extra)).flatMap(
    ({ key, name, statements }) => {
      const partner = other.get(key);
      if (partner === undefined) return [];
      const only = (side: string, own: readonly string[], others: readonly string[]) =>
        own.filter((sql) => !others.includes(sql)).map((sql) => ({ name, side, sql }));
      return [...only("first", statements, partner), ...only("second", partner, statements)];
    },
  );
  const isAboutRights = ({ sql }: { readonly sql: string }): boolean =>
    /^(?:GRANT|REVOKE) | OWNER TO /.test(sql);
  const owned = new Set(differences.filter(isAboutRights).map(({ name }) => name));
  return [
    ...differences
      .filter((difference) => !isAboutRights(difference))
      .map(({ side, sql }) => `Not compared, and only the ${side} has it: ${sql}`),
    ...(owned.size === 0 ? [] : [`Different but not compared: owners, rights of ${list(owned)}.`]),
  ];
}

export function differingOthers(
  from: readonly OtherObject[],
  to: readonly OtherObject[],
): readonly string[] {
  const keyOf = ({ kind, name }: OtherObject): string => `${kind} ${name}`;
  const { both, removed, added } = match(from, to, keyOf);
  const changed = both.filter((pair) => pair.actual.definition !== pair.desired.definition);
  const differing = [...removed, ...added, ...changed.map((pair) => pair.actual)].toSorted(
    (a, b) => (keyOf(a) < keyOf(b) ? -1 : 1),
  );
  return [...new Set(differing.map(({ kind }) => kind))].map((kind) => {
    const names = differing.filter((object) => object.kind === kind).map(({ name }) => name);
    return `Different or only on one side, but not compared: ${kind} ${list(names)}.`;
  });
}

function list(names: Iterable<string>): string {
  return listed([...names], { last: ", " });
}

interface Uncompared {
  readonly key: string;
  readonly name: string;
  readonly statements: readonly string[];
}

/** Of everything that can have attributes or extras, whether or not it has. */
function uncompared(schema: Schema, isLeft: (extra: Extra) => boolean): readonly Uncompared[] {
  const parts = attributedParts(schema).map(({ of, attributes, type }) => ({
    key: JSON.stringify(of),
    name: ownerName(of),
    statements: attributesOf(of, attributes, type)
      .filter((attribute) => !canReset(attribute))
      .flatMap((attribute) => alterAttribute(undefined, attribute)),
  }));
  const extras = [...schema.tables, ...schema.views].map((relation) => ({
    key: `extras ${nameKey(relation)}`,
    name: displayName(relation),
    statements: (relation.extras ?? [])
      .filter(isLeft)
      .flatMap((extra) => createExtra(relation, extra)),
  }));
  return [...parts, ...extras].map(({ statements, ...part }) => ({
    ...part,
    statements: statements.map((sql) => sql.replaceAll(/\s+/g, " ")),
  }));
}
