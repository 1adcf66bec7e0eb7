/** An embedded database: PGlite, in this process. */
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { PGlite, Results } from "@electric-sql/pglite";
import { ExitStatus, GenError } from "../errors.js";
import type { Connection, RawQuery, RawResult, Row } from "./connection.js";
import { lockDirectory } from "./directory-lock.js";
import { connectionLost, statementError } from "./errors.js";
import type { EmbeddedDatabase } from "./given.js";
import { toNotice } from "./notice.js";
import type { OpenOptions } from "./open.js";
import { parameterSerializers } from "./parameters.js";
import { pgliteParsers } from "./type-parsers.js";
import type { PgliteUrl } from "./url.js";

const DEFAULT_LOCK_TIMEOUT_MS = 30_000;

export async function openPglite(url: PgliteUrl, options: OpenOptions): Promise<Connection> {
  const base = options.directory ?? process.cwd();
  const { PGlite: Database } = await loadPglite(base);
  const dataDir = url.directory === undefined ? undefined : resolve(base, url.directory);
  if (dataDir !== undefined) makeFolder(dirname(dataDir));
  const release =
    dataDir === undefined
      ? () => undefined
      : await lockDirectory(dataDir, {
          timeoutMs: options.lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS,
          ...(options.signal === undefined ? {} : { signal: options.signal }),
        });
  try {
    const database = await Database.create({
      ...(dataDir === undefined ? {} : { dataDir }),
      parsers: pgliteParsers(),
      serializers: parameterSerializers(),
    });
    const session = new PgliteSession(database, url.displayUrl, options.onNotice, release);
    const rows = await session.query("SHOW server_version_num");
    session.serverVersion = Number(rows[0]?.["server_version_num"]);
    return session;
  } catch (cause) {
    release();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GenError("database_embedded", `${url.displayUrl} cannot be opened: ${reason}`, {
      hint: "If the directory is damaged or from another version, move it away and start anew.",
      cause,
    });
  }
}

/** A folder of our own naming keeps itself out of version control, as `.next` and its like do. */
function makeFolder(path: string): void {
  const isNew = mkdirSync(path, { recursive: true }) !== undefined;
  if (isNew && basename(path) === ".gen") writeFileSync(join(path, ".gitignore"), "*\n");
}

/** A session on a database that stays its giver's: closing it leaves the database open. */
export async function adoptPglite(
  given: EmbeddedDatabase,
  onNotice?: OpenOptions["onNotice"],
): Promise<Connection> {
  // The interface asks for what tells it from other drivers; what it is, its own types say.
  const database = given as unknown as PGlite;
  await database.waitReady;
  const displayUrl = `pglite:${database.dataDir ?? ""}`;
  const session = new PgliteSession(database, displayUrl, onNotice);
  const rows = await session.query("SHOW server_version_num");
  session.serverVersion = Number(rows[0]?.["server_version_num"]);
  return session;
}

const PACKAGE = "@electric-sql/pglite";

/** From where this package stands, or else from the user's project. */
async function loadPglite(directory: string): Promise<{ readonly PGlite: typeof PGlite }> {
  try {
    return await import("@electric-sql/pglite");
  } catch (cause) {
    const path = resolveFrom(directory);
    if (path !== undefined) return await import(pathToFileURL(path).href);
    throw new GenError("pglite_missing", `The embedded database needs the package ${PACKAGE}.`, {
      hint: `Run \`npm install ${PACKAGE}\`, or give the URL of a server: --database-url postgresql://….`,
      status: ExitStatus.usage,
      cause,
    });
  }
}

function resolveFrom(directory: string): string | undefined {
  try {
    return createRequire(join(directory, "package.json")).resolve(PACKAGE);
  } catch {
    return undefined;
  }
}

class PgliteSession implements Connection {
  readonly kind = "pglite";
  serverVersion = 0;
  readonly #options: NonNullable<Parameters<PGlite["exec"]>[1]>;

  constructor(
    readonly native: PGlite,
    readonly displayUrl: string,
    onNotice: OpenOptions["onNotice"],
    /** What is to be done after closing; without it the database is somebody else's. */
    readonly release?: () => void,
  ) {
    this.#options = {
      ...(release === undefined
        ? { parsers: pgliteParsers(), serializers: parameterSerializers() }
        : {}),
      ...(onNotice === undefined ? {} : { onNotice: (notice) => onNotice(toNotice(notice)) }),
    };
  }

  async query<R extends Row = Row>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<readonly R[]> {
    const results =
      values === undefined || values.length === 0
        ? await this.#exec(sql)
        : [await this.#guard(sql, () => this.native.query<R>(sql, [...values], this.#options))];
    // What `exec` returns is not typed by the caller; `R` is the caller's word in both drivers.
    return (results.at(-1)?.rows ?? []) as R[];
  }

  async batch(sql: string): Promise<readonly (readonly Row[])[]> {
    const results = await this.#exec(sql);
    return results.map((result) => result.rows);
  }

  #exec(sql: string): Promise<Results[]> {
    return this.#guard(sql, () => this.native.exec(sql, this.#options));
  }

  async #guard<T>(sql: string, run: () => Promise<T>): Promise<T> {
    if (this.native.closed) {
      throw connectionLost(new Error("the database is closed"), this.displayUrl);
    }
    try {
      return await run();
    } catch (error) {
      throw statementError(error, sql, this.displayUrl);
    }
  }

  async queryRaw({ sql, values, asArrays, parser }: RawQuery): Promise<RawResult> {
    const options = {
      ...this.#options,
      ...(asArrays === true ? { rowMode: "array" as const } : {}),
      ...(parser === undefined ? {} : { parsers: pgliteParsers(parser) }),
    };
    const result = await this.#guard(sql, () => this.native.query(sql, [...values], options));
    return { rows: result.rows, rowCount: result.affectedRows ?? result.rows.length };
  }

  /** A statement blocks this very process until it ends. */
  async cancel(): Promise<void> {}

  async close(): Promise<void> {
    if (this.native.closed || this.release === undefined) return;
    try {
      await this.native.close();
    } finally {
      this.release();
    }
  }
}
