/**
 * Add audit logs
 *
 * Revision ID: 9c1f525af427
 * Revises: 3a862a1d2eb1
 * Create Date: 2026-11-22T17:59:53.832Z
 */
import { bigint, index, inet, integer, jsonb, timestamp, varchar } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export const revision = "9c1f525af427";
export const downRevision = "3a862a1d2eb1";
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Op) {
  await op.createTable(
    "audit_logs",
    {
      id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
      user_id: integer("user_id"),
      action: varchar("action", { length: 100 }).notNull(),
      entity_type: varchar("entity_type", { length: 50 }).notNull(),
      entity_id: varchar("entity_id", { length: 64 }),
      details: jsonb("details").notNull().default({}),
      ip_address: inet("ip_address"),
      occurred_at: timestamp("occurred_at", { withTimezone: true }).notNull().defaultNow(),
    },
    (t) => [
      index("audit_logs_occurred_at_idx").on(t.occurred_at.desc().nullsLast()),
      index("audit_logs_entity_type_entity_id_idx").on(t.entity_type, t.entity_id),
      index("audit_logs_user_id_idx").on(t.user_id),
    ],
  );

  await op.createForeignKey(
    "audit_logs_user_id_users_id_fk",
    "audit_logs",
    ["user_id"],
    "users",
    ["id"],
    { onDelete: "set null" },
  );
}

export async function downgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable("audit_logs");
}
