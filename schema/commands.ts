import {
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { users } from "./users.js";
import { vehicles } from "./vehicles.js";

export const commandStatus = pgEnum("command_status", [
  "pending",
  "in_progress",
  "completed",
  "failed",
]);

/** Something a user asked a vehicle to do. */
export const commands = pgTable(
  "commands",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    vehicleId: integer("vehicle_id")
      .notNull()
      .references(() => vehicles.id, { onDelete: "cascade" }),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    name: varchar("name", { length: 100 }).notNull(),
    parameters: jsonb("parameters").$type<Record<string, unknown>>().notNull().default({}),
    status: commandStatus("status").notNull().default("pending"),
    errorMessage: text("error_message"),
    submittedAt: timestamp("submitted_at", { withTimezone: true }).notNull().defaultNow(),
    completedAt: timestamp("completed_at", { withTimezone: true }),
  },
  (table) => [
    index("commands_status_idx").on(table.status),
    index("commands_submitted_at_idx").on(table.submittedAt.desc()),
    index("commands_vehicle_id_submitted_at_idx").on(table.vehicleId, table.submittedAt.desc()),
    index("commands_user_id_idx").on(table.userId),
  ],
);

export type Command = typeof commands.$inferSelect;
export type NewCommand = typeof commands.$inferInsert;
