import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropView("v");
  await op.createView("v", "select id from users where id > 10");
}

export async function downgrade(op: Op) {
  await op.dropView("v");
  await op.createView(
    "v",
    `SELECT users.id
   FROM public.users`,
  );
}
