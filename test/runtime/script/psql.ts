/** `psql` and `pg_dump`, where they are installed. */
import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import type { Connection } from "../../../src/database/connection.js";
import { codeOf, scanSql } from "../../../src/schema/sql-scanner.js";

const run = promisify(execFile);

/** The major version of a program, or undefined if it is not there. */
export async function versionOf(program: "psql" | "pg_dump"): Promise<number | undefined> {
  try {
    const { stdout } = await run(program, ["--version"]);
    return Number(/\d+/.exec(stdout)?.[0]);
  } catch {
    return undefined;
  }
}

export interface PsqlOutcome {
  readonly status: number | null;
  readonly stderr: string;
}

/** Pipes a script into `psql`, without anybody's own settings. */
export async function psql(url: string, script: string): Promise<PsqlOutcome> {
  const child = spawn("psql", ["-X", "-q", "-d", url], { stdio: ["pipe", "ignore", "pipe"] });
  const err: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  child.stdin.on("error", () => undefined);
  child.stdin.end(script);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  return { status, stderr: Buffer.concat(err).toString() };
}

/** Schema and data, byte for byte but for the random key that newer versions put around them. */
export async function dump(url: string): Promise<string> {
  const { stdout } = await run("pg_dump", ["-d", url], { maxBuffer: 1 << 26 });
  return stdout.replaceAll(/^\\(un)?restrict .*$/gm, "");
}

/** Runs a script as a client does that knows nothing of `psql`: statement by statement. */
export async function runStatements(connection: Connection, script: string): Promise<void> {
  for (const statement of statementsOf(script.replaceAll(/^\\set .*$/gm, ""))) {
    await connection.query(statement);
  }
}

function statementsOf(script: string): readonly string[] {
  const statements = [""];
  for (const { text } of scanSql(script)) {
    if (text === ";") statements.push("");
    else statements.push(`${statements.pop() ?? ""}${text}`);
  }
  return statements.filter((statement) => codeOf(statement).length > 0);
}
