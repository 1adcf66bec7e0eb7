/** Lays a file out as the project's own prettier configuration says. */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { Options } from "prettier";

/**
 * The text as `prettier --write` would leave it. A configuration that prettier cannot use is not
 * followed: the file is then laid out in prettier's own style, and `note` is told why.
 *
 * @throws SyntaxError if the text is not TypeScript
 */
export async function formatSource(
  text: string,
  path: string,
  note: (message: string) => void,
): Promise<string> {
  const { format, resolveConfig } = await import("prettier");
  const plain: Options = { filepath: path, parser: "typescript" };
  try {
    const options = await resolveConfig(path, { editorconfig: true, useCache: false });
    return await format(text, { ...withPlugins(options ?? {}, path), filepath: path });
  } catch (error) {
    const laidOut = await format(text, plain);
    note(
      `The prettier configuration for ${dirname(path)} was not followed, and prettier's own style is used: ${reason(error)}`,
    );
    return laidOut;
  }
}

/** Plugins are named from the project, which need not be the working directory. */
function withPlugins(options: Options, path: string): Options {
  if (options.plugins === undefined) return options;
  const { resolve } = createRequire(path);
  const plugins = options.plugins.map((plugin) =>
    typeof plugin === "string" ? resolved(resolve, plugin) : plugin,
  );
  return { ...options, plugins };
}

function resolved(resolve: NodeJS.RequireResolve, plugin: string): string {
  try {
    return resolve(plugin);
  } catch {
    // Prettier looks for it in its own way, and says so if it cannot be found.
    return plugin;
  }
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n", 1)[0] ?? "";
}
