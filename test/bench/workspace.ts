/** A project to measure in, with the commands that run there. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "./measure.js";

const repository = join(import.meta.dirname, "..", "..");

/** A directory with a configuration for both tools, where packages resolve as they do here. */
export class Workspace {
  readonly directory = mkdtempSync(join(tmpdir(), "gen-bench-"));
  readonly models = join(this.directory, "schema");
  readonly migrations = join(this.directory, "migrations");
  readonly kitOutput = join(this.directory, "drizzle");

  constructor() {
    for (const directory of [this.models, this.migrations]) mkdirSync(directory);
    symlinkSync(join(repository, "node_modules"), join(this.directory, "node_modules"), "junction");
    this.#write("package.json", { name: "bench", type: "module" });
    this.#write("gen.config.json", { schema: "./schema/*.ts", migrations: "./migrations" });
    writeFileSync(
      join(this.directory, "drizzle.config.ts"),
      `export default {
  dialect: "postgresql",
  schema: "./schema/*.ts",
  out: "./drizzle",
  dbCredentials: { url: process.env.DATABASE_URL ?? "" },
  tablesFilter: ["!gen_version"],
};
`,
    );
  }

  gen(name: string, databaseUrl: string, ...args: readonly string[]): Command {
    return this.#node(name, join(repository, "dist", "bin.js"), databaseUrl, args);
  }

  drizzleKit(name: string, databaseUrl: string, ...args: readonly string[]): Command {
    const bin = join(repository, "node_modules", "drizzle-kit", "bin.cjs");
    return this.#node(name, bin, databaseUrl, args);
  }

  node(name: string, ...args: readonly string[]): Command {
    return { name, program: process.execPath, arguments: args, cwd: this.directory };
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  #node(name: string, bin: string, databaseUrl: string, args: readonly string[]): Command {
    return { ...this.node(name, bin, ...args), env: { DATABASE_URL: databaseUrl } };
  }

  #write(name: string, content: unknown): void {
    writeFileSync(join(this.directory, name), `${JSON.stringify(content, undefined, 2)}\n`);
  }
}
