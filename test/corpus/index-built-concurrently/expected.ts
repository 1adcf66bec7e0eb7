import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.autocommit(async (op) => {
    await op.createIndex("users_email", "users", ["email"], {
      concurrently: true,
    });
  });
}

export async function downgrade(op: Op) {
  await op.autocommit(async (op) => {
    await op.dropIndex("users_email", { concurrently: true });
  });
}
