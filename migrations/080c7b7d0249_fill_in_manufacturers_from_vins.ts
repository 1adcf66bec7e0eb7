/**
 * Fill in manufacturers from VINs
 *
 * Revision ID: 080c7b7d0249
 * Revises: 36b7805b27f1
 * Create Date: 2026-11-22T17:59:57.357Z
 */
import type { Op } from "drizzle-gen";

export const revision = "080c7b7d0249";
export const downRevision = "36b7805b27f1";
export const branchLabels = null;
export const dependsOn = null;

/** The first three characters of a VIN name the manufacturer (ISO 3780). */
const manufacturers = {
  WAU: "Audi",
  WBA: "BMW",
  WDB: "Mercedes-Benz",
  WVW: "Volkswagen",
};

export async function upgrade(op: Op) {
  for (const [code, name] of Object.entries(manufacturers)) {
    await op.execute(
      "UPDATE vehicles SET manufacturer = $1 WHERE manufacturer IS NULL AND vin LIKE $2",
      [name, `${code}%`],
    );
  }
}

export async function downgrade(_op: Op) {
  // Nothing to undo: a manufacturer that was filled in stays right, and the column goes next.
}
