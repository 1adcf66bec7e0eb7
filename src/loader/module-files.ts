import { existsSync, readdirSync, statSync } from "node:fs";
import { isAbsolute, join, resolve, sep } from "node:path";
import { escapePath, glob } from "tinyglobby";
import { ExitStatus, GenError } from "../errors.js";

/**
 * The files that the configuration's `schema` names: paths, the files of directories, and matches of
 * globs; `!` excludes. Absolute, each once, sorted within its pattern.
 */
export async function moduleFiles(
  patterns: readonly string[],
  directory: string,
): Promise<readonly string[]> {
  const unwanted = patterns.filter((pattern) => pattern.startsWith("!"));
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!"));
  const ignore = unwanted.map((pattern) => literalWhereItExists(pattern.slice(1), directory));
  const lists = await Promise.all(wanted.map((pattern) => filesOf(pattern, directory, ignore)));
  return [...new Set(lists.flat())];
}

async function filesOf(
  pattern: string,
  directory: string,
  ignore: readonly string[],
): Promise<readonly string[]> {
  // A backslash in a glob escapes; if that finds nothing, it stood for a slash.
  const slashed = pattern.replaceAll("\\", "/");
  for (const spelling of new Set(sep === "\\" ? [slashed, pattern] : [pattern, slashed])) {
    const found = await modulesOf(spelling, directory, ignore);
    if (found.length > 0) return found;
  }
  throw new GenError("model_files", `No model file matches ${JSON.stringify(pattern)}.`, {
    hint:
      `The configuration's \`schema\` is relative to ${directory}; it names TypeScript or JavaScript files, a directory of them, or a glob.` +
      (/[()[\]{}]/.test(pattern)
        ? " In a glob, `\\\\` before a bracket takes it as it stands (`app/\\\\[id\\\\]/*.ts`)."
        : ""),
    status: ExitStatus.usage,
  });
}

async function modulesOf(
  pattern: string,
  directory: string,
  ignore: readonly string[],
): Promise<readonly string[]> {
  const path = resolve(directory, pattern);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() === true) return [path];
  const isDirectory = stat?.isDirectory() === true;
  const files =
    isDirectory && ignore.length === 0
      ? readdirSync(path, { withFileTypes: true })
          .filter((entry) => !entry.isDirectory())
          .map(({ name }) => join(path, name))
      : await glob(literalWhereItExists(isDirectory ? `${pattern}/*` : pattern, directory), {
          cwd: directory,
          absolute: true,
          onlyFiles: true,
          expandDirectories: false,
          ignore: ["**/node_modules/**", ...ignore],
        });
  return files
    .filter(isModule)
    .map((file) => resolve(file))
    .sort();
}

/**
 * Escapes the names of existing folders in a glob: `app/(db)/*.ts`, `app/[id]/**`. After the first `*`,
 * a name in brackets counts both as a name and as a pattern.
 *
 * A leading "./" would keep an exclusion from matching.
 */
function literalWhereItExists(pattern: string, directory: string): string {
  const segments = pattern.replace(/^\.\//, "").replace(/\/+/g, "/").split("/");
  let at = isAbsolute(pattern) ? "/" : directory;
  let isLiteral = true;
  return segments
    .map((segment) => {
      isLiteral &&= !segment.includes("*") && existsSync(join(at, segment));
      at = join(at, segment);
      if (isLiteral) return escapePath(segment);
      return /^[^*?{},\\]*[()[\]][^*?{},\\]*$/.test(segment) && !/[|+@!]/.test(segment)
        ? `{${escapePath(segment)},${segment}}`
        : segment;
    })
    .join("/");
}

function isModule(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file) && !/\.d\.[cm]?ts$/.test(file);
}
