/** An embedded database: PGlite, in this process. */
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ParserOptions, PGlite } from "@electric-sql/pglite";
import { attempt } from "../attempt.js";
import { defined } from "../defined.js";
import { GenError, usageError } from "../errors.js";
import type {
  Connection,
  EmbeddedDatabase,
  OnNotice,
  OpenOptions,
  RawQuery,
} from "./connection.js";
import { lockDirectory } from "./directory-lock.js";
import { typeParser } from "./driver.js";
import { parameterText } from "./parameters.js";
import { Session, type Statement, toNotice } from "./session.js";
import type { PgliteUrl } from "./url.js";

const DEFAULT_LOCK_TIMEOUT_MS = 30_000;

export async function openPglite(url: PgliteUrl, options: OpenOptions): Promise<Connection> {
  const base = options.directory ?? process.cwd();
  const { PGlite: Database } = await loadPglite(base);
  const dataDir = url.directory && resolve(base, url.directory);
  const release = dataDir === undefined ? () => undefined : await lock(dataDir, options);
  try {
    // PGlite derives the parsers of arrays from these.
    const [parsers, serializers] = [pgliteParsers(), parameterSerializers];
    const database = await Database.create(defined({ dataDir, parsers, serializers }));
    const session = new PgliteSession(database, url.displayUrl, options.onNotice, release);
    return await session.opened();
  } catch (cause) {
    release();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GenError("database_embedded", `${url.displayUrl} cannot be opened: ${reason}`, {
      hint: "If the directory is damaged or from another version, move it away and start with an empty one.",
      cause,
    });
  }
}

function lock(directory: string, { lockTimeoutMs, signal }: OpenOptions): Promise<() => void> {
  makeFolder(dirname(directory));
  return lockDirectory(directory, lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS, signal);
}

/** Our own folder keeps itself out of version control. */
function makeFolder(path: string): void {
  const isNew = mkdirSync(path, { recursive: true }) !== undefined;
  if (isNew && basename(path) === ".gen") writeFileSync(join(path, ".gitignore"), "*\n");
}

/** A session on the caller's database: closing it leaves the database open. */
export async function adoptPglite(
  given: EmbeddedDatabase,
  onNotice?: OnNotice,
): Promise<Connection> {
  // The interface has only what tells it from other drivers.
  const database = given as unknown as PGlite;
  await database.waitReady;
  const displayUrl = `pglite:${database.dataDir ?? ""}`;
  return await new PgliteSession(database, displayUrl, onNotice).opened();
}

const PACKAGE = "@electric-sql/pglite";

/** From this package's dependencies, or from the user's project. */
async function loadPglite(directory: string): Promise<{ readonly PGlite: typeof PGlite }> {
  try {
    return await import("@electric-sql/pglite");
  } catch (cause) {
    const path = attempt(() => createRequire(join(directory, "package.json")).resolve(PACKAGE));
    if (path !== undefined) return await import(pathToFileURL(path).href);
    throw usageError(
      "pglite_missing",
      `The embedded database needs the package ${PACKAGE}.`,
      `Run \`npm install ${PACKAGE}\`, or use a server: --database-url postgresql://….`,
      cause,
    );
  }
}

class PgliteSession extends Session {
  readonly kind = "pglite";
  readonly #options: NonNullable<Parameters<PGlite["exec"]>[1]>;

  constructor(
    readonly native: PGlite,
    readonly displayUrl: string,
    onNotice: OnNotice | undefined,
    /** Called after closing; absent if the database belongs to the caller. */
    readonly release?: () => void,
  ) {
    super();
    this.#options = {
      serializers: parameterSerializers,
      ...(onNotice && { onNotice: (notice: object) => onNotice(toNotice(notice)) }),
    };
  }

  protected get lost(): Error | undefined {
    return this.native.closed ? new Error("the database is closed") : undefined;
  }

  protected override async send({ sql, values, asArrays, parser }: Statement) {
    const options = defined({
      ...this.#options,
      parsers: pgliteParsers(parser),
      rowMode: asArrays === true ? "array" : undefined,
    });
    const results =
      values === undefined
        ? await this.native.exec(sql, options)
        : [await this.native.query(sql, [...values], options)];
    return results.map(({ rows, affectedRows }) => ({
      rows,
      rowCount: affectedRows ?? rows.length,
    }));
  }

  /** Impossible: a statement blocks this process until it ends. */
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

/** Types that PGlite parses differently by default, by OID. */
const READ_BY_PGLITE = [
  16, 17, 20, 21, 23, 25, 26, 114, 600, 700, 701, 718, 1042, 1043, 1082, 1114, 1184, 1186, 3802,
];

/** Arrays that PGlite parses and Drizzle wants as text, such as dates and times. */
const ARRAYS_READ_BY_PGLITE = [1115, 1182, 1185, 1187, 1231];

/** {@link typeParser}, or the given parsers, in PGlite's form. */
function pgliteParsers(parser?: RawQuery["parser"]): ParserOptions {
  const oids =
    parser === undefined ? READ_BY_PGLITE : [...READ_BY_PGLITE, ...ARRAYS_READ_BY_PGLITE];
  return Object.fromEntries(oids.map((oid) => [oid, (parser ?? typeParser)(oid)]));
}

/** Text and date types, whose serializers in PGlite accept fewer values than node-postgres. */
const SERIALIZED_ALIKE = [25, 1042, 1043, 1082, 1114, 1184];

/** By OID; PGlite never passes NULL. */
const parameterSerializers = Object.fromEntries(
  SERIALIZED_ALIKE.map((oid) => [oid, (value: unknown) => parameterText(value) ?? ""]),
);
