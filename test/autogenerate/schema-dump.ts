/** `pg_dump --schema-only` as the outside judge of whether two databases are alike. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * A function that dumps a database in a form in which neither the order of columns nor that of
 * statements counts. Without a `pg_dump` that can read the server, every dump is the same.
 */
export async function schemaDumper(
  serverVersion: number,
): Promise<(url: string) => Promise<string>> {
  const version = await dumpVersion();
  if (version < Math.floor(serverVersion / 10_000)) return async () => "";
  return async (url) => {
    const { stdout } = await run("pg_dump", ["--schema-only", "-O", "-x", "-d", url]);
    return normalized(stdout);
  };
}

async function dumpVersion(): Promise<number> {
  try {
    const { stdout } = await run("pg_dump", ["--version"]);
    return Number(/\d+/.exec(stdout)?.[0] ?? 0);
  } catch {
    return 0;
  }
}

function normalized(dump: string): string {
  const lines = dump
    .split("\n")
    .filter((line) => line !== "" && !/^(--|SET |SELECT pg_catalog\.set_config|\\)/.test(line));
  const statements = lines.join("\n").split(/;(?:\n|$)/);
  return statements.map(sortedColumns).sort().join(";\n");
}

function sortedColumns(statement: string): string {
  const [, head, body] = /^(CREATE TABLE .*? \()\n(.*)\n\)/s.exec(statement) ?? [];
  if (head === undefined || body === undefined) return statement;
  const columns = body.split("\n").map((line) => line.replace(/,$/, ""));
  return [head, ...columns.sort(), ")"].join("\n");
}
