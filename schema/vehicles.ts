import { index, integer, pgTable, timestamp, uniqueIndex, varchar } from "drizzle-orm/pg-core";
import { users } from "./users.js";

/** A vehicle that can be sent commands. */
export const vehicles = pgTable(
  "vehicles",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    /** ISO 3779: 17 characters. */
    vin: varchar("vin", { length: 17 }).notNull(),
    licensePlate: varchar("license_plate", { length: 20 }).notNull(),
    ownerId: integer("owner_id")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    manufacturer: varchar("manufacturer", { length: 50 }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("vehicles_vin_idx").on(table.vin),
    index("vehicles_owner_id_idx").on(table.ownerId),
  ],
);

export type Vehicle = typeof vehicles.$inferSelect;
export type NewVehicle = typeof vehicles.$inferInsert;
