/** A small project with models, a configuration and a database. */
import { createDatabase, type TestDatabase } from "../../support/database.js";
import { createProject, type Project } from "./project.js";

export interface Fleet extends Project {
  readonly database: TestDatabase;
  /** Writes the models: `vehicles`, with these columns besides `id`. */
  model(columns: string): void;
  /** The columns of `vehicles` in the database, in their order. */
  columns(): Promise<readonly string[]>;
}

export const config = `import { defineConfig } from "drizzle-gen";

export default defineConfig({ schema: "./schema/*.ts" });
`;

export async function createFleet(bin: string): Promise<Fleet> {
  const database = await createDatabase();
  const project = createProject(bin, { "gen.config.ts": config }, { DATABASE_URL: database.url });
  const fleet: Fleet = {
    ...project,
    database,
    model(columns) {
      project.write(
        "schema/vehicles.ts",
        `import { integer, pgTable, varchar } from "drizzle-orm/pg-core";

export const vehicles = pgTable("vehicles", {
  id: integer("id").primaryKey(),
  ${columns}
});
`,
      );
    },
    async columns() {
      const rows = await database.connection.query<{ name: string }>(
        `SELECT attname::text AS name FROM pg_catalog.pg_attribute
          WHERE attrelid = to_regclass('public.vehicles') AND attnum > 0 AND NOT attisdropped
          ORDER BY attnum`,
      );
      return rows.map(({ name }) => name);
    },
  };
  fleet.model(`vin: varchar("vin", { length: 17 }).notNull(),`);
  return fleet;
}

/** The columns of the second model, which has one more. */
export const withManufacturer = `vin: varchar("vin", { length: 17 }).notNull(),
  manufacturer: varchar("manufacturer", { length: 50 }),`;
