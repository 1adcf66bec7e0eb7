/**
 * Add manufacturer column to vehicles table
 *
 * Revision ID: 36b7805b27f1
 * Revises: 9c1f525af427
 * Create Date: 2026-11-22T17:59:56.451Z
 */
import { varchar } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export const revision = "36b7805b27f1";
export const downRevision = "9c1f525af427";
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Op) {
  await op.addColumn("vehicles", varchar("manufacturer", { length: 50 }));
}

export async function downgrade(op: Op) {
  // loses data: Drops the column with all its values.
  await op.dropColumn("vehicles", "manufacturer");
}
