import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  integer,
  jsonb,
  pgTable,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { commands } from "./commands.js";

/** What a vehicle answers; a long answer arrives in numbered parts. */
export const responses = pgTable(
  "responses",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    commandId: uuid("command_id")
      .notNull()
      .references(() => commands.id, { onDelete: "cascade" }),
    sequenceNumber: integer("sequence_number").notNull(),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    isFinal: boolean("is_final").notNull().default(false),
    receivedAt: timestamp("received_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    unique("responses_command_id_sequence_number_key").on(table.commandId, table.sequenceNumber),
    check("responses_sequence_number_positive", sql`${table.sequenceNumber} > 0`),
  ],
);

export type Response = typeof responses.$inferSelect;
export type NewResponse = typeof responses.$inferInsert;
