import { nameKey } from "../../schema/identifiers.js";
import { namesIn } from "../../schema/sql-scanner.js";
import type { QualifiedName, Schema, View } from "../../schema/types.js";
import type { SchemaPass } from "../options.js";
import { reachable } from "../order/graph.js";

/** Adds to every view of the models the relations that its query mentions. */
export const mentionedReads: SchemaPass = ({ actual, desired }) => ({
  actual,
  desired: withMentionedReads(desired),
});

/**
 * Drizzle does not know which tables and views a raw SQL query reads. Its text can mention too many
 * (an alias may have the name of a view), so a mention never creates a cycle between views, and
 * names directly after `FROM` and `JOIN` are considered first.
 */
export function withMentionedReads(schema: Schema): Schema {
  if (schema.views.length === 0) return schema;
  const relations = relationsByName(schema);
  const reads = new Map(schema.views.map((view) => [nameKey(view), [...view.dependsOn]]));
  const mentions = schema.views.flatMap((view) => mentionsIn(view, relations));
  for (const { view, relation } of mentions.sort((a, b) => Number(b.sure) - Number(a.sure))) {
    const known = reads.get(nameKey(view));
    if (known === undefined || known.some((read) => nameKey(read) === nameKey(relation))) continue;
    const below = reachable([nameKey(relation)], (name) => (reads.get(name) ?? []).map(nameKey));
    if (!below.has(nameKey(view))) known.push(relation);
  }
  return {
    ...schema,
    views: schema.views.map((view) => ({
      ...view,
      dependsOn: reads.get(nameKey(view)) ?? view.dependsOn,
    })),
  };
}

interface Mention {
  readonly view: View;
  readonly relation: QualifiedName;
  /** The name is where only a relation can be. */
  readonly sure: boolean;
}

function relationsByName({ tables, views }: Schema): ReadonlyMap<string, readonly QualifiedName[]> {
  const byName = new Map<string, QualifiedName[]>();
  for (const { schema, name } of [...tables, ...views]) {
    const found = byName.get(name);
    if (found) found.push({ schema, name });
    else byName.set(name, [{ schema, name }]);
  }
  return byName;
}

function mentionsIn(
  view: View,
  relations: ReadonlyMap<string, readonly QualifiedName[]>,
): readonly Mention[] {
  return namesIn(view.definition).flatMap(({ parts, before }) => {
    const sure = /^(?:from|join|only|lateral)$/i.test(before?.text ?? "");
    const name = parts.at(-1) ?? "";
    const schema = parts.at(-2);
    return (relations.get(name) ?? [])
      .filter((candidate) => schema === undefined || schema === candidate.schema)
      .map((relation) => ({ view, relation, sure }));
  });
}
