import { createServer, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { openConnection } from "../../src/database/open.js";
import { ExitStatus, GenError } from "../../src/errors.js";
import { administer, createDatabase, databaseUrl } from "../support/database.js";

async function failure(url: string, options: Parameters<typeof openConnection>[1] = {}) {
  try {
    const connection = await openConnection(url, options);
    await connection.close();
  } catch (error) {
    if (error instanceof GenError) return error;
    throw error;
  }
  throw new Error("It connected.");
}

function withParts(url: string, parts: Partial<Record<"username" | "password" | "host", string>>) {
  return Object.assign(new URL(url), parts).href;
}

/** The port of a TCP server that does with each connection what `handle` says. */
async function listen(handle: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It has no port.");
  return address.port;
}

test("sslmode=require prints no warning of the driver's", async () => {
  const { url } = await createDatabase();
  const warnings: string[] = [];
  const onWarning = ({ message }: Error): void => void warnings.push(message);
  process.on("warning", onWarning);
  onTestFinished(() => void process.off("warning", onWarning));
  for (const mode of ["require", "prefer", "verify-ca"]) {
    await failure(`${url}?sslmode=${mode}&application_name=x`);
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(warnings).toEqual([]);
});

describe("openConnection to a server", () => {
  test("knows the server and shows no password", async () => {
    const { connection, url } = await createDatabase();
    const [row] = await connection.query("SHOW server_version_num");
    expect(connection.kind).toBe("postgres");
    expect(connection.serverVersion).toBe(Number(row?.["server_version_num"]));
    expect(connection.displayUrl).toBe(url.replace(/:[^:@]*@/, ":***@"));
  });

  test("accepts SQLAlchemy's driver suffix", async () => {
    const { url, name } = await createDatabase();
    const connection = await openConnection(url.replace("postgresql:", "postgresql+asyncpg:"));
    expect(await connection.query("SELECT current_database() AS name")).toEqual([{ name }]);
    await connection.close();
  });

  test("names itself, unless the URL does", async () => {
    const { url } = await createDatabase();
    for (const [given, name] of [
      [url, "gen test"],
      [`${url}?application_name=mine`, "mine"],
    ] as const) {
      const connection = await openConnection(given, { applicationName: "gen test" });
      expect(await connection.query("SHOW application_name")).toEqual([{ application_name: name }]);
      await connection.close();
    }
  });

  test("goes through a unix socket", async () => {
    const { connection, url, name } = await createDatabase();
    const [row] = await connection.query(
      "SELECT current_setting('unix_socket_directories') AS d, current_setting('port') AS port",
    );
    const { username, password } = new URL(url);
    const host = encodeURIComponent(String(row?.["d"]));
    for (const socket of [
      `postgresql://${username}:${password}@${host}/${name}?port=${String(row?.["port"])}`,
      `postgresql://${username}:${password}@/${name}?host=${host}&port=${String(row?.["port"])}`,
    ]) {
      const overSocket = await openConnection(socket);
      expect(await overSocket.query("SELECT inet_server_addr() AS address")).toEqual([
        { address: null },
      ]);
      await overSocket.close();
    }
  });

  test("passes notices on", async () => {
    const { url } = await createDatabase();
    const notices: unknown[] = [];
    const connection = await openConnection(url, { onNotice: (notice) => notices.push(notice) });
    await connection.query("DROP TABLE IF EXISTS nowhere");
    await connection.close();
    expect(notices).toEqual([
      { severity: "NOTICE", message: 'table "nowhere" does not exist, skipping' },
    ]);
  });

  test("takes a password with every special character", async () => {
    const { url, name } = await createDatabase();
    const password = "p@s/s:w#o?r%d&=+ é😀'\"";
    await administer(`CREATE ROLE ${name} LOGIN PASSWORD '${password.replaceAll("'", "''")}'`);
    onTestFinished(() => administer(`DROP ROLE ${name}`));
    const encoded = encodeURIComponent(password);
    const connection = await openConnection(
      `postgresql://${name}:${encoded}@${new URL(url).host}/${name}`,
    );
    expect(await connection.query("SELECT current_user AS me")).toEqual([{ me: name }]);
    await connection.close();
  });

  test("says that a password is wrong, and not which", async () => {
    const { url } = await createDatabase();
    const error = await failure(withParts(url, { password: "wr0ng" }));
    expect(error).toMatchObject({ code: "database_authentication", status: ExitStatus.usage });
    expect(error.message + (error.hint ?? "")).not.toContain("wr0ng");
  });

  test("says that a password is needed", async () => {
    const { url } = await createDatabase();
    const error = await failure(withParts(url, { password: "" }));
    expect(error).toMatchObject({ code: "database_authentication", status: ExitStatus.usage });
    expect(error.hint).toContain("PGPASSWORD");
  });

  test("says that a role may not log in, and what allows it", async () => {
    const { url, name } = await createDatabase();
    const role = `${name} "x"`;
    const quoted = `"${role.replaceAll('"', '""')}"`;
    await administer(`CREATE ROLE ${quoted} PASSWORD 'secret'`);
    onTestFinished(() => administer(`DROP ROLE ${quoted}`));
    const parts = { username: encodeURIComponent(role), password: "secret" };
    const error = await failure(withParts(url, parts));
    expect(error).toMatchObject({ code: "database_authentication", status: ExitStatus.usage });
    expect(error.hint).toContain(`\`ALTER ROLE ${quoted} LOGIN;\``);
  });

  test("says that a role does not exist", async () => {
    const { url } = await createDatabase();
    const error = await failure(withParts(url, { username: "nobody_here" }));
    expect(error).toMatchObject({ code: "database_authentication", status: ExitStatus.usage });
  });

  test("says that a database does not exist", async () => {
    const { hostname, port } = new URL(databaseUrl("x"));
    for (const [name, word] of [
      ["gen_nowhere", "gen_nowhere"],
      ["it's mine", `'it'\\''s mine'`],
    ] as const) {
      const error = await failure(databaseUrl(name));
      expect(error).toMatchObject({ code: "database_missing", status: ExitStatus.usage });
      expect(error.message).toContain(`"${name}"`);
      expect(error.hint).toContain(`\`createdb -h ${hostname} -p ${port} -U postgres -- ${word}\``);
    }
  });

  test("says that nobody listens", async () => {
    const error = await failure("postgres://app:s3cret@127.0.0.1:1/fleet");
    expect(error).toMatchObject({ code: "database_unreachable", status: ExitStatus.unreachable });
    expect(error.message).toContain("postgres://app:***@127.0.0.1:1/fleet");
    expect(error.message).not.toContain("s3cret");
  });

  test("says that a host is unknown", async () => {
    const error = await failure("postgres://app:s3cret@db.invalid/fleet");
    expect(error).toMatchObject({ code: "database_unreachable", status: ExitStatus.unreachable });
    expect(error.message).toContain("db.invalid");
  });

  test("says that a socket is missing", async () => {
    const error = await failure("postgres://app@/fleet?host=/nowhere");
    expect(error).toMatchObject({ code: "database_unreachable", status: ExitStatus.unreachable });
    expect(error.message).toContain("/nowhere");
  });

  test("gives up on a server that does not answer", async () => {
    const port = await listen(() => undefined);
    const error = await failure(`postgres://app@127.0.0.1:${port}/fleet`, { connectTimeoutMs: 50 });
    expect(error).toMatchObject({ code: "database_unreachable", status: ExitStatus.unreachable });
    expect(error.message).toContain("no answer in time");
  });

  test("gives up on a server that hangs up", async () => {
    const port = await listen((socket) => socket.destroy());
    const error = await failure(`postgres://app@127.0.0.1:${port}/fleet`);
    expect(error).toMatchObject({ code: "database_unreachable", status: ExitStatus.unreachable });
  });

  test("says that the server has no TLS", async () => {
    const { url } = await createDatabase();
    const error = await failure(`${url}?sslmode=no-verify`);
    expect(error).toMatchObject({ code: "database_tls", status: ExitStatus.usage });
    expect(error.hint).toContain("sslmode");
  });

  test("stops connecting when it is told to", async () => {
    const controller = new AbortController();
    const port = await listen(() => controller.abort(new Error("enough")));
    const opening = openConnection(`postgres://app@127.0.0.1:${port}/fleet`, {
      signal: controller.signal,
      connectTimeoutMs: 600_000,
    });
    await expect(opening).rejects.toThrow("enough");
  });

  test("does not begin to connect when it is told not to", async () => {
    const opening = openConnection("postgres://app@127.0.0.1:1/fleet", {
      signal: AbortSignal.abort(new Error("enough")),
    });
    await expect(opening).rejects.toThrow("enough");
  });
});
