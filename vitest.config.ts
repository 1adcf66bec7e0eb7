import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Whose tests ask no more of a database than one connection. */
const embeddedTests = ["compare", "introspect", "operations"].map(testsOf);

/** Among them those that make roles, or log in as one. */
const serverTests = [
  "test/introspect/objects.test.ts",
  "test/introspect/session.test.ts",
  "test/operations/roles.test.ts",
];

/** The layers that speak to a server of some version themselves. */
const serverLayers = ["database", "introspect", "operations", "runtime"].map(testsOf);

/** All layers whose answers depend on the version of PostgreSQL: a matter of many minutes. */
const databaseTests = [...serverLayers, ...["autogenerate", "compare", "end-to-end"].map(testsOf)];

function testsOf(layer: string): string {
  return `test/${layer}/**/*.test.ts`;
}

const versionsOfMode: Readonly<Record<string, string>> = {
  test: "15",
  ci: "15,14,18",
  matrix: "15,14,16,17,18,pglite",
};

function includedTests(version: string, index: number, mode: string): readonly string[] {
  if (version === "pglite") return embeddedTests;
  if (index === 0) return ["test/**/*.test.ts"];
  return mode === "ci" ? serverLayers : databaseTests;
}

function excludedTests(version: string, index: number): readonly string[] {
  if (version === "pglite") return serverTests;
  // PGlite has the version that it has.
  return index === 0 ? [] : ["test/**/pglite.test.ts"];
}

/**
 * One project for each version of PostgreSQL. The first runs every test, the others those that
 * speak to a database; with `--mode ci` only those of the layers that do so themselves. `GEN_TEST_PG`
 * chooses (`GEN_TEST_PG=18`, `GEN_TEST_PG=15,14`), otherwise `--mode`.
 */
export default defineConfig(({ mode }) => {
  const versions = (process.env["GEN_TEST_PG"] ?? versionsOfMode[mode] ?? "15").split(",");
  return {
    test: {
      // A test waits for a server or a child process most of its time.
      maxWorkers: Math.max(2, availableParallelism()),
      projects: versions.map((version, index) => ({
        test: {
          name: version === "pglite" ? version : `postgresql ${version}`,
          include: [...includedTests(version, index, mode)],
          exclude: [...excludedTests(version, index)],
          globalSetup: ["test/support/server.ts"],
          setupFiles: ["test/support/seed.ts"],
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
