/** From models and a live database to the operations between them. */
import { compare } from "../compare/compare.js";
import { likelyRenames } from "../compare/likely-renames.js";
import { applyRenames, renameDependencies, type Rename } from "../compare/renames.js";
import type { ResolvedConfig } from "../config/types.js";
import type { Connection } from "../database/connection.js";
import { ExitStatus, GenError } from "../errors.js";
import { introspect } from "../introspect/introspect.js";
import { settle } from "../introspect/oracle/settle.js";
import type { Introspection } from "../introspect/types.js";
import type { Operation } from "../operations/types.js";
import { displayName, nameKey, quoteLiteral, quoteName } from "../schema/identifiers.js";
import type { Dependent, QualifiedName, Schema, Table } from "../schema/types.js";
import type { DanglingReference } from "../model/dangling.js";
import { linkedTables } from "./linked-policies.js";
import type { DescribedModels } from "./models.js";
import type { Seen } from "./proof/types.js";
import { scopeOf, selectModels, withoutForeignObjects } from "./scope.js";

export interface PlanInput {
  readonly connection: Connection;
  readonly config: Pick<ResolvedConfig, "schemas" | "tables" | "include" | "versionTable">;
  readonly models: DescribedModels;
  /** Paths of all migration files, which tell the schemas that this project has made. */
  readonly migrationFiles?: readonly string[];
  /** Renames that the caller is certain of. */
  readonly renames?: readonly Rename[];
  /** Asked about each likely rename; without it none is taken for one. */
  readonly confirmRename?: (rename: Rename) => Promise<boolean>;
  readonly insideTransaction?: boolean;
}

export interface Plan {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** Sentences about what was found and left alone. */
  readonly notes: readonly string[];
  /** Pairs that look like a rename that nobody confirmed. */
  readonly unconfirmedRenames: readonly Rename[];
  /** What was compared, for a proof of the plan. */
  readonly seen: Seen;
}

/**
 * Compares the models with the database and plans the way from the one to the other and back.
 * Changes nothing. A constant number of round trips, whatever the number of tables.
 *
 * @throws GenError `unknown_reference` for a foreign key to a table that is neither in the models
 *   nor in the database, and what {@link applyRenames} and the connection throw.
 */
export async function plan(input: PlanInput): Promise<Plan> {
  const { connection, config } = input;
  const scope = scopeOf(config, input.models.schema, input.migrationFiles ?? []);
  const options = { insideTransaction: input.insideTransaction ?? false };
  const found = await introspect(connection, scope, options);
  await refuseUnknownReferences(connection, found.schema, input.models.references);
  const linked = await linkedTables(connection, input, scope, options);
  const desired = withTables(selectModels(input.models.schema, scope), linked.desired);
  const before = withTables(withoutForeignObjects(found.schema, input.models), linked.actual);

  const { renames, unconfirmed } = await decideRenames(before, desired, input);
  const renamed = applyRenames(before, renames);
  const settled = await settle(connection, renamed.schema, desired, {
    ...options,
    searchPath: found.searchPath,
    renamedColumns: renames.flatMap((rename) =>
      rename.kind === "column" ? [inNewTerms(rename, renames)] : [],
    ),
    renamedObjects: renamedObjects(before, renames),
  });
  const result = compare(settled.actual, settled.desired, {
    first: renamed.operations,
    dependencies: renameDependencies(found.dependencies, renames),
  });
  return {
    upgrade: result.upgrade,
    downgrade: result.downgrade,
    notes: [
      ...notesOf(found),
      ...unaskedNote(settled.unasked),
      ...result.obstacles.map(obstacleNote),
    ],
    unconfirmedRenames: unconfirmed,
    seen: {
      scope: {
        ...scope,
        schemas: [...new Set([...scope.schemas, ...linked.actual.map((one) => one.schema)])],
      },
      searchPath: found.searchPath,
      everything: found.schema,
      before,
      desired,
      dependencies: found.dependencies,
    },
  };
}

function withTables(schema: Schema, tables: readonly Table[]): Schema {
  return { ...schema, tables: [...schema.tables, ...tables] };
}

async function decideRenames(
  actual: Schema,
  desired: Schema,
  { renames = [], confirmRename }: PlanInput,
): Promise<{ readonly renames: readonly Rename[]; readonly unconfirmed: readonly Rename[] }> {
  const decided = [...renames];
  const unconfirmed: Rename[] = [];
  // A table's rename reveals its columns', so tables are asked about first.
  for (const kinds of [["table", "enum"], ["column"]] as const) {
    const { schema } = applyRenames(actual, decided);
    for (const rename of likelyRenames(schema, desired)) {
      if (!kinds.some((kind) => kind === rename.kind)) continue;
      if (await confirmRename?.(rename)) decided.push(rename);
      else unconfirmed.push(rename);
    }
  }
  return { renames: decided, unconfirmed };
}

/** Types and sequences under other names: what an expression may name. */
function renamedObjects(
  schema: Schema,
  renames: readonly Rename[],
): readonly { readonly from: QualifiedName; readonly to: QualifiedName }[] {
  return renames.flatMap((rename) => {
    if (rename.kind === "enum" || rename.kind === "sequence") return [rename];
    if (rename.kind !== "schema") return [];
    const { from, to } = rename;
    return [...schema.enums, ...schema.sequences]
      .filter((one) => one.schema === from)
      .map(({ name }) => ({ from: { schema: from, name }, to: { schema: to, name } }));
  });
}

function inNewTerms(
  rename: Extract<Rename, { kind: "column" }>,
  all: readonly Rename[],
): { readonly table: QualifiedName; readonly from: string; readonly to: string } {
  const moved = all.find(
    (one) => one.kind === "table" && nameKey(one.from) === nameKey(rename.table),
  );
  const table = moved?.kind === "table" ? moved.to : rename.table;
  return { table, from: rename.from, to: rename.to };
}

async function refuseUnknownReferences(
  connection: Connection,
  actual: Schema,
  references: readonly DanglingReference[],
): Promise<void> {
  const known = new Set([...actual.tables, ...actual.enums].map(nameKey));
  const open = references.filter((one) => !known.has(nameKey(one.name)));
  if (open.length === 0) return;
  const questions = open.map(({ kind, name }) => {
    const look = kind === "table" ? "to_regclass" : "to_regtype";
    return `${look}(${quoteLiteral(quoteName(name))}) is not null`;
  });
  const [row] = await connection.query<{ known: readonly boolean[] }>(
    `select array[${questions.join(", ")}] as known`,
  );
  const missing = open.find((_, index) => row?.known[index] !== true);
  if (missing === undefined) return;
  const { kind, name, usedBy } = missing;
  const target = `the ${kind} ${displayName(name)}`;
  throw new GenError(
    "unknown_reference",
    `${usedBy} uses ${target}, which no model file exports and the database does not have.`,
    {
      hint: `Export ${target} from a file that the configuration's "schema" names, or create it first.`,
      status: ExitStatus.usage,
    },
  );
}

function notesOf(found: Introspection): readonly string[] {
  return found.notes.map((note) => note.message);
}

function unaskedNote(unasked: number): readonly string[] {
  return unasked === 0
    ? []
    : [
        `${unasked} expressions were compared as text only, because this role may not create temporary tables in this database: equal ones may be shown as different.`,
      ];
}

function obstacleNote({ kind, schema, table, name }: Dependent): string {
  const object = [schema, table, name].filter((part) => part !== undefined).join(".");
  return `The ${kind} ${object} uses a column that this migration changes, and PostgreSQL will refuse that: drop it before and create it again afterwards with op.execute.`;
}
