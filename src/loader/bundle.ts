import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Loader, Metafile, Plugin } from "esbuild";
import { GenError } from "../errors.js";
import { ancestors } from "./paths.js";
import { resolvePackages } from "./resolve-packages.js";
import type { GeneratedModule } from "./source-positions.js";

/** One JavaScript module made of many. */
export interface Bundle extends GeneratedModule {
  /** For each bundled file, the bundled files that its imports resolve to, by specifier. */
  readonly imports: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** External imports, in the order in which Node runs them. */
  readonly externals: readonly string[];
}

/**
 * Bundles modules into one that exports the namespace of the n-th as `m<n>`, in one run of
 * esbuild. Packages stay outside ({@link resolvePackages}); `import.meta.url`, `__dirname` and
 * their siblings are those of each file.
 *
 * @param texts The contents of files that are not written yet, by path.
 */
export async function bundle(
  files: readonly string[],
  directory: string,
  texts: ReadonlyMap<string, string> = new Map(),
): Promise<Bundle> {
  const entry = files
    .map((file, i) => `export * as m${i} from ${JSON.stringify(file)};`)
    .join("\n");
  const first = await run(entry, directory, provideSources(texts));
  // Rare, and costly to look for in every file: only then a second run handles these files.
  if (!placeWords.test(first.code)) return first;
  const sources = new Map(
    [...first.imports.keys()].map((file) => [file, texts.get(file) ?? readFileSync(file, "utf8")]),
  );
  for (const [file, text] of sources) if (!placeWords.test(text)) sources.delete(file);
  if (sources.size === 0) return first;
  return run(entry, directory, provideSources(new Map([...texts, ...sources])));
}

async function run(entry: string, directory: string, sources: Plugin): Promise<Bundle> {
  const { build } = await import("esbuild");
  const conditions = [...(await exportConditions(directory))];
  const result = await collectingLittle(() =>
    build({
      absWorkingDir: directory,
      outdir: directory,
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "node",
      target: "node20",
      // Node's own rules: by default esbuild prefers the "module" condition.
      conditions,
      mainFields: ["main"],
      sourcemap: "external",
      sourcesContent: false,
      legalComments: "none",
      logLevel: "silent",
      loader: { ".sql": "text" },
      stdin: { contents: entry, resolveDir: directory, sourcefile: "modules.js", loader: "js" },
      plugins: [resolvePackages(), sources],
    }),
  );
  const text = (suffix: string): string => {
    const file = result.outputFiles.find(({ path }) => path.endsWith(suffix));
    if (file === undefined) throw new GenError("model_load", `esbuild produced no ${suffix} file.`);
    return file.text;
  };
  const code = text(".js");
  return {
    code: `${requireShim(code, directory)}${code}`,
    sourceMap: text(".map"),
    directory,
    imports: importsOf(result.metafile, directory),
    externals: Object.values(result.metafile.outputs).flatMap(({ imports }) =>
      imports.flatMap(({ kind, path }) => (kind === "import-statement" ? [path] : [])),
    ),
  };
}

/**
 * Makes esbuild's process, which the first call starts, collect garbage only above 256 MiB: otherwise
 * that takes half of the time of a bundle of a thousand tables.
 *
 * https://pkg.go.dev/runtime#hdr-Environment_Variables
 */
function collectingLittle<T>(start: () => T): T {
  const { GOGC, GOMEMLIMIT } = process.env;
  if (GOGC !== undefined || GOMEMLIMIT !== undefined) return start();
  process.env["GOGC"] = "off";
  process.env["GOMEMLIMIT"] = "256MiB";
  try {
    return start();
  } finally {
    delete process.env["GOGC"];
    delete process.env["GOMEMLIMIT"];
  }
}

/** Defines `require`, which bundled CommonJS needs and an ES module lacks. On line 1. */
function requireShim(code: string, directory: string): string {
  if (!code.includes("__require")) return "";
  const base = JSON.stringify(pathToFileURL(join(directory, "package.json")).href);
  return `import{createRequire as __createRequire}from"node:module";const require=__createRequire(${base});`;
}

