/** Schemas, in PostgreSQL's sense. */
import type { Schema } from "../../schema/types.js";
import { change, type Change, compareComments } from "../change.js";
import { match } from "../match.js";

/** What makes the namespaces of `actual` those of `desired`; `public` neither comes nor goes. */
export function compareNamespaces(actual: Schema, desired: Schema): readonly Change[] {
  const { both, added, removed } = match(
    actual.namespaces,
    desired.namespaces,
    (namespace) => namespace.name,
  );
  return [
    ...both.flatMap((pair) =>
      compareComments({ kind: "schema", name: pair.desired.name }, pair.actual, pair.desired),
    ),
    ...added
      .filter(({ name }) => name !== "public")
      .map((namespace) => change({ kind: "createSchema", namespace })),
    ...removed
      .filter(({ name }) => name !== "public")
      .map((previous) => change({ kind: "dropSchema", name: previous.name, previous })),
  ];
}
