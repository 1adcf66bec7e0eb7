/** What the models refer to and do not look after must be there already. */
import type { Connection } from "../../database/connection.js";
import { ExitStatus, GenError } from "../../errors.js";
import type { DanglingReference } from "../../model/dangling.js";
import { displayName, nameKey, quoteLiteral, quoteName } from "../../schema/identifiers.js";
import type { QualifiedName, SchemaObject } from "../../schema/types.js";
import { listed } from "../listed.js";
import type { DescribedModels } from "./models.js";
import type { Planning } from "./planning.js";

/**
 * Looks, in one round trip, for what the models refer to, which must be there, and for what they
 * export outside of the configured schemas, of which a note tells what is not.
 */
export async function checkReferences({ input, found, notes }: Planning): Promise<void> {
  const { connection, models, config } = input;
  const limit = config.schemas;
  const known = new Set([...found.schema.tables, ...found.schema.enums].map(nameKey));
  const open = models.references.filter((one) => !known.has(nameKey(one.name)));
  const outside = limit === undefined ? [] : (models.leftOut ?? []).flatMap(outsideOf(limit));
  const missing = await missingOf(connection, [...open, ...outside]);
  const reference = open.find((one) => missing.has(one));
  if (reference !== undefined) throw unknownReference(reference, models);
  const absent = outside.filter((one) => missing.has(one)).map(({ name }) => displayName(name));
  if (absent.length > 0)
    notes.push(
      `The models have ${listed(absent)}, which the database does not have and this migration does not create: \`schemas\` in the configuration allows ${listed(limit ?? [])} only.`,
    );
}

interface Sought {
  readonly kind: SchemaObject["kind"];
  readonly name: QualifiedName;
}

function outsideOf(limit: readonly string[]): (object: SchemaObject) => readonly Sought[] {
  return ({ kind, schema, name }) =>
    schema === undefined || limit.includes(schema) ? [] : [{ kind, name: { schema, name } }];
}

async function missingOf(
  connection: Connection,
  sought: readonly Sought[],
): Promise<ReadonlySet<Sought>> {
  if (sought.length === 0) return new Set();
  const questions = sought.map(({ kind, name }) => {
    const look = kind === "enum" ? "to_regtype" : "to_regclass";
    return `${look}(${quoteLiteral(quoteName(name))}) is not null`;
  });
  const [row] = await connection.query<{ known: readonly boolean[] }>(
    `select array[${questions.join(", ")}] as known`,
  );
  return new Set(sought.filter((_, index) => row?.known[index] !== true));
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
          "the configuration leaves out",
          `Create ${target} first, or let \`schemas\`, \`tables\` and \`include\` in the configuration take it in.`,
        ]
      : [
          "no model file exports",
          `Export ${target} from a file that the configuration's "schema" names, or create it first.`,
        ];
  return new GenError(
    "unknown_reference",
    `${usedBy} uses ${target}, which ${reason} and the database does not have.`,
    { hint: remedy, status: ExitStatus.usage },
  );
}
