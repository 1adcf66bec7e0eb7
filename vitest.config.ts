import { defineConfig } from "vitest/config";

/** The layers whose answers depend on the version of PostgreSQL. */
const databaseTests = [
  "autogenerate",
  "compare",
  "database",
  "end-to-end",
  "introspect",
  "operations",
  "runtime",
].map((layer) => `test/${layer}/**/*.test.ts`);

const versionsOfMode: Readonly<Record<string, string>> = {
  test: "15",
  ci: "15,14,18",
  matrix: "15,14,16,17,18",
};

/**
 * One project for each version of PostgreSQL. The first runs every test, the others those that
 * speak to a database. `GEN_TEST_PG` chooses (`GEN_TEST_PG=18`, `GEN_TEST_PG=15,14`), otherwise
 * `--mode`.
 */
export default defineConfig(({ mode }) => {
  const versions = (process.env["GEN_TEST_PG"] ?? versionsOfMode[mode] ?? "15").split(",");
  return {
    test: {
      projects: versions.map((version, index) => ({
        test: {
          name: `postgresql ${version}`,
          include: index === 0 ? ["test/**/*.test.ts"] : databaseTests,
          globalSetup: ["test/support/server.ts"],
          provide: { postgresVersion: version },
          pool: "forks" as const,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          teardownTimeout: 30_000,
        },
      })),
    },
  };
});
