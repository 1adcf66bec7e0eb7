/** Files that cannot even be loaded, because of what the project's own template brings in. */
import { GenError } from "../../errors.js";
import { isBuildFailure } from "../../loader/load-error.js";
import type { Proof } from "./types.js";

/**
 * What the failure to load a migration shows: a file that is no TypeScript, or that imports what is
 * not there, is wrong. What throws as it is loaded may lack something that it has elsewhere, such as
 * an environment variable.
 *
 * @throws the error itself if it is another
 */
export function unloadable(error: unknown): Proof {
  if (!(error instanceof GenError) || error.code !== "migration_load") throw error;
  const none = { proven: false, where: null, durationMs: 0, notes: [] };
  return isBuildFailure(error.cause)
    ? {
        ...none,
        differences: [
          {
            direction: "upgrade",
            message: `cannot be loaded: ${error.message.replace(/\.$/, "")}`,
          },
        ],
      }
    : {
        ...none,
        differences: [],
        reason: `the file cannot be loaded: ${error.message.replace(/\.$/, "")}`,
      };
}
