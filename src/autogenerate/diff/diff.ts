/** What changes one state of a database into another. */
import type { ResolvedConfig } from "../../config/types.js";
import type { Connection } from "../../database/connection.js";
import type { IntrospectionScope } from "../../introspect/types.js";
import type { RevisionGraph } from "../../revisions/index.js";
import { emptySchema } from "../../schema/empty-schema.js";
import type { SchemaObject } from "../../schema/types.js";
import { type DescribedModels, readModels } from "../plan/models.js";
import { plan } from "../plan/plan.js";
import { withReplayed } from "../scratch/replay.js";
import { runOperations } from "../run-operations.js";
import { ownSchemas, scopeOf } from "../plan/scope.js";
import { prepareScratch } from "../scratch/prerequisites.js";
import { withScratchDatabase } from "../scratch/scratch-database.js";
import { compareDatabases, type Difference, userSchemas } from "./databases.js";
import type { Side } from "./side.js";

export interface DiffInput {
  readonly from: Side;
  readonly to: Side;
  readonly config: ResolvedConfig;
  readonly graph: () => Promise<RevisionGraph>;
  /** Opens a database; it is closed here. */
  readonly open: (url: string) => Promise<Connection>;
  readonly signal?: AbortSignal;
  readonly onNote?: (message: string) => void;
}

/**
 * Compares two states. Models and revisions are built in a scratch database beside the other side
 * where they have to be a database. Neither database is changed.
 *
 * @throws GenError what opening, loading, replaying and comparing throw
 *
 * @example
 * const { upgrade } = await diff({ from: parseSide(url), to: parseSide("models"), config, graph, open });
 */
export async function diff(input: DiffInput): Promise<Difference> {
  const { from, to } = input;
  const both = [from, to];
  const models = both.some(({ kind }) => kind === "models")
    ? await readModels(input.config)
    : undefined;
  const url = both.flatMap((side) => (side.kind === "database" ? [side.url] : []))[0];
  const builder = new Builder(input, models, url ?? input.config.database);
  return builder.with(from, async (actual) => {
    if (to.kind === "models" && models !== undefined)
      return withModels({ ...input, config: actual.config }, actual.connection, models);
    return builder.with(to, async (desired) =>
      compareDatabases(
        actual.connection,
        desired.connection,
        await scopeFor(input, [actual, desired], models),
      ),
    );
  });
}

async function withModels(
  { config, graph }: DiffInput,
  connection: Connection,
  models: DescribedModels,
): Promise<Difference> {
  const migrationFiles = (await graph()).revisions.map(({ path }) => path);
  return plan({ connection, config, models, migrationFiles });
}

/** A side as a database. */
interface BuiltSide {
  readonly connection: Connection;
  /** For its comparison with the other side. */
  readonly config: ResolvedConfig;
  readonly isBuilt: boolean;
}

class Builder {
  constructor(
    private readonly input: DiffInput,
    private readonly models: DescribedModels | undefined,
    /** Beside which scratch databases are made. */
    private readonly url: string,
  ) {}

  /** Runs `body` on a side, and closes and removes what had to be opened and made for it. */
  async with<T>(side: Side, body: (side: BuiltSide) => Promise<T>): Promise<T> {
    const { config, graph, open, signal } = this.input;
    switch (side.kind) {
      case "database": {
        const connection = await open(side.url);
        const cancel = (): void => void connection.cancel();
        signal?.addEventListener("abort", cancel);
        try {
          return await body({ connection, config, isBuilt: false });
        } finally {
          signal?.removeEventListener("abort", cancel);
          await connection.close();
        }
      }
      case "revision":
        return withReplayed(
          { ...this.scratchOptions, config, graph: await graph(), target: side.target },
          (replayed) => body({ ...replayed, isBuilt: true }),
        );
      case "models":
        return withScratchDatabase(this.scratchOptions, async ({ connection }) => {
          const prerequisites = await prepareScratch(connection, config);
          if (this.models !== undefined) await build(connection, this.models, this.input);
          return body({ connection, config: prerequisites.leftOutOf(config), isBuilt: true });
        });
    }
  }

  private get scratchOptions() {
    const { config, signal, onNote } = this.input;
    return {
      url: this.url,
      directory: config.directory,
      ...(signal && { signal }),
      ...(onNote && { onNote }),
    };
  }
}

async function build(
  connection: Connection,
  models: DescribedModels,
  { config }: DiffInput,
): Promise<void> {
  await runOperations(connection, (await plan({ connection, config, models })).upgrade);
}

/**
 * Between two databases every schema counts; where models or migrations are one side, those that
 * are theirs and the configured ones.
 */
async function scopeFor(
  { config, graph }: DiffInput,
  sides: readonly BuiltSide[],
  models: DescribedModels | undefined,
): Promise<IntrospectionScope> {
  const isProject = sides.some(({ isBuilt }) => isBuilt);
  const files = isProject ? (await graph()).revisions.map(({ path }) => path) : [];
  const scope = scopeOf(config, models?.schema ?? emptySchema, ownSchemas(config, files));
  const found = await Promise.all(
    sides
      .filter(({ isBuilt }) => isBuilt || !isProject)
      .map(({ connection }) => userSchemas(connection)),
  );
  // Where the project is one side, what it is limited to counts.
  if (isProject && config.schemas !== undefined) return scope;
  const { versionTable } = config;
  // The version table's schema had to be made for the table's sake.
  const own = found.flat().filter((name) => !isProject || name !== versionTable.schema);
  const include = (object: SchemaObject): boolean =>
    sides.every((side) => side.config.include?.(object) ?? true);
  const schemas = [...scope.schemas, ...own.filter((name) => include({ kind: "schema", name }))];
  return { ...scope, schemas: [...new Set(schemas)], include };
}
