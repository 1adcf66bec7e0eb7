/** A long chain of migrations. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const COLUMNS_PER_TABLE = 50;

/** Writes `count` revisions, one on the other: every fiftieth makes a table, the rest add columns. */
export function writeRevisions(directory: string, count: number): void {
  mkdirSync(directory, { recursive: true });
  for (let number = 0; number < count; number += 1) {
    const path = join(directory, `${identifier(number)}_step_${number}.ts`);
    writeFileSync(path, migration(number));
  }
}

function identifier(number: number): string {
  return (0x100000000000 + number * 7919).toString(16);
}

function migration(number: number): string {
  const table = `t${Math.floor(number / COLUMNS_PER_TABLE)}`;
  const column = `c${number % COLUMNS_PER_TABLE}`;
  const [upgrade, downgrade] =
    number % COLUMNS_PER_TABLE === 0
      ? [`createTable("${table}", { ${column}: text("${column}") })`, `dropTable("${table}")`]
      : [`addColumn("${table}", text("${column}"))`, `dropColumn("${table}", "${column}")`];
  return `/**
 * Step ${number}
 *
 * Revision ID: ${identifier(number)}
 * Revises: ${number === 0 ? "" : identifier(number - 1)}
 * Create Date: 2026-01-01T00:00:00.000Z
 */
import { text } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export const revision = "${identifier(number)}";
export const downRevision = ${number === 0 ? "null" : `"${identifier(number - 1)}"`};
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Op) {
  await op.${upgrade};
}

export async function downgrade(op: Op) {
  await op.${downgrade};
}
`;
}
