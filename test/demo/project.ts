/** A temporary copy of the example application, in which the demo runs what a user would run. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "../../src/database/connection.js";
import { openConnection } from "../../src/database/open.js";
import { additions, commandLine, statement, table } from "./show.js";

const repository = join(import.meta.dirname, "..", "..");

export class DemoProject {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), "gen-demo-")));
  #running: ChildProcess | undefined;

  /** @param bin the built program */
  constructor(private readonly bin: string) {
    for (const part of ["gen.config.ts", "schema", "migrations"]) {
      cpSync(join(repository, part), join(this.directory, part), { recursive: true });
    }
    symlinkSync(join(repository, "node_modules"), join(this.directory, "node_modules"), "junction");
    writeFileSync(join(this.directory, "package.json"), '{ "name": "fleet", "type": "module" }\n');
  }

  /**
   * Shows a command line and runs it, its output going where ours goes.
   *
   * @throws Error if it does not end with status 0
   */
  async gen(...args: readonly string[]): Promise<void> {
    commandLine(["npx", "gen", ...args]);
    const status = await this.#run(args);
    if (status !== 0) throw new Error(`gen ${args.join(" ")} ended with status ${status}.`);
  }

  migrations(): readonly string[] {
    return readdirSync(join(this.directory, "migrations")).sort();
  }

  read(file: string): string {
    return readFileSync(join(this.directory, file), "utf8");
  }

  /** Puts lines behind the only line that ends with `anchor`, indented as it is, and shows them. */
  insertAfter(file: string, anchor: string, added: readonly string[]): void {
    const text = this.read(file).split("\n");
    const at = text.findIndex((line) => line.endsWith(anchor));
    if (at === -1) throw new Error(`${file} has no line that ends with ${anchor}`);
    const indent = /^\s*/.exec(text[at] ?? "")?.[0] ?? "";
    const inserted = added.map((line) => indent + line);
    writeFileSync(
      join(this.directory, file),
      [...text.slice(0, at + 1), ...inserted, ...text.slice(at + 1)].join("\n"),
    );
    additions(file, inserted);
  }

  /** Asks the embedded database, when no `gen` has it open, and shows what it says. */
  async query(sql: string): Promise<readonly Row[]> {
    const connection = await openConnection("pglite:.gen/pgdata", { directory: this.directory });
    try {
      statement(sql);
      const rows = await connection.query(sql);
      table(rows);
      return rows;
    } finally {
      await connection.close();
    }
  }

  /** Asks the command that runs to end, which the demo takes for a failure. */
  interrupt(): void {
    this.#running?.kill("SIGTERM");
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  async #run(args: readonly string[]): Promise<number | string> {
    // Whatever database the environment names, the demo is to leave it alone.
    const { DATABASE_URL: _, ...env } = process.env;
    const child = spawn(process.execPath, [this.bin, ...args], {
      cwd: this.directory,
      env,
      // Both of its streams go where ours goes, so that everything stands in its order.
      stdio: ["ignore", 1, 1],
    });
    this.#running = child;
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (status, signal) => resolve(status ?? signal ?? 1));
    });
  }
}
