/** From models and a live database to the operations between them. */
import { compare, type Comparison } from "../compare/compare.js";
import type { Obstacle } from "../compare/dependents.js";
import { renameDependencies } from "../compare/renames/dependencies.js";
import type { Rename, Renamed } from "../compare/renames/renames.js";
import type { ResolvedConfig } from "../config/types.js";
import type { Connection } from "../database/connection.js";
import { introspect } from "../introspect/introspect.js";
import { sameViews } from "../introspect/oracle/renamed-views.js";
import type { Refusal } from "../introspect/oracle/refusal.js";
import { settle, type Settled } from "../introspect/oracle/settle.js";
import { selectionOf } from "../introspect/selection.js";
import type { Introspection, IntrospectionScope, Reading } from "../introspect/types.js";
import type { Operation } from "../operations/types.js";
import { displayName, nameKey } from "../schema/identifiers.js";
import type { Schema, Table } from "../schema/types.js";
import { type Bystanders, compareAmong, withBystanders } from "./bystanders.js";
import { comparedSides } from "./compared.js";
import { refuseLostModels, unexportedNotes } from "./discovery.js";
import { judged, type Judgement } from "./judgement.js";
import { withKeptObjects } from "./kept-objects.js";
import { linkedTables } from "./linked-policies.js";
import type { DescribedModels } from "./models.js";
import type { Seen } from "./proof/types.js";
import { decideRenames, type RenameChoice, renamedNames } from "./renames.js";
import { checkReferences } from "./references.js";
import { ownSchemas, scopeOf } from "./scope.js";
import { shadowedNameNotes } from "./shadowed-names.js";

export interface PlanInput extends RenameChoice {
  readonly connection: Connection;
  readonly config: Pick<
    ResolvedConfig,
    "schemas" | "tables" | "include" | "versionTable" | "journal"
  > &
    Judgement;
  readonly models: DescribedModels;
  /** Paths of all migration files, which tell the schemas that this project has made. */
  readonly migrationFiles?: readonly string[];
  readonly insideTransaction?: boolean;
  /** What has been read of the database already. */
  readonly reading?: Reading;
}

export interface Plan {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** What takes an operation of the upgrade back, where that is not its own inverse. */
  readonly undo: ReadonlyMap<Operation, readonly Operation[]>;
  /** Sentences about what was found and left alone. */
  readonly notes: readonly string[];
  /** What looks like a rename, where nobody was asked. */
  readonly unconfirmedRenames: readonly Rename[];
  /** What was compared, for a proof of the plan. */
  readonly seen: Seen;
}

/**
 * Compares the models with the database and plans the way from the one to the other and back.
 * Changes nothing. A constant number of round trips, whatever the number of tables.
 *
 * @throws GenError `unknown_reference` for a foreign key to a table that is neither in the models
 *   nor in the database; `no_tables` if no model has been found; and what {@link applyRenames} and the connection throw.
 */
export async function plan(input: PlanInput): Promise<Plan> {
  const { connection, config } = input;
  const own = input.reading?.schemas ?? ownSchemas(config, input.migrationFiles ?? []);
  const scope = withRenamed(scopeOf(config, input.models.schema, own), input.renames ?? []);
  const options = { insideTransaction: input.insideTransaction ?? false };
  const found = await introspect(connection, scope, { ...options, reading: input.reading });
  const absent = await checkReferences(connection, found.schema, input.models, config.schemas);
  const linked = await linkedTables(connection, input, scope, options);
  const withLinked = (side: Schema, tables: readonly Table[]): Schema =>
    withBystanders(side, { tables, views: [] });
  const compared = comparedSides(found.schema, input, scope);
  const wanted = withLinked(compared.desired, linked.desired);
  const before = withLinked(compared.actual, linked.actual);

  const { renamed, unconfirmed } = await decideRenames(before, wanted, {
    ...input,
    serverVersion: connection.serverVersion,
  });
  const kept = await withKeptObjects(connection, before, renamed, wanted, options);
  const { desired } = kept;
  const sides = await inOneSpelling(input, before, desired, renamed, found.searchPath);
  const dependencies = renameDependencies(found.dependencies, renamed.steps);
  const compareWith = (around: Bystanders): Comparison =>
    compare(withBystanders(sides.actual, around), withBystanders(sides.desired, around), {
      renamed,
      comments: config.comments ?? false,
      sameViews: sides.sameViews,
      dependencies: around.dependencies,
    });
  const { result, bystanders } = await compareAmong(connection, dependencies, compareWith, {
    ...options,
    versionTable: scope.versionTable,
    // Their texts would speak of what is renamed in old names.
    isOpen: renamed.steps.length === 0,
  });
  refuseLostModels(input.models, result.upgrade);
  const outside = [...linked.actual, ...bystanders.names];
  return {
    upgrade: result.upgrade,
    downgrade: result.downgrade,
    undo: result.undo,
    notes: [
      ...absent,
      ...compared.notes,
      ...(await shadowedNameNotes(connection, wanted, found.searchPath)),
      ...kept.notes,
      ...notesOf(found, before),
      ...unaskedNote(sides.settled),
      ...unexportedNotes(input.models, selectionOf(scope), result.upgrade),
      ...result.obstacles.map(obstacleNote),
    ],
    unconfirmedRenames: unconfirmed,
    seen: {
      scope: {
        ...scope,
        schemas: [...new Set([...scope.schemas, ...outside.map((one) => one.schema)])],
        always: outside,
      },
      searchPath: found.searchPath,
      everything: withBystanders(withLinked(found.schema, linked.actual), bystanders),
      before: withBystanders(before, bystanders),
      desired: withBystanders(desired, bystanders),
      dependencies: bystanders.names.length === 0 ? found.dependencies : bystanders.dependencies,
      inTheWay: [...(kept.inTheWay ?? []), ...result.obstacles.map(obstacleName)],
      judgement: config,
    },
  };
}

