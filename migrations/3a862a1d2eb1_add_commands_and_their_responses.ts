/**
 * Add commands and their responses
 *
 * Revision ID: 3a862a1d2eb1
 * Revises: 2c78c4fb4ed5
 * Create Date: 2026-11-22T17:59:51.381Z
 */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  timestamp,
  unique,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { type Op, sqlType } from "drizzle-gen";

export const revision = "3a862a1d2eb1";
export const downRevision = "2c78c4fb4ed5";
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Op) {
  await op.createEnum("command_status", ["pending", "completed", "failed"]);

  await op.createTable(
    "commands",
    {
      id: uuid("id").primaryKey().defaultRandom(),
      vehicle_id: integer("vehicle_id").notNull(),
      user_id: integer("user_id").notNull(),
      name: varchar("name", { length: 100 }).notNull(),
      parameters: jsonb("parameters").notNull().default({}),
      status: sqlType("public.command_status")("status").notNull().default("pending"),
      submitted_at: timestamp("submitted_at", { withTimezone: true }).notNull().defaultNow(),
      completed_at: timestamp("completed_at", { withTimezone: true }),
    },
    (t) => [
      index("commands_status_idx").on(t.status),
      index("commands_submitted_at_idx").on(t.submitted_at.desc().nullsLast()),
      index("commands_vehicle_id_submitted_at_idx").on(
        t.vehicle_id,
        t.submitted_at.desc().nullsLast(),
      ),
      index("commands_user_id_idx").on(t.user_id),
    ],
  );

  await op.createForeignKey(
    "commands_vehicle_id_vehicles_id_fk",
    "commands",
    ["vehicle_id"],
    "vehicles",
    ["id"],
    { onDelete: "cascade" },
  );
  await op.createForeignKey(
    "commands_user_id_users_id_fk",
    "commands",
    ["user_id"],
    "users",
    ["id"],
    { onDelete: "restrict" },
  );

  await op.createTable(
    "responses",
    {
      id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
      command_id: uuid("command_id").notNull(),
      sequence_number: integer("sequence_number").notNull(),
      payload: jsonb("payload").notNull(),
      is_final: boolean("is_final").notNull().default(false),
      received_at: timestamp("received_at", { withTimezone: true }).notNull().defaultNow(),
    },
    (t) => [
      unique("responses_command_id_sequence_number_key").on(t.command_id, t.sequence_number),
      check("responses_sequence_number_positive", sql`"sequence_number" > 0`),
    ],
  );

  await op.createForeignKey(
    "responses_command_id_commands_id_fk",
    "responses",
    ["command_id"],
    "commands",
    ["id"],
    { onDelete: "cascade" },
  );
}

export async function downgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable("responses");
  // loses data: Drops the table with all its rows.
  await op.dropTable("commands");
  await op.dropEnum("command_status");
}
