/** Extensions that the configuration declares. */
import type { Extension, Schema } from "../../schema/types.js";
import { change, type Change } from "../change.js";
import { match } from "../match.js";

/** What makes the extensions of `actual` those of `desired`; nothing where nobody looks after them. */
export function compareExtensions(actual: Schema, desired: Schema): readonly Change[] {
  if (actual.extensions === undefined || desired.extensions === undefined) return [];
  const { both, added, removed } = match(
    actual.extensions,
    desired.extensions,
    (extension) => extension.name,
  );
  return [
    ...added.map((extension) => change({ kind: "createExtension", extension })),
    ...both.flatMap((pair) => compareSchemas(pair.actual, pair.desired)),
    ...removed.map((previous) => change({ kind: "dropExtension", name: previous.name, previous })),
  ];
}

function compareSchemas(
  { schema: before }: Extension,
  { name, schema }: Extension,
): readonly Change[] {
  if (schema === undefined || before === undefined || schema === before) return [];
  const schemas = { changes: { schema }, previous: { schema: before } };
  return [change({ kind: "alterExtension", name, ...schemas })];
}
