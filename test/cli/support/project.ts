/** A project of a user's, in a directory of its own, and `gen` run in it as they would. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout parsed as JSON. */
  json(): unknown;
}

export interface Project {
  readonly directory: string;
  write(path: string, text: string): void;
  read(path: string): string;
  exists(path: string): boolean;
  list(path: string): readonly string[];
  /** Runs `gen` in the project (or a folder of it) and waits for its end. */
  gen(...args: readonly string[]): Promise<Outcome>;
  genWith(options: GenOptions, ...args: readonly string[]): Promise<Outcome>;
  /** Starts `gen` without waiting. */
  start(...args: readonly string[]): {
    readonly child: ChildProcess;
    readonly done: Promise<Outcome>;
  };
}

export interface GenOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Relative to the project. */
  readonly cwd?: string;
}

const nodeModules = fileURLToPath(new URL("../../../node_modules", import.meta.url));

/**
 * Makes a project, removed when the test ends.
 *
 * @param bin the compiled program
 * @param files their texts by path
 */
export function createProject(
  bin: string,
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Project {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "gen-project-")));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  symlinkSync(nodeModules, join(directory, "node_modules"), "dir");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);

  const start = (options: GenOptions, args: readonly string[]) => {
    const { PATH = "", HOME = "" } = process.env;
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: join(directory, options.cwd ?? "."),
      env: { PATH, HOME, ...env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return { child, done: outcomeOf(child) };
  };
  return {
    directory,
    write,
    read: (path) => readFileSync(join(directory, path), "utf8"),
    exists: (path) => existsSync(join(directory, path)),
    list: (path) => readdirSync(join(directory, path)).sort(),
    gen: (...args) => start({}, args).done,
    genWith: (options, ...args) => start(options, args).done,
    start: (...args) => start({}, args),
  };
}

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      const stdout = Buffer.concat(out).toString();
      const stderr = Buffer.concat(err).toString();
      resolve({ status, stdout, stderr, json: () => parse(stdout) });
    });
  });
}

function parse(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return value;
}

/** A revision file with the given place in the graph and, if wanted, bodies. */
export function revisionFile(
  header: {
    readonly revision: string;
    readonly downRevision?: string | readonly string[] | null;
    readonly branchLabels?: string | null;
    readonly dependsOn?: string | null;
    readonly message?: string;
  },
  bodies: { readonly upgrade?: string; readonly downgrade?: string } = {},
): string {
  const { revision, downRevision = null, branchLabels = null, dependsOn = null, message } = header;
  const parents = [downRevision ?? []].flat().join(", ");
  return `/**
 * ${message ?? `Revision ${revision}`}
 *
 * Revision ID: ${revision}
 * Revises: ${parents}
 * Create Date: 2026-11-22T15:43:00.000Z
 */
import type { Op } from "drizzle-gen";

export const revision = ${JSON.stringify(revision)};
export const downRevision = ${JSON.stringify(downRevision)};
export const branchLabels = ${JSON.stringify(branchLabels)};
export const dependsOn = ${JSON.stringify(dependsOn)};

export async function upgrade(op: Op) {
  ${bodies.upgrade ?? ""}
}

export async function downgrade(op: Op) {
  ${bodies.downgrade ?? ""}
}
`;
}
