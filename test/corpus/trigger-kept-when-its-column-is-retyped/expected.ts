import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.execute('DROP TRIGGER "t_touch" ON "public"."t"');
  await op.alterColumn("t", "a", { type: "bigint" });
  await op.execute(
    "CREATE TRIGGER t_touch BEFORE UPDATE OF a ON public.t FOR EACH ROW EXECUTE FUNCTION public.touch()",
  );
}

export async function downgrade(op: Op) {
  await op.execute('DROP TRIGGER "t_touch" ON "public"."t"');
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE a NOT BETWEEN -2147483648 AND 2147483647;
  await op.alterColumn("t", "a", { type: "integer" });
  await op.execute(
    "CREATE TRIGGER t_touch BEFORE UPDATE OF a ON public.t FOR EACH ROW EXECUTE FUNCTION public.touch()",
  );
}
