import { text } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropView("v");
  // loses data: Drops the column with all its values.
  await op.dropColumn("users", "name");
  await op.createView("v", 'select "id", "email" from "public"."users"');
}

export async function downgrade(op: Op) {
  await op.dropView("v");
  await op.addColumn("users", text("name"));
  await op.createView(
    "v",
    `SELECT users.id,
    users.email,
    users.name
   FROM public.users`,
  );
}
