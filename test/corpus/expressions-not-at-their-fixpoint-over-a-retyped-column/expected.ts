import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "n", { type: "bigint" });
  await op.alterColumn("t", "s", { type: "character varying(30)" });
  await op.alterColumn("t", "i", { setIdentity: { maxValue: 32767 } });
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE i NOT BETWEEN -32768 AND 32767;
  await op.alterColumn("t", "i", { type: "smallint" });
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "i", { type: "integer" });
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE char_length(rtrim(s::text, ' ')) > 20;
  await op.alterColumn("t", "s", { type: "character varying(20)" });
  await op.dropConstraint("c", "t");
  // needs review: Fails if a row breaks the check: correct such rows first.
  //   SELECT * FROM public.t WHERE NOT (((s)::text = ANY (((ARRAY['a'::character varying, 'b'::character varying])::character varying[])::text[])));
  await op.createCheckConstraint(
    "c",
    "t",
    "((s)::text = ANY (((ARRAY['a'::character varying, 'b'::character varying])::character varying[])::text[]))",
  );
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE n NOT BETWEEN -2147483648 AND 2147483647;
  await op.alterColumn("t", "n", { type: "integer" });
  await op.dropConstraint("d", "t");
  // needs review: Fails if a row breaks the check: correct such rows first.
  //   SELECT * FROM public.t WHERE EXISTS (SELECT FROM (SELECT n::integer AS n) AS gen_new WHERE NOT (((n BETWEEN 1 AND 5) AND (n <> 3))));
  await op.createCheckConstraint(
    "d",
    "t",
    "((n BETWEEN 1 AND 5) AND (n <> 3))",
  );
  await op.dropConstraint("e", "t");
  // needs review: Fails if a row breaks the check: correct such rows first.
  //   SELECT * FROM public.t WHERE EXISTS (SELECT FROM (SELECT i::integer AS i, n::integer AS n) AS gen_new WHERE NOT (((i BETWEEN 1 AND 5) AND (n <> 3))));
  await op.createCheckConstraint(
    "e",
    "t",
    "((i BETWEEN 1 AND 5) AND (n <> 3))",
  );

  await op.dropIndex("i");
  await op.createIndex("i", "t", ["n"], {
    where:
      "((s)::text <> ALL (((ARRAY['a'::character varying, 'b'::character varying])::character varying[])::text[]))",
  });
}
