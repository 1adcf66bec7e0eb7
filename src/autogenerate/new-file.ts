/** The file of a new revision: where it goes, what it is called, and what is run on it. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { createInterface } from "node:readline";
import type { PostWriteHook, ResolvedConfig } from "../config/types.js";
import { ExitStatus, GenError } from "../errors.js";
import { fileName, slugify } from "../render/file-name.js";
import type { NewRevision } from "../revisions/index.js";

export interface NewFileInput {
  readonly config: ResolvedConfig;
  readonly header: NewRevision;
  readonly message: string;
  readonly date: Date;
  /** One of the configured migration folders. By default the parent's, or else the first. */
  readonly versionPath?: string | undefined;
  /** A file that is there already is no error. */
  readonly mayExist?: boolean | undefined;
  /** Paths of files that are written together with it; a number sets it apart from them. */
  readonly besides?: ReadonlySet<string>;
}

export interface NewFile {
  /** Absolute. */
  readonly path: string;
  /** The migrations folder that it is in, however deep. */
  readonly directory: string;
}

/** @throws GenError `version_path`, `file_template`, `file_exists` */
export function newFile(input: NewFileInput): NewFile {
  const { config, header, message, date } = input;
  const { directory, below } = folderFor(input);
  const name = fileName({
    template: config.fileTemplate,
    revision: header.revision,
    slug: slugify(message, config.truncateSlugLength),
    date,
    timezone: config.timezone,
  });
  const path = apart(join(below, name), input.besides);
  if (input.mayExist !== true && existsSync(path)) throw fileExists(path, config);
  return { path, directory };
}

/** The path, or `…_2.ts` and so on. */
function apart(path: string, besides: ReadonlySet<string> = new Set()): string {
  const stem = path.replace(/\.ts$/, "");
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? path : `${stem}_${number}.ts`;
    if (!besides.has(candidate)) return candidate;
  }
}

/** Never overwrites. */
export async function writeNewFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { flag: "wx" });
}

function folderFor(input: NewFileInput): { readonly directory: string; readonly below: string } {
  const { config, header, versionPath } = input;
  const [first] = config.migrations;
  if (first === undefined) throw new RangeError("no migrations folder");
  if (versionPath === undefined) {
    const parent = header.parents[0]?.path;
    const directory =
      config.migrations.find((one) => parent !== undefined && isInside(parent, one)) ?? first;
    return { directory, below: directory };
  }
  const below = resolve(config.directory, versionPath);
  const directory = config.migrations.find(
    (one) => one === below || (config.recursiveVersionLocations && isInside(below, one)),
  );
  if (directory !== undefined) return { directory, below };
  throw new GenError("version_path", `${versionPath} is not one of the migration folders.`, {
    hint: `The configuration has: ${config.migrations.map((one) => relative(config.directory, one)).join(", ")}.`,
    status: ExitStatus.usage,
  });
}

function isInside(path: string, directory: string): boolean {
  return path.startsWith(directory + sep);
}

function fileExists(path: string, config: ResolvedConfig): GenError {
  return new GenError(
    "file_exists",
    `There is a file ${relative(config.directory, path)} already; it was left as it is.`,
    {
      hint: "Give another message or another --rev-id, or put {{rev}} into `fileTemplate`.",
      status: ExitStatus.usage,
    },
  );
}

/** What stands for the file's path in a command. */
const fileToken = "REVISION_SCRIPT_FILENAME";

interface HookInput {
  readonly config: Pick<ResolvedConfig, "directory" | "postWriteHooks">;
  /** Absolute. */
  readonly path: string;
  readonly signal?: AbortSignal | undefined;
  /** Told each line that a hook prints. */
  readonly onOutput?: ((line: string) => void) | undefined;
}

/**
 * Runs the hooks one after the other.
 *
 * @returns what is wrong with the first that fails, after which none is run; the file stays
 */
export async function runPostWriteHooks(input: HookInput): Promise<GenError | undefined> {
  for (const hook of input.config.postWriteHooks) {
    const problem = await runHook(hook, input);
    if (problem !== undefined) return hookFailed(hook, problem);
  }
  return undefined;
}

/** @returns how it ended, if not well */
async function runHook(hook: PostWriteHook, input: HookInput): Promise<string | undefined> {
  const { config, path, signal, onOutput = () => undefined } = input;
  const { command, args, shell } = commandLine(hook.command, path);
  const child = spawn(command, args, {
    cwd: resolve(config.directory, hook.cwd ?? "."),
    shell,
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal && { signal }),
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", onOutput);
  }
  return new Promise((settle) => {
    child.once("error", (error) => settle(`could not be run: ${error.message}`));
    child.once("close", (status, killedBy) =>
      settle(status === 0 ? undefined : `ended with ${killedBy ?? `status ${status}`}`),
    );
  });
}

function commandLine(command: PostWriteHook["command"], path: string) {
  const shell = typeof command === "string";
  if (shell) return { command: withFile(command, quoted(path)), args: [], shell };
  const [program = "", ...args] = command.map((part) => part.replaceAll(fileToken, () => path));
  const isNamed = command.some((part) => part.includes(fileToken));
  return { command: program, args: isNamed ? args : [...args, path], shell };
}

function withFile(line: string, file: string): string {
  return line.includes(fileToken) ? line.replaceAll(fileToken, () => file) : `${line} ${file}`;
}

function quoted(path: string): string {
  return process.platform === "win32" ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
}

function hookFailed(hook: PostWriteHook, problem: string): GenError {
  const command = typeof hook.command === "string" ? hook.command : hook.command.join(" ");
  const name = hook.name ?? command;
  return new GenError("post_write_hook", `The hook \`${name}\` ${problem}. The file is written.`, {
    hint: `Look at the file, and run \`${command}\` on it by hand, or mend \`postWriteHooks\` in the configuration.`,
  });
}
