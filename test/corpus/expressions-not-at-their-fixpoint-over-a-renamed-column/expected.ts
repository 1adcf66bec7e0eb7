import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameColumn("t", "a", "b");
  await op.dropConstraint("c", "t");
  await op.dropConstraint("d", "t");
}

export async function downgrade(op: Op) {
  // needs review: Fails if a row breaks the check: correct such rows first.
  //   SELECT * FROM public.t WHERE NOT (((n BETWEEN 1 AND 5) AND (b <> 3)));
  await op.createCheckConstraint(
    "d",
    "t",
    "((n BETWEEN 1 AND 5) AND (b <> 3))",
  );
  // needs review: Fails if a row breaks the check: correct such rows first.
  //   SELECT * FROM public.t WHERE NOT (((s)::text = ANY (((ARRAY['a'::character varying, 'b'::character varying])::character varying[])::text[])));
  await op.createCheckConstraint(
    "c",
    "t",
    "((s)::text = ANY (((ARRAY['a'::character varying, 'b'::character varying])::character varying[])::text[]))",
  );
  await op.renameColumn("t", "b", "a");
}
