/** Which triggers and the like one database can have from another. */
import { partner } from "../../compare/kinds/extras.js";
import type { OtherObject } from "../../introspect/definitions/objects.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Extra, Schema, Table, View } from "../../schema/types.js";

/** Triggers of functions that are not there, and memberships of publications, stay as they are. */
export function withPossibleExtras(
  there: Schema,
  wanted: Schema,
  others: readonly OtherObject[],
): Schema {
  const functions = new Set(
    others.flatMap(({ kind, name }) => (kind === "function" ? [withoutArguments(name)] : [])),
  );
  const present = new Map([...there.tables, ...there.views].map((one) => [nameKey(one), one]));
  const possible = <T extends Table | View>(relation: T): T => {
    const own = present.get(nameKey(relation))?.extras ?? [];
    const { extras = [] } = relation;
    const kept = extras.filter((extra) => isPossible(extra, functions));
    const fixed = own.filter((extra) => {
      if (extra.kind === "publication") return true;
      const after = partner(extra, relation);
      return after !== undefined && !kept.includes(after);
    });
    return { ...relation, extras: [...kept, ...fixed] };
  };
  return { ...wanted, tables: wanted.tables.map(possible), views: wanted.views.map(possible) };
}

/** As `pg_get_triggerdef` prints it at the end. */
const triggerFunction = / EXECUTE FUNCTION ((?:"(?:[^"]|"")*"|[^("])+)\(/s;

/** An extension's functions are not told; where it lacks, a note says so. */
function isPossible({ kind, create }: Extra, functions: ReadonlySet<string>): boolean {
  if (kind === "publication") return false;
  const called = triggerFunction.exec(create[0] ?? "")?.[1];
  // PostgreSQL's own have no schema.
  return kind !== "trigger" || !called?.includes(".") || functions.has(called);
}

function withoutArguments(name: string): string {
  return name.slice(0, name.indexOf("("));
}
