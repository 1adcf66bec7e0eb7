import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.commentOn("table", "users", "People.");
  await op.commentOn(
    "column",
    { table: "users", name: "id" },
    "Never used twice.",
  );
  await op.commentOn("column", { table: "users", name: "email" }, null);
}

export async function downgrade(op: Op) {
  await op.commentOn(
    "column",
    { table: "users", name: "email" },
    "Where we write to.",
  );
  await op.commentOn("column", { table: "users", name: "id" }, null);
  await op.commentOn("table", "users", "People who may log in.");
}
