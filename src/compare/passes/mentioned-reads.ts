import { nameKey } from "../../schema/identifiers.js";
import { codeOf, namesIn } from "../../schema/sql-scanner.js";
import type { QualifiedName, Schema, View } from "../../schema/types.js";
import type { SchemaPass } from "../options.js";

/** Every view of the models reads what its query mentions. */
export const mentionedReads: SchemaPass = ({ actual, desired }) => ({
  actual,
  desired: withMentionedReads(desired),
});

/**
 * The schema with every view reading what its query mentions: a query in raw SQL names its tables
 * and views where Drizzle does not see them. The text alone can say too much (an alias may be
 * called like a view), so a mention never makes views wait for each other in a circle, and what
 * stands right after `FROM` and `JOIN` counts first.
 */
export function withMentionedReads(schema: Schema): Schema {
  if (schema.views.length === 0) return schema;
  const relations = relationsByName(schema);
  const reads = new Map(schema.views.map((view) => [nameKey(view), [...view.dependsOn]]));
  const mentions = schema.views.flatMap((view) => mentionsIn(view, relations));
  for (const { view, relation } of mentions.sort((a, b) => Number(b.sure) - Number(a.sure))) {
    const known = reads.get(nameKey(view));
    if (known === undefined || known.some((one) => nameKey(one) === nameKey(relation))) continue;
    if (!reaches(reads, relation, nameKey(view))) known.push(relation);
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
  /** It stands where only a relation can stand. */
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
      .filter((one) => schema === undefined || schema === one.schema)
      .map((relation) => ({ view, relation, sure }));
  });
}

/**
 * Whether a query selects whatever columns there are: then it means others once a table has more.
 *
 * @example takesAllColumns("select t.*, count(*) from t") // true; a count alone takes none
 */
export function takesAllColumns(query: string): boolean {
  const code = codeOf(query).map(({ text }) => text.toLowerCase());
  return code.some((text, index) => {
    if (text !== "*") return false;
    const before = code[index - 1] ?? "";
    const after = code[index + 1] ?? "";
    // `distinct on (a) *` is no product.
    return before === ")"
      ? /^(?:from|,)$/.test(after)
      : /^(?:select|distinct|all|,|\.)$/.test(before);
  });
}

function reaches(
  reads: ReadonlyMap<string, readonly QualifiedName[]>,
  from: QualifiedName,
  target: string,
): boolean {
  const seen = new Set<string>();
  const open = [nameKey(from)];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === target) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...(reads.get(key) ?? []).map(nameKey));
  }
  return false;
}
