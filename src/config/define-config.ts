import type { Config } from "./types.js";

/**
 * Gives the configuration its type, so that the editor completes and checks it.
 *
 * @example
 * export default defineConfig({ schema: "./schema/*.ts" });
 */
export function defineConfig(config: Config): Config {
  return config;
}
