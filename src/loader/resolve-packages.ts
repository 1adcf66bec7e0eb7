import Module, { createRequire, isBuiltin } from "node:module";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { importModule } from "./evaluate.js";
import { rememberImporter } from "./importers.js";
import { attempt } from "../attempt.js";
import { OWN_NAME, ownEntry } from "./own-entry.js";

/**
 * Keeps packages out of a bundle: imports of them become absolute, as resolved from the importing
 * file, so that the bundle can lie anywhere and uses the project's own copies. What Node cannot import
 * is bundled: TypeScript (as workspace packages export it), JSON, and targets of aliases in
 * `tsconfig.json` or of `imports` in `package.json`.
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
 * Where each directory's Drizzle is. esbuild would list its thousands of files on each run, which takes
 * most of the time of a bundle; a replay or a test run bundles many times.
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
  // esbuild resolves it again, and reports the place of the import.
  if (errors.length > 0) return undefined;
  if (external || namespace !== "file") return { path, namespace, external };
  if (!path.split(sep).includes("node_modules")) return { path, namespace, sideEffects };
  const place = placeOf(path, args.kind);
  warmUp(args.path, place);
  return place;
}

/**
 * Starts loading Drizzle, which every model imports and which takes Node longer than esbuild needs for
 * the rest. Importing Drizzle has no side effects.
 */
function warmUp(name: string, { path, external }: OnResolveResult): void {
  if (!/^drizzle-orm(?:\/pg-core)?$/.test(name) || external !== true || path === undefined) return;
  if (path.startsWith("file:")) importModule(path).catch(() => undefined);
}

/** Node imports by URL and requires by path, with these extensions. */
function placeOf(path: string, kind: OnResolveArgs["kind"]): OnResolveResult {
  if (!/\.(?:js|mjs|cjs|node)$/.test(path) && /\.[^\\/]+$/.test(path)) return { path };
  const required = kind === "require-call" || kind === "require-resolve";
  return { path: required ? path : pathToFileURL(path).href, external: true };
}

/** Empty packages that only bundlers of applications use. Elsewhere they throw or are missing. */
const emptyModules: ReadonlySet<string> = new Set(["server-only", "client-only"]);

/** Keeps them from throwing if another package imports them. */
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
