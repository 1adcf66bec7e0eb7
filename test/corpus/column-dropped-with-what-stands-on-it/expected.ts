import { sql } from "drizzle-orm";
import { integer, text } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropConstraint("users_email_unique", "users");
  await op.dropConstraint("users_age_check", "users");

  await op.dropIndex("users_age_index");
  await op.dropIndex("users_both");

  // loses data: Drops the column with all its values.
  await op.dropColumn("users", "email");
  // loses data: Drops the column with all its values.
  await op.dropColumn("users", "age");
}

export async function downgrade(op: Op) {
  await op.addColumn("users", integer("age"));
  // needs review: The dropped values are lost: existing rows get (gen_random_uuid())::text.
  await op.addColumn(
    "users",
    text("email")
      .notNull()
      .default(sql`(gen_random_uuid())::text`),
  );
  await op.alterColumn("users", "email", { default: null });
  await op.createIndex("users_both", "users", ["id", "age"]);
  await op.createIndex("users_age_index", "users", ["age"]);
  // needs review: Fails if a row breaks the check: correct such rows first.
  //   SELECT * FROM (SELECT *, NULL::integer AS age FROM public.users) AS users WHERE NOT ((age > 0));
  await op.createCheckConstraint("users_age_check", "users", "(age > 0)");
  // needs review: Fails if two rows hold the same values: change or delete one of them first.
  //   SELECT ((gen_random_uuid())::text)::text, count(*) FROM public.users WHERE ((gen_random_uuid())::text)::text IS NOT NULL GROUP BY 1 HAVING count(*) > 1;
  await op.createUniqueConstraint("users_email_unique", "users", ["email"]);
}
