/** Which uses of an enum, a sequence or a schema remain after the plan. */
import { expressionsOf } from "../schema/expressions.js";
import { mentions, printName, sameName } from "../schema/identifiers.js";
import type { Dependency } from "../schema/object-ref.js";
import { codeOf, namesIn } from "../schema/sql-scanner.js";
import type { QualifiedName, Schema, Table } from "../schema/types.js";

/** Whether the plan keeps a use of an enum or sequence, so that PostgreSQL refuses to drop it. */
export function isStillUsed(
  { dependent, on }: Dependency,
  actual: Schema,
  desired: Schema,
): boolean {
  const { kind, schema = "", table, name } = dependent;
  const speaks = (text: string | undefined): boolean => text !== undefined && names(text, on);
  if (kind === "view") {
    const known = find(actual.views, { schema, name });
    return known === undefined || speaks(find(desired.views, known)?.definition);
  }
  if (table === undefined) return true;
  const owner = { schema, name: table };
  // An index, rule or trigger of a view stays as long as the view is not recreated.
  if (find(actual.views, owner) !== undefined) return find(desired.views, owner) !== undefined;
  const before = find(actual.tables, owner);
  if (before === undefined) return true;
  const after = find(desired.tables, owner);
  if (after === undefined) return before.special !== undefined;
  // Models do not describe these, so no plan drops them while their table stays.
  const isKept = kind === "trigger" || kind === "rule" || kind === "statistics";
  return isKept || textsOf(after, kind, name).some(speaks);
}

/** Whether the plan removes an object from a schema. */
export function isLeaving({ dependent }: Dependency, actual: Schema, desired: Schema): boolean {
  const { kind, schema = "", name } = dependent;
  const list = lists.get(kind);
  if (list === undefined) return false;
  const there = find<QualifiedName & Pick<Table, "special">>(actual[list], { schema, name });
  if (there === undefined || there.special !== undefined) return false;
  return find<QualifiedName>(desired[list], there) === undefined;
}

const lists: ReadonlyMap<string, "tables" | "views" | "sequences" | "enums"> = new Map([
  ["table", "tables"],
  ["view", "views"],
  ["sequence", "sequences"],
  ["enum", "enums"],
]);

function find<T extends QualifiedName>(list: readonly T[], name: QualifiedName): T | undefined {
  return list.find((item) => sameName(item, name));
}

/** Which expressions of a model's table part can mention a type or a sequence. */
function textsOf(
  table: Table,
  kind: Dependency["dependent"]["kind"],
  name: string,
): readonly string[] {
  const owner = kind === "check" ? "constraint" : kind;
  const sequence = table.columns.find((column) => column.name === name)?.serial?.sequence;
  return [
    ...expressionsOf({ tables: [table] })
      .filter(({ of }) => of.kind === owner && of.name === name)
      .map(({ place, sql }) => (place.kind === "type" ? `null::${sql}` : sql)),
    ...(kind === "column" && sequence ? [`nextval('${printName(sequence)}')`] : []),
  ];
}

/** A type is mentioned in a cast, a sequence in a literal. Elsewhere the name is a column's. */
function names(text: string, { kind, name }: Dependency["on"]): boolean {
  if (kind !== "sequence")
    return namesIn(text).some(
      ({ parts, before }) => /^(?:::|as)$/i.test(before?.text ?? "") && parts.includes(name),
    );
  return codeOf(text).some(
    (token) => token.kind === "string" && mentions(token.text.replaceAll("''", "'"), name),
  );
}
