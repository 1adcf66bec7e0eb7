/** Bundles the command line and the library into `dist`, or the folder given; packages stay outside. */
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { build } from "esbuild";

const dist = process.argv[2] ?? "dist";

const { outputFiles } = await build({
  entryPoints: ["src/bin.ts", "src/index.ts"].filter((file) => existsSync(file)),
  outdir: dist,
  bundle: true,
  // What a command does not need is not read: `gen --version` loads a fraction of the whole.
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
  // Written below, so that a build that fails leaves the last one as it is.
  write: false,
}).catch(() => process.exit(1));

rmSync(dist, { recursive: true, force: true });
for (const { path, contents } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}
chmodSync(`${dist}/bin.js`, 0o755);