function importsOf({ inputs }: Metafile, directory: string): Bundle["imports"] {
  const files = Object.entries(inputs).filter(
    ([input]) => input !== "modules.js" && !/^[a-z-]{2,}:/.test(input),
  );
  return new Map(
    files.map(([input, { imports }]) => {
      const inside = imports.flatMap(({ path, original, external }): [string, string][] =>
        external === true || original === undefined ? [] : [[original, join(directory, path)]],
      );
      return [join(directory, input), new Map(inside)];
    }),
  );
}

const placeWords = /\bimport\.meta\b|\b__dirname\b|\b__filename\b/;

/**
 * Provides unwritten files; each has its own `import.meta.url` and so on.
 */
function provideSources(texts: ReadonlyMap<string, string>): Plugin {
  return {
    name: "provide-sources",
    setup(build) {
      if (texts.size === 0) return;
      const filter = anyOf([...texts.keys()]);
      build.onResolve({ filter }, ({ path }) => ({ path }));
      build.onLoad({ filter }, async ({ path }) => {
        const resolveDir = existingDirectory(path);
        const text = texts.get(path) ?? "";
        if (!placeWords.test(text)) return { contents: text, loader: loaderOf(path), resolveDir };
        const { code } = await build.esbuild.transform(text, {
          define: placesOf(path),
          loader: loaderOf(path),
          sourcefile: path,
          sourcemap: "inline",
          sourcesContent: false,
          target: "node20",
        });
        return { contents: code, loader: "js", resolveDir };
      });
    },
  };
}

function anyOf(files: readonly string[]): RegExp {
  const escaped = files.map((file) => file.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^(?:${escaped.join("|")})$`);
}

/** Where to resolve imports from: the file's folder may not exist yet either. */
function existingDirectory(file: string): string {
  return ancestors(dirname(file)).find((directory) => existsSync(directory)) ?? dirname(file);
}

/** A file's `import.meta.url` and so on, for esbuild's `define`. */
function placesOf(file: string): Record<string, string> {
  const directory = JSON.stringify(join(file, ".."));
  return {
    "import.meta.url": JSON.stringify(pathToFileURL(file).href),
    "import.meta.filename": JSON.stringify(file),
    "import.meta.dirname": directory,
    __filename: JSON.stringify(file),
    __dirname: directory,
  };
}

/** esbuild's loader for a file that holds code. */
function loaderOf(file: string): Loader {
  const [, language, x] = /\.[cm]?([jt])s(x?)$/.exec(file) ?? [];
  if (language === "t") return x === "x" ? "tsx" : "ts";
  return "jsx";
}

/**
 * The conditions of packages' exports besides Node's own: those that Node was started with, and
 * `customConditions` of the nearest `tsconfig.json`.
 *
 * https://nodejs.org/api/packages.html#resolving-user-conditions
 */
async function exportConditions(directory: string): Promise<readonly string[]> {
  const options = [...process.execArgv, process.env["NODE_OPTIONS"] ?? ""].join(" ");
  return [...new Set([...conditionsIn(options), ...(await customConditions(directory))])];
}

/** @example conditionsIn("--no-warnings -C source --conditions=react-server") // ["source", "react-server"] */
function conditionsIn(options: string): readonly string[] {
  const given = options.matchAll(/(?:^|\s)"?(?:--conditions|-C)(?:=|\s+)(?:"([^"]+)"|([^\s"]+))/g);
  return [...given].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

/** None if `tsconfig.json` cannot be read: esbuild reports that if it matters. */
async function customConditions(directory: string): Promise<readonly string[]> {
  const { getTsconfig } = await import("get-tsconfig");
  try {
    return getTsconfig(directory)?.config.compilerOptions?.customConditions ?? [];
  } catch {
    return [];
  }
}
