/** The file of a new revision: its folder and name, and the programs that run on it. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { createInterface } from "node:readline";
import type { PostWriteHook, ResolvedConfig } from "../config/types.js";
import { defined } from "../defined.js";
import { failedError, type GenError, usageError } from "../errors.js";
import { fileName, slugify } from "../render/file-name.js";
import type { NewRevision } from "../revisions/new-revision.js";

export interface NewFileInput {
  readonly config: ResolvedConfig;
  readonly header: NewRevision;
  readonly message: string;
  readonly date: Date;
  readonly versionPath?: string | undefined;
  /** An existing file is not an error. */
  readonly mayExist?: boolean | undefined;
  /** Paths of files that are written together with it. A number distinguishes their names. */
  readonly besides?: ReadonlySet<string>;
}

/** The absolute path of the file, and its migrations folder, perhaps several levels up. */
export function newFile(input: NewFileInput) {
  const { config, header, message, date, besides = new Set() } = input;
  const { directory, below } = folderFor(input);
  const name = fileName({
    template: config.fileTemplate,
    revision: header.revision,
    slug: slugify(message, config.truncateSlugLength),
    date,
    timezone: config.timezone,
  });
  const first = join(below, name);
  let path = first;
  for (let number = 2; besides.has(path); number += 1)
    path = `${first.replace(/\.ts$/, "")}_${number}.ts`;
  if (input.mayExist === true || !existsSync(path)) return { path, directory };
  const problem = `The file ${relative(config.directory, path)} already exists; it was not changed.`;
  const hint = "Use another message or another --rev-id, or add {{rev}} to `fileTemplate`.";
  throw usageError("file_exists", problem, hint);
}

function folderFor({ config, header, versionPath }: NewFileInput) {
  const [first] = config.migrations;
  if (first === undefined) throw new RangeError("no migrations folder");
  const isInside = (path: string, folder: string): boolean => path.startsWith(folder + sep);
  if (versionPath === undefined) {
    const parent = header.parents[0]?.path ?? "";
    const directory = config.migrations.find((folder) => isInside(parent, folder)) ?? first;
    return { directory, below: directory };
  }
  const below = resolve(config.directory, versionPath);
  const directory = config.migrations.find(
    (folder) => folder === below || (config.recursiveVersionLocations && isInside(below, folder)),
  );
  if (directory !== undefined) return { directory, below };
  const folders = config.migrations.map((folder) => relative(config.directory, folder));
  const message = `${versionPath} is not one of the migration folders.`;
  throw usageError("version_path", message, `The configuration has: ${folders.join(", ")}.`);
}

/** Runs the `postWriteHooks` until one fails, and returns its error. The file stays. */
export async function runPostWriteHooks(
  { directory, postWriteHooks }: ResolvedConfig,
  path: string,
  signal?: AbortSignal,
  onOutput: (line: string) => void = () => undefined,
): Promise<GenError | undefined> {
  for (const { name, cwd = ".", command: given } of postWriteHooks) {
    const { command, args, shell } = commandLine(given, path);
    const options = defined({ cwd: resolve(directory, cwd), shell, signal });
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", onOutput);
    const problem = await new Promise<string | undefined>((settle) => {
      child.once("error", (error) => settle(`could not be run: ${error.message}`));
      child.once("close", (status, killedBy) =>
        settle(status === 0 ? undefined : `ended with ${killedBy ?? `status ${status}`}`),
      );
    });
    if (problem === undefined) continue;
    const words = [given].flat().join(" ");
    const message = `The hook \`${name ?? words}\` ${problem}. The file was written.`;
    const hint = `Check the file, and run \`${words}\` on it by hand, or fix \`postWriteHooks\` in the configuration.`;
    return failedError("post_write_hook", message, hint);
  }
  return undefined;
}

/** The placeholder for the file's path in a command. Without it, the path is appended. */
const fileToken = "REVISION_SCRIPT_FILENAME";

function commandLine(command: PostWriteHook["command"], path: string) {
  const words = [command].flat();
  const isNamed = words.some((word) => word.includes(fileToken));
  const withPath = (file: string): readonly string[] =>
    isNamed ? words.map((word) => word.replaceAll(fileToken, () => file)) : [...words, file];
  if (typeof command === "string")
    return { command: withPath(quoted(path)).join(" "), args: [], shell: true };
  const [program = "", ...args] = withPath(path);
  return { command: program, args, shell: false };
}

function quoted(path: string): string {
  return process.platform === "win32" ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
}
