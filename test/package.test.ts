import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const run = promisify(execFile);
const repository = join(import.meta.dirname, "..");
const manifest: Manifest = readManifest(repository);

interface Manifest {
  readonly version: string;
  readonly files: readonly string[];
}

function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
}

function installedVersion(name: string): string {
  return readManifest(join(repository, "node_modules", name)).version;
}

/** npm, as a user's shell would start it: without what the npm that runs us put into the environment. */
async function npm(directory: string, ...args: string[]): Promise<string> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(lifecycle|package|command)/.test(name)),
  );
  const output = await run("npm", args, { cwd: directory, env, shell: onWindows }).catch(
    (error: Error & { readonly stdout: string }) => {
      throw new Error(`${error.message}\n${error.stdout}`, { cause: error });
    },
  );
  return output.stdout;
}

const onWindows = process.platform === "win32";

/** Packs a copy, because packing builds anew, and others may be using what is built. */
async function pack(directory: string): Promise<string> {
  mkdirSync(directory);
  for (const entry of [
    "src",
    ".build",
    "docs",
    "templates",
    "package.json",
    "tsconfig.json",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
  ]) {
    const source = join(repository, entry);
    if (existsSync(source)) cpSync(source, join(directory, entry), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"), "junction");
  await npm(directory, "pack", "--loglevel=error");
  const tarball = readdirSync(directory).find((file) => file.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack left no tarball.");
  return join(directory, tarball);
}

/** What the text links to within the package. */
function linksOf(text: string): readonly string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(document: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const file = path === "" ? document : join(document, "..", path);
  if (!existsSync(file)) return false;
  if (anchor === undefined) return true;
  const headings = [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)];
  return headings.some(([, heading = ""]) => anchorOf(heading) === anchor);
}

/** As GitHub and npm make it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}

const timeout = 300_000;

describe("the packed package, installed in an empty project", () => {
  let root: string;
  let project: string;
  let installed: string;

  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "gen-package-")));
    const tarball = await pack(join(root, "copy"));
    project = join(root, "project");
    installed = join(project, "node_modules", "drizzle-gen");
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), '{ "name": "fleet", "type": "module" }\n');
    await npm(
      project,
      "install",
      "--prefer-offline",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      tarball,
      `drizzle-orm@${installedVersion("drizzle-orm")}`,
      `pg@${installedVersion("pg")}`,
    );
  }, timeout);

  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  test("holds what it promises and nothing else", () => {
    expect(readdirSync(installed).sort()).toEqual(
      ["LICENSE", "README.md", "package.json", ...manifest.files].sort(),
    );
    const all = readdirSync(join(installed, "dist"), { recursive: true, encoding: "utf8" });
    expect(all).toContain("bin.js");
    expect(all).toContain("index.js");
    expect(all).toContain("index.d.ts");
    expect(all.filter((file) => /\.(ts|map)$/.test(file) && !file.endsWith(".d.ts"))).toEqual([]);
  });

  test("every link in its documents leads to a file and a heading in the package", () => {
    const documents = ["README.md", "CHANGELOG.md"].concat(
      readdirSync(join(installed, "docs")).map((name) => `docs/${name}`),
    );
    const links = documents.flatMap((name) =>
      linksOf(readFileSync(join(installed, name), "utf8")).map((link) => ({ name, link })),
    );
    expect(links.map(({ link }) => link)).toContain("docs/guide.md");
    expect(links.filter(({ name, link }) => !leadsSomewhere(join(installed, name), link))).toEqual(
      [],
    );
  });

  test("is published right", async () => {
    const { messages } = await publint({ pkgDir: installed, pack: false, strict: true });
    const pkg: Record<string, unknown> = JSON.parse(
      readFileSync(join(installed, "package.json"), "utf8"),
    );
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test(
    "runs",
    async () => {
      const { stdout } = await run("npx", ["--no", "--", "gen", "--version"], {
        cwd: project,
        shell: onWindows,
      });
      expect(stdout.trim()).toBe(manifest.version);
    },
    timeout,
  );

  test("brings no embedded database along", () => {
    expect(existsSync(join(project, "node_modules", "@electric-sql"))).toBe(false);
  });

  test(
    "says what to install when the embedded database is asked for",
    async () => {
      const gen = join(installed, "dist", "bin.js");
      writeFileSync(join(project, "gen.config.json"), '{ "schema": "./schema.ts" }\n');
      const failure: unknown = await run(
        process.execPath,
        [gen, "current", "--database-url", "pglite:data"],
        { cwd: project },
      ).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("npm install @electric-sql/pglite"),
      });
      expect(existsSync(join(project, "data"))).toBe(false);
    },
    timeout,
  );

  test.each([
    ["without a configuration", {}, { DATABASE_URL: "postgres://localhost/x" }],
    ["without a database", {}, {}],
    [
      "with drizzle-kit's",
      {
        "drizzle.config.ts": `export default { dialect: "postgresql", schema: process.env["MODELS"] ?? "./s.ts",
          dbCredentials: { url: process.env.PG_URL! } };`,
      },
      {},
    ],
  ])(
    "a project's first configuration, %s, needs no types of Node's",
    async (what, files, env) => {
      const fresh = join(project, `first-${what.replaceAll(/\W/g, "-")}`);
      mkdirSync(fresh);
      for (const [name, text] of Object.entries(files)) writeFileSync(join(fresh, name), text);
      const { PATH = "", HOME = "" } = process.env;
      await run(process.execPath, [join(installed, "dist", "bin.js"), "init"], {
        cwd: fresh,
        env: { PATH, HOME, ...env },
      });
      const strict = {
        ...strictConfiguration.compilerOptions,
        noPropertyAccessFromIndexSignature: true,
      };
      writeFileSync(
        join(fresh, "tsconfig.json"),
        JSON.stringify({
          compilerOptions: { ...strict, skipLibCheck: true },
          files: ["gen.config.ts"],
        }),
      );
      const tsc = join(repository, "node_modules", "typescript", "bin", "tsc");
      const output = await run(process.execPath, [tsc, "-p", fresh], { cwd: fresh })
        .then(({ stdout }) => stdout)
        .catch((error: { readonly stdout: string }) => error.stdout);
      expect(output).toBe("");
    },
    timeout,
  );

  test(
    "has types that hold under strict",
    async () => {
      writeFileSync(join(project, "use.ts"), useOfTheTypes);
      writeFileSync(join(project, "tsconfig.json"), JSON.stringify(strictConfiguration));
      const tsc = join(repository, "node_modules", "typescript", "bin", "tsc");
      const output = await run(process.execPath, [tsc, "-p", project], { cwd: project })
        .then(({ stdout }) => stdout)
        .catch((error: { readonly stdout: string }) => error.stdout);
      // Drizzle's own declarations speak of drivers that are not installed.
      const ours = output.split("\n").filter((line) => /^(use\.ts|.*drizzle-gen)/.test(line));
      expect(ours).toEqual([]);
    },
    timeout,
  );
});

const strictConfiguration = {
  compilerOptions: {
    target: "ES2022",
    module: "NodeNext",
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: false,
    types: [],
  },
  files: ["use.ts"],
};

const useOfTheTypes = `import { varchar } from "drizzle-orm/pg-core";
import { defineConfig, type Op } from "drizzle-gen";

export const config = defineConfig({ schema: "./schema/*.ts", migrations: "./migrations" });

export async function upgrade(op: Op) {
  await op.addColumn("vehicles", varchar("manufacturer", { length: 50 }));
}

export async function downgrade(op: Op) {
  await op.dropColumn("vehicles", "manufacturer");
}

// @ts-expect-error: a name of an option that does not exist
defineConfig({ schema: "./schema/*.ts", migration: "./migrations" });
`;
