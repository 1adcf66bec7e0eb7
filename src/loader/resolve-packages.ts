import Module, { createRequire, isBuiltin } from "node:module";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { importModule } from "./evaluate.js";
import { rememberImporter } from "./importers.js";
import { attempt } from "../attempt.js";
import { OWN_NAME, ownEntry } from "./own-entry.js";

/**
 * Keeps packages out of a bundle, each under the absolute place to which the file that imports
 * it resolves it: so the bundle can lie anywhere and uses the project's own copies. What Node
 * could not import is bundled after all: sources in TypeScript (workspace packages export them),
 * JSON, and whatever an alias of `tsconfig.json` or `imports` of `package.json` leads to.
 */
export function resolvePackages(): Plugin {
  return {
    name: "resolve-packages",
    setup(build) {
      build.onLoad({ filter: /^/, namespace: emptyNamespace }, () => ({ contents: "" }));
      const resolved = new Map<string, Answer>();
      build.onResolve({ filter: /^[^./]/ }, (args) => {
        if (args.pluginData === alreadyAsked || /^[A-Za-z]:[\\/]/.test(args.path)) return undefined;
        const key = `${args.kind}\0${args.resolveDir}\0${args.path}`;
        const answer = placesOfDrizzle.get(key) ?? resolved.get(key) ?? resolvePackage(build, args);
        resolved.set(key, answer);
        return answer.then((place) => {
          if (place?.path !== undefined) rememberImporter(args.importer, args.path, place.path);
          const isDrizzle = /^drizzle-orm(?:\/|$)/.test(args.path);
          if (isDrizzle && place?.external === true) placesOfDrizzle.set(key, answer);
          return place;
        });
      });
    },
  };
}

type Answer = Promise<OnResolveResult | undefined>;

/**
 * Where each directory's Drizzle is. Its folders hold thousands of files, which esbuild lists
 * whenever it is asked: most of the time that a bundle takes. A program that loads models more
 * than once (a replay, a test run) asks once.
 */
const placesOfDrizzle = new Map<string, Answer>();

const emptyNamespace = "empty";
const alreadyAsked = Symbol("already asked");

async function resolvePackage(build: PluginBuild, args: OnResolveArgs): Answer {
  if (isBuiltin(args.path)) return { path: args.path, external: true };
  if (/^(?:file|data|https?):/.test(args.path)) return { path: args.path, external: true };
  if (emptyModules.has(args.path)) return { path: args.path, namespace: emptyNamespace };
  if (args.path === OWN_NAME) return placeOf(ownEntry(), args.kind);
  const { path, errors, namespace, external, sideEffects } = await build.resolve(args.path, {
    kind: args.kind,
    importer: args.importer,
    resolveDir: args.resolveDir,
    pluginData: alreadyAsked,
  });
  // esbuild asks again, by itself, and then reports with the place of the import.
  if (errors.length > 0) return undefined;
  if (external || namespace !== "file") return { path, namespace, external };
  if (!path.split(sep).includes("node_modules")) return { path, namespace, sideEffects };
  const place = placeOf(path, args.kind);
  warmUp(args.path, place);
  return place;
}

/**
 * Every model imports Drizzle, which takes Node longer to read than esbuild needs for the rest:
 * it is begun meanwhile. Drizzle does nothing on import, so that no order is disturbed.
 */
function warmUp(name: string, { path, external }: OnResolveResult): void {
  if (!/^drizzle-orm(?:\/pg-core)?$/.test(name) || external !== true || path === undefined) return;
  if (path.startsWith("file:")) importModule(path).catch(() => undefined);
}

/** Node imports by URL and requires by path; the extensions it knows are these. */
function placeOf(path: string, kind: OnResolveArgs["kind"]): OnResolveResult {
  if (!/\.(?:js|mjs|cjs|node)$/.test(path) && /\.[^\\/]+$/.test(path)) return { path };
  const required = kind === "require-call" || kind === "require-resolve";
  return { path: required ? path : pathToFileURL(path).href, external: true };
}

/**
 * Packages that hold nothing: bundlers of applications look at who imports them. Outside of such a
 * bundler they throw, or are not even installed.
 */
const emptyModules: ReadonlySet<string> = new Set(["server-only", "client-only"]);

/** Keeps the project's copies of them from throwing where another package imports them. */
export function emptyInPackages(directory: string): void {
  const require = createRequire(join(directory, "package.json"));
  for (const name of emptyModules) {
    const file = attempt(() => require.resolve(name));
    if (file === undefined || require.cache[file] !== undefined) continue;
    const module = new Module(file);
    module.filename = file;
    module.loaded = true;
    require.cache[file] = module;
  }
}
