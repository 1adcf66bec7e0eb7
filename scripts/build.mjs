/** Bundles the command line and the library into `dist`, packages left outside. */
import { chmodSync, existsSync, rmSync } from "node:fs";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });

await build({
  entryPoints: ["src/bin.ts", "src/index.ts"].filter((file) => existsSync(file)),
  outdir: "dist",
  bundle: true,
  // What a command does not need is not read: `gen --version` loads a fraction of the whole.
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
});

chmodSync("dist/bin.js", 0o755);
