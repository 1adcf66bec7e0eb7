/** What the models refer to and do not look after must be there already. */
import { type GenError, usageError } from "../../errors.js";
import { introspect } from "../../introspect/introspect.js";
import type { DanglingReference } from "../../model/load.js";
import type { LinkedPolicy } from "../../model/policies.js";
import {
  displayName,
  nameKey,
  quoteLiteral,
  quoteName,
  sameName,
} from "../../schema/identifiers.js";
import type { SchemaObject } from "../../schema/object-ref.js";
import { listed } from "../listed.js";
import { withRelations } from "./compare-sides.js";
import type { DescribedModels } from "./models.js";
import type { Planning } from "./planning.js";

/** One round trip asks for them, and for what the models export outside of `schemas`. */
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
    objects.some((one) => one.schema === name.schema && one.name === name.name);
  const [reason, remedy] = isNamed(models.existing)
    ? ["is marked as existing", `Create ${target} first, or remove the mark.`]
    : isNamed(models.leftOut)
      ? [
          "the configuration excludes",
          `Create ${target} first, or let \`schemas\`, \`tables\` and \`include\` in the configuration include it.`,
        ]
      : [
          "no model file exports",
          `Export ${target} from a file that the configuration's "schema" names, or create it first.`,
        ];
  const message = `${usedBy} uses ${target}, which ${reason} and the database does not have.`;
  return usageError("unknown_reference", message, remedy);
}

/** One round trip. A policy that a migration creates is ours also after it has left the models. */
export async function addLinkedTables(planning: Planning): Promise<void> {
  const { connection, models } = planning.input;
  const policies = models.linkedPolicies;
  if (policies.length === 0) return;
  const only = [...new Map(policies.map(({ table }) => [nameKey(table), table])).values()];
  const { versionTable } = planning.scope;
  const scope = { schemas: [...new Set(only.map(({ schema }) => schema))], only, versionTable };
  const { schema } = await introspect(connection, scope);
  const actual = only.map((name) => {
    const table = schema.tables.find((one) => sameName(one, name));
    if (table === undefined) throw unknownTable(policies.find((one) => sameName(one.table, name)));
    return table;
  });
  const created = planning.created().policies;
  const desired = actual.map((table) => {
    const own = policies.filter((one) => sameName(one.table, table)).map(({ policy }) => policy);
    const managed = new Set([...created, ...own.map(({ name }) => name)]);
    const others = table.policies.filter(({ name }) => !managed.has(name));
    return { ...table, policies: [...others, ...own] };
  });
  planning.linked = actual;
  planning.before = withRelations(planning.before, { tables: actual });
  planning.desired = withRelations(planning.desired, { tables: desired });
}

function unknownTable(linked: LinkedPolicy | undefined): GenError {
  const { file = "A model", policy, table = { schema: "", name: "" } } = linked ?? {};
  const message = `${file}: policy "${policy?.name}" is linked to ${displayName(table)}, which no model file exports and the database does not have.`;
  return usageError("unknown_reference", message, "Export the table, or create it first.");
}
