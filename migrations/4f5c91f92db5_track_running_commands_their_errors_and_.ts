/**
 * Track running commands, their errors and inactive users
 *
 * Revision ID: 4f5c91f92db5
 * Revises: 080c7b7d0249
 * Create Date: 2026-11-22T18:00:21.720Z
 */
import { boolean, text } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export const revision = "4f5c91f92db5";
export const downRevision = "080c7b7d0249";
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Op) {
  await op.addEnumValue("command_status", "in_progress", { after: "pending" });
  await op.addColumn("users", boolean("is_active").notNull().default(true));
  await op.addColumn("commands", text("error_message"));
}

export async function downgrade(op: Op) {
  // loses data: Drops the column with all its values.
  await op.dropColumn("commands", "error_message");
  // loses data: Drops the column with all its values.
  await op.dropColumn("users", "is_active");
  // needs review: Fails if a row still holds 'in_progress': give its new value in "mapping".
  await op.alterEnum("command_status", ["pending", "completed", "failed"], {
    columns: [{ table: "commands", column: "status", default: "'pending'::public.command_status" }],
  });
}
