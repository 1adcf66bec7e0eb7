/**
 * Create users, vehicles and sessions
 *
 * Revision ID: 2c78c4fb4ed5
 * Revises: <base>
 * Create Date: 2026-11-22T17:59:49.374Z
 */
import { sql } from "drizzle-orm";
import {
  check,
  index,
  inet,
  integer,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { type Op, sqlType } from "drizzle-gen";

export const revision = "2c78c4fb4ed5";
export const downRevision = null;
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Op) {
  await op.createEnum("user_role", ["viewer", "engineer", "admin"]);

  await op.createTable(
    "users",
    {
      id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
      email: varchar("email", { length: 255 }).notNull(),
      display_name: varchar("display_name", { length: 100 }).notNull(),
      password_hash: varchar("password_hash", { length: 255 }).notNull(),
      role: sqlType("public.user_role")("role").notNull().default("viewer"),
      created_at: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
      updated_at: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
    },
    (t) => [unique("users_email_unique").on(t.email)],
  );

  await op.createTable(
    "sessions",
    {
      id: uuid("id").primaryKey().defaultRandom(),
      user_id: integer("user_id").notNull(),
      token_hash: varchar("token_hash", { length: 64 }).notNull(),
      ip_address: inet("ip_address"),
      created_at: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
      expires_at: timestamp("expires_at", { withTimezone: true }).notNull(),
    },
    (t) => [
      unique("sessions_token_hash_unique").on(t.token_hash),
      check("sessions_expires_after_creation", sql`"expires_at" > "created_at"`),
      index("sessions_user_id_idx").on(t.user_id),
      index("sessions_expires_at_idx").on(t.expires_at),
    ],
  );

  await op.createForeignKey(
    "sessions_user_id_users_id_fk",
    "sessions",
    ["user_id"],
    "users",
    ["id"],
    { onDelete: "cascade" },
  );

  await op.createTable(
    "vehicles",
    {
      id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
      vin: varchar("vin", { length: 17 }).notNull(),
      license_plate: varchar("license_plate", { length: 20 }).notNull(),
      owner_id: integer("owner_id").notNull(),
      created_at: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    },
    (t) => [
      uniqueIndex("vehicles_vin_idx").on(t.vin),
      index("vehicles_owner_id_idx").on(t.owner_id),
    ],
  );

  await op.createForeignKey(
    "vehicles_owner_id_users_id_fk",
    "vehicles",
    ["owner_id"],
    "users",
    ["id"],
    { onDelete: "restrict" },
  );
}

export async function downgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable("vehicles");
  // loses data: Drops the table with all its rows.
  await op.dropTable("sessions");
  // loses data: Drops the table with all its rows.
  await op.dropTable("users");
  await op.dropEnum("user_role");
}
