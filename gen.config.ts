import { defineConfig } from "drizzle-gen";

/** The configuration of the example application in `schema/` and `migrations/`. */
export default defineConfig({
  schema: "./schema/*.ts",
  migrations: "./migrations",
  // DATABASE_URL comes first.
  database: "pglite:.gen/pgdata",
});
