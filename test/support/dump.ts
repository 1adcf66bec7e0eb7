/** `pg_dump`, where it is installed, as the outside judge of whether two databases are alike. */
import { execFileSync } from "node:child_process";
import { inject } from "vitest";

/** The major version of the `pg_dump` on the path; `undefined` if there is none. */
function dumpVersion(): number | undefined {
  try {
    const text = execFileSync("pg_dump", ["--version"], { encoding: "utf8" });
    return Number(/\d+/.exec(text)?.[0]);
  } catch {
    return undefined;
  }
}

const version = dumpVersion();

/**
 * What `pg_dump --schema-only` says of a database, but for the order of the columns of a table and
 * of the statements, which follows it.
 *
 * @returns `undefined` where no `pg_dump` can read the server of the test run
 */
export function dumpSchema(url: string): string | undefined {
  const server = Number(inject("postgresVersion"));
  if (version === undefined || !(version >= server)) return undefined;
  const text = execFileSync("pg_dump", ["--schema-only", "--dbname", url], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return text
    .replaceAll(/^\\(?:un)?restrict .*\n/gm, "")
    .replaceAll(/^--.*\n/gm, "")
    .replaceAll(/^(CREATE (?:UNLOGGED )?TABLE .* \()\n([\s\S]*?)\n(\)[^;]*;)$/gm, sortedLines)
    .split(/;\n+/)
    .sort()
    .join(";\n");
}

function sortedLines(_: string, head: string, body: string, tail: string): string {
  const lines = body.split("\n").map((line) => line.replace(/,$/, ""));
  return [head, ...lines.sort(), tail].join("\n");
}
