import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { glob } from "tinyglobby";
import { ExitStatus, GenError } from "../errors.js";

/**
 * The files that the configuration's `schema` names: paths as they are, a directory's own files,
 * and what globs match; `!` takes away. Absolute, each once, sorted within its pattern.
 *
 * @throws GenError `model_files` for a pattern that names nothing
 */
export async function moduleFiles(
  patterns: readonly string[],
  directory: string,
): Promise<readonly string[]> {
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!"));
  const unwanted = patterns.filter((pattern) => pattern.startsWith("!"));
  const ignore = [
    "**/node_modules/**",
    ...unwanted.map((pattern) => relativeGlob(pattern.slice(1))),
  ];
  const lists = await Promise.all(
    wanted.map((pattern) => filesOf(pattern, directory, ignore, unwanted.length > 0)),
  );
  return [...new Set(lists.flat())];
}

async function filesOf(
  pattern: string,
  directory: string,
  ignore: readonly string[],
  someUnwanted: boolean,
): Promise<readonly string[]> {
  const path = resolve(directory, pattern);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() === true) return [path];
  const files =
    stat?.isDirectory() === true && !someUnwanted
      ? readdirSync(path, { withFileTypes: true })
          .filter((entry) => !entry.isDirectory())
          .map(({ name }) => join(path, name))
      : await glob(relativeGlob(stat?.isDirectory() === true ? `${pattern}/*` : pattern), {
          cwd: directory,
          absolute: true,
          onlyFiles: true,
          expandDirectories: false,
          ignore,
        });
  const modules = files
    .filter(isModule)
    .map((file) => resolve(file))
    .sort();
  if (modules.length > 0) return modules;
  throw new GenError("model_files", `No model file matches ${JSON.stringify(pattern)}.`, {
    hint: `The configuration's \`schema\` is relative to ${directory}; it names TypeScript or JavaScript files, a directory of them, or a glob.`,
    status: ExitStatus.usage,
  });
}

/** Globs are written with slashes; "./" would keep an exclusion from matching. */
function relativeGlob(pattern: string): string {
  return pattern.replace(/^\.\//, "").replace(/\/+/g, "/");
}

function isModule(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file) && !/\.d\.[cm]?ts$/.test(file);
}