interface Sides {
  readonly actual: Schema;
  readonly desired: Schema;
  /** Of the views that something renamed concerns, those that mean what the models say. */
  readonly sameViews: ReadonlySet<string>;
  readonly settled: Settled;
}

/** Both sides under the new names, and with texts that are equal where they mean the same. */
async function inOneSpelling(
  { connection, config, insideTransaction = false }: PlanInput,
  before: Schema,
  desired: Schema,
  renamed: Renamed,
  searchPath: readonly string[],
): Promise<Sides> {
  const names = renamedNames(before, renamed);
  const options = { insideTransaction, searchPath };
  const settled = await settle(connection, withoutViews(renamed.schema, renamed), desired, {
    ...options,
    renamedColumns: names.columns,
    renamedObjects: names.objects,
    renamedTables: names.tables,
    renamedValues: names.values,
  });
  return {
    actual: withViews(settled.actual, renamed),
    desired: judged(settled, desired, config),
    sameViews: await sameViews(connection, before, renamed, desired, { ...options, ...names }),
    settled,
  };
}

/** What is renamed has to be looked at, although the models do not speak of it any more. */
function withRenamed(scope: IntrospectionScope, renames: readonly Rename[]): IntrospectionScope {
  const named = (kind: "schema" | "role"): readonly string[] =>
    renames.flatMap((rename) => (rename.kind === kind ? [rename.from] : []));
  return {
    ...scope,
    schemas: [...new Set([...scope.schemas, ...named("schema")])],
    roles: [...(scope.roles ?? []), ...named("role")],
  };
}

/** Views that something renamed concerns are judged apart: their texts speak in old names. */
function withoutViews(schema: Schema, { formerViews }: Renamed): Schema {
  if (formerViews.size === 0) return schema;
  return { ...schema, views: schema.views.filter((view) => !formerViews.has(nameKey(view))) };
}

function withViews(settled: Schema, renamed: Renamed): Schema {
  const others = new Map(settled.views.map((view) => [nameKey(view), view]));
  return {
    ...settled,
    views: renamed.schema.views.map((view) => others.get(nameKey(view)) ?? view),
  };
}

/** Of what is compared. */
function notesOf(found: Introspection, before: Schema): readonly string[] {
  const compared = new Set([...before.tables, ...before.views].map(nameKey));
  const leftAlone = [...found.schema.tables, ...found.schema.views]
    .filter((one) => !compared.has(nameKey(one)))
    .map(displayName);
  return found.notes
    .filter(
      ({ object }) => !leftAlone.some((name) => object === name || object.startsWith(`${name}.`)),
    )
    .map((note) => note.message);
}

function unaskedNote({ unasked, refusal }: Settled): readonly string[] {
  return unasked === 0 || refusal === undefined
    ? []
    : [
        `${unasked} expressions were compared as text only, because ${refusals[refusal]}: equal ones may be shown as different.`,
      ];
}

const refusals: Readonly<Record<Refusal, string>> = {
  privilege: "this role may not create temporary tables in this database",
  standby: "this server is a standby, which can only be read (use the primary)",
  readOnlyTransaction: "the open transaction can only read",
};

function obstacleName({ kind, schema, table, name }: Obstacle): string {
  return `${kind} ${[schema, table, name].filter((part) => part !== undefined).join(".")}`;
}

function obstacleNote(obstacle: Obstacle): string {
  const object = obstacleName(obstacle);
  return obstacle.isDoomed === true
    ? `The ${object} uses a table or column that this migration drops, and PostgreSQL will refuse that: drop or change it before with op.execute.`
    : `The ${object} uses a column or type that this migration changes, and PostgreSQL will refuse that: drop it before and create it again afterwards with op.execute.`;
}
