import { readFileSync, readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, posix } from "node:path";
import { ts } from "ts-morph";
import { describe, expect, test } from "vitest";

interface Layer {
  /** The layers that it may import from, besides itself and the {@link ground}, which all may. */
  readonly layers: readonly string[];
  /** The npm packages that it may import. */
  readonly packages: readonly string[];
}

/** What every layer may import. */
const ground: readonly string[] = ["attempt", "defined", "errors"];

/** From the bottom up: a layer only ever names layers that stand before it. */
const layers: Readonly<Record<string, Layer>> = {
  attempt: { layers: [], packages: [] },
  defined: { layers: [], packages: [] },
  errors: { layers: [], packages: [] },
  typescript: { layers: [], packages: ["ts-morph"] },
  schema: { layers: [], packages: [] },
  operations: { layers: ["schema"], packages: [] },
  database: { layers: [], packages: ["pg", "@electric-sql/pglite"] },
  loader: { layers: [], packages: ["esbuild", "get-tsconfig", "tinyglobby"] },
  revisions: { layers: ["typescript"], packages: ["ts-morph"] },
  introspect: { layers: ["schema", "database"], packages: ["picomatch"] },
  model: { layers: ["typescript", "schema", "loader"], packages: ["drizzle-orm", "ts-morph"] },
  compare: { layers: ["schema", "operations"], packages: [] },
  render: { layers: ["typescript", "schema", "operations"], packages: ["ts-morph", "prettier"] },
  config: {
    layers: ["typescript", "schema", "operations", "loader"],
    packages: ["tinyglobby", "picomatch", "ts-morph"],
  },
  runtime: {
    layers: ["schema", "operations", "database", "loader", "revisions", "model"],
    packages: ["drizzle-orm"],
  },
  autogenerate: {
    layers: [
      "schema",
      "operations",
      "database",
      "loader",
      "revisions",
      "introspect",
      "model",
      "compare",
      "render",
      "config",
      "runtime",
    ],
    packages: [],
  },
};
const core = Object.keys(layers);
const tops: Readonly<Record<string, Layer>> = {
  library: { layers: core, packages: [] },
  index: { layers: [...core, "library"], packages: [] },
  cli: { layers: [...core, "library"], packages: ["commander"] },
  bin: { layers: ["cli"], packages: [] },
};
const architecture: Readonly<Record<string, Layer>> = { ...layers, ...tops };

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** Gone when the program runs. */
  readonly typeOnly: boolean;
  /** A file of ours, relative to `src`; absent for a package. */
  readonly file?: string;
}

const root = join(import.meta.dirname, "..", "src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /\.m?ts$/.test(file))
  .sort();

const sources = files.map((file) =>
  ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true),
);

/** Of every kind: `import`, `import type`, `import()`, `typeof import()`, `export from`. */
const imports: readonly Import[] = sources.flatMap((source) =>
  nodesOf(source).flatMap((node) => {
    const specifier = specifierOf(node);
    return specifier === undefined
      ? []
      : [resolveImport(source.fileName, specifier, isTypeOnly(node))];
  }),
);

function nodesOf(source: ts.SourceFile): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node) => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function specifierOf(node: ts.Node): string | undefined {
  const named =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
        ? node.argument.literal
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : undefined;
  return named !== undefined && ts.isStringLiteral(named) ? named.text : undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  return (
    ts.isImportTypeNode(node) ||
    (ts.isImportDeclaration(node) &&
      node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
    (ts.isExportDeclaration(node) && node.isTypeOnly)
  );
}

function resolveImport(from: string, specifier: string, typeOnly: boolean): Import {
  if (!specifier.startsWith(".")) return { from, specifier, typeOnly };
  const file = posix.join(posix.dirname(from), specifier).replace(/\.(m?)js$/, ".$1ts");
  return { from, specifier, typeOnly, file };
}

/** The first folder of a path below `src`, or the file's own name without its ending. */
function layerOf(file: string): string {
  return (file.split("/")[0] ?? file).replace(/\.m?ts$/, "");
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

describe("the architecture", () => {
  test("has a place for every file", () => {
    expect(files.filter((file) => !(layerOf(file) in architecture))).toEqual([]);
  });

  test("has layers that stand one upon the other", () => {
    const climbing = Object.entries(layers).flatMap(([name, layer], index) =>
      layer.layers.filter((other) => !core.slice(0, index).includes(other)).map((o) => [name, o]),
    );
    expect(climbing).toEqual([]);
  });

  test("lets no import climb the layers", () => {
    const climbing = imports.filter(({ from, file }) => {
      if (file === undefined) return false;
      const [own, other] = [layerOf(from), layerOf(file)];
      if (own === other || ground.includes(other)) return false;
      return architecture[own]?.layers.includes(other) !== true;
    });
    expect(climbing.map(({ from, file }) => `${from} imports ${file}`)).toEqual([]);
  });

  test("lets only some layers know a package", () => {
    const foreign = imports.filter(
      ({ from, specifier, file }) =>
        file === undefined &&
        !isBuiltin(specifier) &&
        architecture[layerOf(from)]?.packages.includes(packageOf(specifier)) !== true,
    );
    expect(foreign.map(({ from, specifier }) => `${from} imports ${specifier}`)).toEqual([]);
  });

  test("keeps the pure layers from files, processes and the network", () => {
    const pure = new Set([...ground, "schema", "operations", "compare"]);
    const impure = imports.filter(
      ({ from, specifier }) => pure.has(layerOf(from)) && isBuiltin(specifier),
    );
    expect(impure.map(({ from, specifier }) => `${from} imports ${specifier}`)).toEqual([]);
  });

  test("has no import of a file that is not there", () => {
    const missing = imports.filter(({ file }) => file !== undefined && !files.includes(file));
    expect(missing.map(({ from, specifier }) => `${from} imports ${specifier}`)).toEqual([]);
  });

  test("has no cycle between files that load each other", () => {
    expect(cycles()).toEqual([]);
  });

  test("has no function of more than 60 lines", () => {
    const long = sources.flatMap((source) => {
      const line = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
      return nodesOf(source).flatMap((node) => {
        if (!ts.isFunctionLike(node) || line(node.end) - line(node.getStart()) < 60) return [];
        return [`${source.fileName}:${line(node.getStart())}`];
      });
    });
    expect(long).toEqual([]);
  });

  test("has no folder with more than 25 files side by side", () => {
    const folders = files.map((file) => posix.dirname(file));
    const crowded = [...new Set(folders)].filter(
      (folder) => folders.filter((other) => other === folder).length > 25,
    );
    expect(crowded).toEqual([]);
  });
});

/** Each cycle once, as the path that closes it. */
function cycles(): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    const start = path.indexOf(file);
    if (start !== -1) {
      found.push([...path.slice(start), file].join(" → "));
      return;
    }
    if (done.has(file)) return;
    for (const { from, file: next, typeOnly } of imports) {
      if (from === file && next !== undefined && !typeOnly) visit(next, [...path, file]);
    }
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}
