import fc from "fast-check";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { ExitStatus } from "../../src/errors.js";
import { maskPassword, parseDatabaseUrl } from "../../src/database/url.js";

function parsePostgres(text: string) {
  const parsed = parseDatabaseUrl(text);
  if (parsed.kind !== "postgres") throw new Error("not a server's URL");
  return parsed;
}

/** What node-postgres makes of a URL. */
function driverView(text: string) {
  const client = new pg.Client(parsePostgres(text).url);
  const { user, password, host, port, database } = client;
  return { user, password, host, port, database };
}

describe("parseDatabaseUrl", () => {
  test.each([
    ["postgres://app:pw@db:6543/fleet", { host: "db", port: 6543 }],
    ["postgresql://app:pw@db/fleet", { host: "db", port: 5432 }],
    ["postgresql+asyncpg://app:pw@db/fleet", { host: "db", port: 5432 }],
    ["postgresql+psycopg2://app:pw@db/fleet", { host: "db", port: 5432 }],
    ["PostgreSQL://app:pw@db/fleet", { host: "db", port: 5432 }],
    ["  postgres://app:pw@db/fleet\n", { host: "db", port: 5432 }],
    ["postgres://app:pw@[::1]:6543/fleet", { host: "::1", port: 6543 }],
    [
      "postgres://app:pw@/fleet?host=/var/run/postgresql",
      { host: "/var/run/postgresql", port: 5432 },
    ],
    [
      "postgres://app:pw@%2Fvar%2Frun%2Fpostgresql/fleet",
      { host: "/var/run/postgresql", port: 5432 },
    ],
  ])("reads %s", (text, expected) => {
    expect(driverView(text)).toEqual({
      user: "app",
      password: "pw",
      database: "fleet",
      ...expected,
    });
  });

  test.each([
    "p@ss",
    "p#ss",
    "p?ss",
    "p:ss",
    "p/ss",
    "100%",
    "%zz",
    "p%40ss/@",
    "é€😀",
    "a b",
    "&=+",
  ])("reads the password %s, encoded", (password) => {
    const url = `postgres://app:${encodeURIComponent(password)}@db/fleet`;
    expect(driverView(url)).toMatchObject({ user: "app", password, host: "db" });
  });

  test.each(["p@ss", "p#ss", "p?ss", "p:ss", "p/ss", "100%", "p/s@s", "a b", "&=+"])(
    "reads the password %s as it stands",
    (password) => {
      expect(driverView(`postgres://app:${password}@db:5433/fleet`)).toEqual({
        user: "app",
        password,
        host: "db",
        port: 5433,
        database: "fleet",
      });
    },
  );

  test("takes an @ in a parameter for what it is", () => {
    expect(parsePostgres("postgres://db:5432/fleet?application_name=me@home").url).toBe(
      "postgres://db:5432/fleet?application_name=me@home",
    );
  });

  test.each([
    ["pglite:", undefined],
    ["pglite://", undefined],
    ["pglite:.gen/pgdata", ".gen/pgdata"],
    ["pglite:/var/data", "/var/data"],
    ["pglite:///var/data", "/var/data"],
    ["pglite://./data", "./data"],
  ])("reads %s", (text, directory) => {
    expect(parseDatabaseUrl(text)).toMatchObject({
      kind: "pglite",
      ...(directory === undefined ? {} : { directory }),
    });
  });

  test.each([
    "",
    "fleet",
    "mysql://root:s3cret@db/fleet",
    "host=db password=s3cret",
    "postgres://app:s3cret@db:99999/fleet",
    "postgres://app:s3cret@d b/fleet",
    "postgres:app:s3cret",
  ])("refuses %j and does not repeat the password", (text) => {
    let error: unknown;
    try {
      parseDatabaseUrl(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: "database_url", status: ExitStatus.usage });
    expect(String(error) + JSON.stringify(error)).not.toContain("s3cret");
  });

  test("gives the driver what the author wrote, for any user and password", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 });
    fc.assert(
      fc.property(text, text, (user, password) => {
        const url = `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@db/x`;
        expect(driverView(url)).toMatchObject({ user, password, host: "db", database: "x" });
      }),
    );
  });
});

describe("maskPassword", () => {
  test.each([
    ["postgres://app:s3cret@db/fleet", "postgres://app:***@db/fleet"],
    ["postgres://app@db/fleet", "postgres://app@db/fleet"],
    ["postgres://db/fleet?password=s3cret&x=1", "postgres://db/fleet?password=***&x=1"],
    ["postgres://db/fleet?sslpassword=s3cret", "postgres://db/fleet?sslpassword=***"],
    ["postgresql+asyncpg://app:s3c@ret@db/fleet", "postgresql://app:***@db/fleet"],
    ["mysql://root:s3cret@db/fleet", "mysql://***@db/fleet"],
    ["host=db password=s3cret user=app", "host=db password=*** user=app"],
    ["pglite:.gen/pgdata", "pglite:.gen/pgdata"],
  ])("%s", (url, masked) => {
    expect(maskPassword(url)).toBe(masked);
  });

  test("leaves no password, whatever it is", () => {
    const password = fc
      .string({ unit: "grapheme", minLength: 1 })
      .map((value) => `s3cret${value}s3cret`);
    fc.assert(
      fc.property(password, fc.boolean(), (value, encoded) => {
        const url = `postgres://app:${encoded ? encodeURIComponent(value) : value}@db/fleet`;
        expect(maskPassword(url)).not.toContain("s3cret");
      }),
    );
  });
});
