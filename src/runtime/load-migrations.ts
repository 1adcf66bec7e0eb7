import { defined } from "../defined.js";
import { usageError } from "../errors.js";
import { displayPath } from "../loader/paths.js";
import { loadModules } from "../loader/load-modules.js";
import type { Step } from "../revisions/version-rows.js";
import type { Revision } from "../revisions/revision.js";
import type { Op } from "./op/create-op.js";

/** What running a step requires. Its revision need not be part of a graph. */
export interface RunnableStep extends Omit<Step, "revision"> {
  readonly revision: Pick<Revision, "revision" | "path">;
}

/** The two functions of a migration, as far as the file has them. */
export interface Migration {
  readonly upgrade?: Migrate;
  readonly downgrade?: Migrate;
}

export type Migrate = (op: Op) => unknown;

/** By revision. */
type Migrations = ReadonlyMap<string, Migration>;

export type LoadMigrations = (steps: readonly Step[]) => Promise<Migrations>;

/**
 * Loads the files of all steps at once, so that a broken file stops the run before anything
 * changes.
 *
 * @param texts the contents of files that are not written yet, by path
 */
export function migrationLoader(
  directory: string,
  texts: ReadonlyMap<string, string> = new Map(),
): (steps: readonly RunnableStep[]) => Promise<Migrations> {
  return async (steps) => {
    const files = steps.map((step) => step.revision.path);
    const modules = await loadModules(files, { directory, texts, errorCode: "migration_load" });
    return new Map(
      steps.map(({ revision: { revision } }, index) => {
        const { upgrade, downgrade } = modules[index]?.exports ?? {};
        const functions = {
          upgrade: isFunction(upgrade) ? upgrade : undefined,
          downgrade: isFunction(downgrade) ? downgrade : undefined,
        };
        return [revision, defined(functions)];
      }),
    );
  };
}

function isFunction(value: unknown): value is Migrate {
  return typeof value === "function";
}

export interface LoadOptions {
  readonly config: { readonly directory: string };
  /** Loads migrations. Default: from the files of the graph. */
  readonly loadMigrations?: LoadMigrations;
}

/** The steps with the functions that they call. */
export async function loadSteps(
  steps: readonly Step[],
  { config, loadMigrations = migrationLoader(config.directory) }: LoadOptions,
): Promise<readonly { readonly step: Step; readonly migrate: Migrate }[]> {
  const migrations = await loadMigrations(steps);
  return steps.map((step) => ({ step, migrate: functionOf(migrations, step) }));
}

/** The function for a step's direction. */
export function functionOf(migrations: Migrations, { direction, revision }: RunnableStep): Migrate {
  const migrate = migrations.get(revision.revision)?.[direction];
  if (migrate !== undefined) return migrate;
  throw usageError(
    "migration_load",
    `${displayPath(revision.path)} exports no function \`${direction}\`.`,
    direction === "upgrade"
      ? "Write `export async function upgrade(op: Op) { … }`."
      : 'Write `export async function downgrade(op: Op) { … }`; if it cannot be undone, make it fail: `await op.irreversible("…");`.',
  );
}
