/** A PostgreSQL server of one's own, from the binaries that npm packages bring. */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { copyBinaries } from "./postgres-binaries.js";
import type { PostgresVersion } from "./postgres-versions.js";

export interface PostgresServer {
  /** The superuser's, for the database `postgres`. */
  readonly url: string;
  /** Stops the server and removes everything it wrote. */
  stop(): Promise<void>;
}

/** Whom PostgreSQL runs as when we are root, which it refuses to run as. */
interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Starts an empty server on a free port of the loopback interface, in about a second. It ends
 * with {@link PostgresServer.stop} or with this process, whichever comes first.
 */
export async function startServer(version: PostgresVersion): Promise<PostgresServer> {
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  const directory = makeDirectory(user);
  try {
    const binaries = copyBinaries(version, join(directory, "postgresql"));
    const password = randomBytes(12).toString("hex");
    initialise(join(binaries, "initdb"), directory, password, user);
    return await startOnFreePort(join(binaries, "postgres"), directory, password, user);
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

function unprivilegedUser(): SystemUser {
  const nobody = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  return { uid: Number(nobody?.[1] ?? 65534), gid: Number(nobody?.[2] ?? 65534) };
}

/** In memory where there is plenty, else in a temporary directory that more than root can enter. */
function makeDirectory(user: SystemUser | undefined): string {
  const parents = [...memoryDirectories(), tmpdir(), "/tmp", "/var/tmp"];
  for (const parent of parents) {
    const directory = mkdtempSync(join(parent, "gen-test-"));
    if (user !== undefined) chownSync(directory, user.uid, user.gid);
    // Programs must run from there too, which some file systems forbid.
    const program = join(directory, "true");
    writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
    const entered = spawnSync(program, { cwd: directory, ...user });
    rmSync(program);
    if (entered.status === 0) return directory;
    rmSync(directory, { recursive: true });
  }
  throw new Error(`No temporary directory is open to user ${user?.uid}: ${parents.join(", ")}.`);
}

/** Linux' file system in memory, which is tiny in many containers and absent elsewhere. */
function memoryDirectories(): readonly string[] {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize > 8 * 1024 ** 3 ? ["/dev/shm"] : [];
  } catch {
    return [];
  }
}

function initialise(
  initdb: string,
  directory: string,
  password: string,
  user: SystemUser | undefined,
): void {
  const passwordFile = join(directory, "password");
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
  const { status, stderr, error } = spawnSync(
    initdb,
    [
      `--pgdata=${join(directory, "data")}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--no-sync",
    ],
    {
      ...user,
      cwd: directory,
      env: { PATH: process.env["PATH"], LC_ALL: "C" },
      encoding: "utf8",
      timeout: 120_000,
    },
  );
  if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr}`);
  rmSync(passwordFile);
}

async function startOnFreePort(
  postgres: string,
  directory: string,
  password: string,
  user: SystemUser | undefined,
): Promise<PostgresServer> {
  const sockets = join(directory, "s");
  mkdirSync(sockets);
  if (user !== undefined) chownSync(sockets, user.uid, user.gid);
  // Another process can take the port between our look and the server's start.
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const stop = await supervise({
      postgres,
      arguments: serverArguments(directory, sockets, port),
      user: user ?? null,
      directory,
    });
    if (stop !== undefined) {
      return { url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`, stop };
    }
    if (attempt === 5) {
      const log = readFileSync(join(directory, "server.log"), "utf8");
      throw new Error(`PostgreSQL does not start:\n${log}`);
    }
  }
}

/** Durability is off: the data live no longer than the tests. */
function serverArguments(directory: string, sockets: string, port: number): string[] {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: sockets,
    max_connections: 200,
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    wal_level: "minimal",
    max_wal_senders: 0,
    max_wal_size: "1GB",
    autovacuum: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    max_prepared_transactions: 4,
  };
  return [
    "-D",
    join(directory, "data"),
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

interface SupervisorOptions {
  readonly postgres: string;
  readonly arguments: readonly string[];
  readonly user: SystemUser | null;
  readonly directory: string;
}

/** Resolves, once the server takes connections, to what stops it; to nothing if it ended early. */
function supervise(options: SupervisorOptions): Promise<(() => Promise<void>) | undefined> {
  const script = fileURLToPath(new URL("supervisor.mjs", import.meta.url));
  const supervisor = spawn(process.execPath, [script, JSON.stringify(options)], {
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = new Promise<void>((resolve) => supervisor.once("close", () => resolve()));
  const stop = async () => {
    supervisor.stdin.end();
    await ended;
  };
  return new Promise((resolve) => {
    supervisor.stdout.once("data", () => resolve(stop));
    void ended.then(() => resolve(undefined));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("The system gave no port."));
      });
    });
  });
}
