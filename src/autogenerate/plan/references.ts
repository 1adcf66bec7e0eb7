/** Objects that the models refer to but do not manage must exist. */
import { type GenError, usageError } from "../../errors.js";

import type { DanglingReference } from "../../model/load.js";
import {
  displayName,
  nameKey,
  quoteLiteral,
  quoteName,
  sameName,
} from "../../schema/identifiers.js";
import type { SchemaObject } from "../../schema/object-ref.js";
import { listed } from "../listed.js";
import { introspectOnly, withRelations } from "./compare-sides.js";
import type { DescribedModels } from "./models.js";
import type { Planning } from "./planning.js";

/** One round trip reads these, and what the models export outside of `schemas`. */
export async function checkReferences({ input, found, notes }: Planning): Promise<void> {
  const { connection, models, config } = input;
  const known = new Set([...found.schema.tables, ...found.schema.enums].map(nameKey));
  const open = models.references.filter(({ name }) => !known.has(nameKey(name)));
  const limit = config.schemas ?? [];
  const outside = (config.schemas && models.leftOut ? models.leftOut : []).flatMap(
    ({ kind, schema, name }) =>
      schema === undefined || limit.includes(schema) ? [] : [{ kind, name: { schema, name } }],
  );
  const sought = [...open, ...outside];
  if (sought.length === 0) return;
  const questions = sought.map(({ kind, name }) => {
    const look = kind === "enum" ? "to_regtype" : "to_regclass";
    return `${look}(${quoteLiteral(quoteName(name))}) is not null`;
  });
  const [row] = await connection.query<{ known: readonly boolean[] }>(
    `select array[${questions.join(", ")}] as known`,
  );
  const isMissing = (_: unknown, index: number): boolean => row?.known[index] !== true;
  const reference = open.find(isMissing);
  if (reference !== undefined) throw unknownReference(reference, models);
  const absent = outside.filter((_, index) => isMissing(_, open.length + index));
  if (absent.length > 0)
    notes.push(
      `The models have ${listed(absent.map(({ name }) => displayName(name)))}, which the database does not have and this migration does not create: \`schemas\` in the configuration allows ${listed(limit)} only.`,
    );
}

function unknownReference(
  { kind, name, usedBy }: DanglingReference,
  models: DescribedModels,
): GenError {
  const target = `the ${kind} ${displayName(name)}`;
  const isNamed = (objects: readonly SchemaObject[] = []): boolean =>
    objects.some((object) => object.schema === name.schema && object.name === name.name);
  const [reason, remedy] = isNamed(models.existing)
    ? ["is marked as existing", "remove the mark."]
    : isNamed(models.leftOut)
      ? [
          "the configuration excludes",
          "let `schemas`, `tables` and `include` in the configuration include it.",
        ]
      : ["no model file exports"];
  const hint =
    remedy === undefined
      ? `Export ${target} from a file that the configuration's "schema" names, or create it first.`
      : `Create ${target} first, or ${remedy}`;
  const message = `${usedBy} uses ${target}, which ${reason} and the database does not have.`;
  return usageError("unknown_reference", message, hint);
}

/** Unmanaged tables with policies of the models are on both sides, and differ only in policies. */
export async function addLinkedTables(planning: Planning): Promise<void> {
  const { linkedPolicies } = planning.input.models;
  if (linkedPolicies.length === 0) return;
  const linked = linkedPolicies.map(({ table }) => table);
  const { tables: actual } = (await introspectOnly(planning, linked)).schema;
  const there = new Set(actual.map(nameKey));
  const missing = linkedPolicies.find(({ table }) => !there.has(nameKey(table)));
  if (missing !== undefined) {
    const { file, policy, table } = missing;
    const message = `${file}: policy "${policy.name}" is linked to ${displayName(table)}, which no model file exports and the database does not have.`;
    throw usageError("unknown_reference", message, "Export the table, or create it first.");
  }
  const created = planning.created().policies;
  const desired = actual.map((table) => {
    const own = linkedPolicies.filter((link) => sameName(link.table, table));
    const policies = own.map(({ policy }) => policy);
    const managed = new Set([...created, ...policies.map(({ name }) => name)]);
    const others = table.policies.filter(({ name }) => !managed.has(name));
    return { ...table, policies: [...others, ...policies] };
  });
  planning.linked = actual;
  planning.before = withRelations(planning.before, { tables: actual });
  planning.desired = withRelations(planning.desired, { tables: desired });
}
