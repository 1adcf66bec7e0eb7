import type { ResolvedConfig } from "../config/types.js";
import type { Schema } from "../schema/types.js";

/**
 * Loads the project's models and describes them. What costs time is imported only here, because
 * most commands need no models.
 *
 * @throws GenError for a model that cannot be loaded or makes no sense, with file, table and column.
 */
export async function readModels(
  config: Pick<ResolvedConfig, "directory" | "schema" | "casing">,
): Promise<Schema> {
  const { describeModels, loadModels } = await import("../model/index.js");
  const models = await loadModels(config);
  return describeModels(models, { ...(config.casing && { casing: config.casing }) });
}
