/** The changes from one state of a database to another. */
import type { ResolvedConfig } from "../../config/types.js";
import { cancelledBy } from "../../database/cancelled-by.js";
import type { Connection } from "../../database/connection.js";
import { parseDatabaseUrl } from "../../database/url.js";
import { defined } from "../../defined.js";
import { usageError } from "../../errors.js";
import type { IntrospectionScope } from "../../introspect/types.js";
import type { RevisionGraph } from "../../revisions/graph.js";
import { currentRows } from "../../runtime/version-table.js";
import type { SchemaObject } from "../../schema/object-ref.js";
import { emptySchema } from "../../schema/types.js";
import { createdBy, createdOnce } from "../created.js";
import { type DescribedModels, readModels } from "../plan/models.js";
import { plan } from "../plan/plan.js";
import { ownSchemas, scopeOf } from "../plan/scope.js";
import type { ProjectInput } from "../both-sides.js";
import { runOperations } from "../run-operations.js";
import { prepareScratch } from "../scratch/prerequisites.js";
import { withReplayed } from "../scratch/replay.js";
import { withScratchDatabase } from "../scratch/scratch-database.js";
import { compareDatabases, type Difference, userSchemas } from "./databases.js";

export type Side =
  | { readonly kind: "database"; readonly url: string }
  | { readonly kind: "models" }
  | { readonly kind: "revision"; readonly target: string | readonly string[] };

/** @throws GenError `diff_side` */
export function parseSide(text: string): Side {
  if (text === "models") return { kind: "models" };
  const target = /^revision:(.+)$/s.exec(text)?.[1];
  if (target !== undefined) return { kind: "revision", target };
  if (!text.includes(":"))
    throw usageError(
      "diff_side",
      `"${text}" is not one side of a difference.`,
      "Each side is a database URL, `models`, or `revision:ID`, such as `revision:head`.",
    );
  parseDatabaseUrl(text);
  return { kind: "database", url: text };
}

export interface DriftInput extends Omit<ProjectInput, "args"> {
  /** Opens a database, which is closed here. */
  readonly open: (url: string) => Promise<Connection>;
}

export interface DiffInput extends Omit<DriftInput, "graph"> {
  readonly from: Side;
  readonly to: Side;
  readonly graph: () => Promise<RevisionGraph>;
}

export async function findDrift(input: DriftInput): Promise<Difference> {
  const { config, graph, open } = input;
  const from: Side = { kind: "database", url: config.database };
  // Closed before it is opened again, because an embedded database allows only one session.
  const target = await withOpen(open, config.database, (connection) =>
    currentRows(connection, config.versionTable),
  );
  return diff({ ...input, graph: async () => graph, from, to: { kind: "revision", target } });
}

/** Models and revisions are built in a scratch database next to the other side. */
export async function diff(input: DiffInput): Promise<Difference> {
  const { from, to, config, graph } = input;
  const both = [from, to];
  const models = both.some(({ kind }) => kind === "models") ? await readModels(config) : undefined;
  const [server = config.database] = both.flatMap((side) =>
    side.kind === "database" ? [side.url] : [],
  );
  return withSide(from, { ...input, models, server }, async (actual) => {
    if (to.kind === "models" && models !== undefined) {
      const created = createdOnce((await graph()).revisions.map(({ path }) => path));
      return plan({ ...actual, models, created });
    }
    return withSide(to, { ...input, models, server }, async (desired) => {
      const scope = await scopeFor(input, [actual, desired], models);
      return compareDatabases(actual.connection, desired.connection, scope);
    });
  });
}

interface SideInput extends DiffInput {
  readonly models: DescribedModels | undefined;
  readonly server: string;
}

interface BuiltSide {
  readonly connection: Connection;
  readonly config: ResolvedConfig;
  readonly isBuilt: boolean;
}

async function withSide<T>(
  side: Side,
  { config, graph, open, signal, onNote, models, server: url }: SideInput,
  body: (side: BuiltSide) => Promise<T>,
): Promise<T> {
  const options = defined({ url, directory: config.directory, signal, onNote });
  switch (side.kind) {
    case "database":
      return withOpen(open, side.url, (connection) =>
        cancelledBy(signal, connection, () => body({ connection, config, isBuilt: false })),
      );
    case "revision": {
      const replay = { ...options, config, graph: await graph(), target: side.target };
      return withReplayed(replay, (replayed) => body({ ...replayed, isBuilt: true }));
    }
    case "models":
      return withScratchDatabase(options, async ({ connection }) => {
        const prerequisites = await prepareScratch(connection, config);
        if (models !== undefined) {
          const { upgrade } = await plan({ connection, config, models });
          await runOperations(connection, upgrade);
        }
        return body({ connection, config: prerequisites.leftOutOf(config), isBuilt: true });
      });
  }
}

async function withOpen<T>(
  open: DriftInput["open"],
  url: string,
  body: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await open(url);
  try {
    return await body(connection);
  } finally {
    await connection.close();
  }
}

/** All schemas if both sides are databases, else those of the project and the configuration. */
async function scopeFor(
  { config, graph }: DiffInput,
  sides: readonly BuiltSide[],
  models: DescribedModels | undefined,
): Promise<IntrospectionScope> {
  const isProject = sides.some(({ isBuilt }) => isBuilt);
  const files = isProject ? (await graph()).revisions.map(({ path }) => path) : [];
  const scope = scopeOf(
    config,
    models?.schema ?? emptySchema,
    ownSchemas(config, () => createdBy(files)),
  );
  const found = await Promise.all(
    sides
      .filter(({ isBuilt }) => isBuilt || !isProject)
      .map(({ connection }) => userSchemas(connection)),
  );
  // If the project is one side, its limits apply.
  if (isProject && config.schemas !== undefined) return scope;
  const { versionTable } = config;
  // The version table's schema exists only for the version table.
  const own = found.flat().filter((name) => !isProject || name !== versionTable.schema);
  const include = (object: SchemaObject): boolean =>
    sides.every((side) => side.config.include?.(object) ?? true);
  const schemas = [...scope.schemas, ...own.filter((name) => include({ kind: "schema", name }))];
  return { ...scope, schemas: [...new Set(schemas)], include };
}
