/** An embedded database: PGlite, in this process. */
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { PGlite } from "@electric-sql/pglite";
import { defined } from "../defined.js";
import { ExitStatus, GenError } from "../errors.js";
import type {
  Connection,
  EmbeddedDatabase,
  OnNotice,
  OpenOptions,
  RawQuery,
  RawResult,
} from "./connection.js";
import { lockDirectory } from "./directory-lock.js";
import { connectionLost, statementError } from "./errors.js";
import { parameterSerializers } from "./parameters.js";
import { Session, toNotice } from "./session.js";
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
      : await lockDirectory(
          dataDir,
          options.lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS,
          options.signal,
        );
  try {
    const parsers = pgliteParsers();
    const serializers = parameterSerializers();
    const database = await Database.create(defined({ dataDir, parsers, serializers }));
    const session = new PgliteSession(database, url.displayUrl, options.onNotice, release);
    return await session.opened();
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
  onNotice?: OnNotice,
): Promise<Connection> {
  // The interface asks for what tells it from other drivers; what it is, its own types say.
  const database = given as unknown as PGlite;
  await database.waitReady;
  const displayUrl = `pglite:${database.dataDir ?? ""}`;
  return await new PgliteSession(database, displayUrl, onNotice).opened();
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

class PgliteSession extends Session implements Connection {
  readonly kind = "pglite";
  readonly #options: NonNullable<Parameters<PGlite["exec"]>[1]>;

  constructor(
    readonly native: PGlite,
    readonly displayUrl: string,
    onNotice: OnNotice | undefined,
    /** What is to be done after closing; without it the database is somebody else's. */
    readonly release?: () => void,
  ) {
    super();
    const isOwn = release !== undefined;
    this.#options = defined({
      parsers: isOwn ? undefined : pgliteParsers(),
      serializers: isOwn ? undefined : parameterSerializers(),
      onNotice: onNotice && ((notice: object) => onNotice(toNotice(notice))),
    });
  }

  protected override async run(sql: string, values: readonly unknown[] = []) {
    return this.#guard(sql, async () =>
      values.length === 0
        ? await this.native.exec(sql, this.#options)
        : [await this.native.query(sql, [...values], this.#options)],
    );
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
    const options = defined({
      ...this.#options,
      rowMode: asArrays === true ? "array" : undefined,
      parsers: parser === undefined ? this.#options.parsers : pgliteParsers(parser),
    });
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
