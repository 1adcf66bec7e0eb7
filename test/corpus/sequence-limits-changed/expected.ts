import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterSequence("q", {
    startWith: 3000,
    minValue: 2000,
    maxValue: "9223372036854775807",
    restart: 3000,
  });

  await op.alterColumn("t", "a", {
    setIdentity: { startWith: 1, minValue: 1, maxValue: 32767, restart: 1 },
  });
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE a NOT BETWEEN -32768 AND 32767;
  await op.alterColumn("t", "a", { type: "smallint" });
  await op.alterColumn("t", "b", { type: "integer" });
  await op.alterColumn("t", "b", {
    setIdentity: {
      startWith: -5,
      increment: -2,
      minValue: -2147483648,
      maxValue: -5,
      restart: -5,
    },
  });
  await op.alterColumn("t", "c", { setIdentity: { cache: 1 } });
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE c NOT BETWEEN -32768 AND 32767;
  await op.alterColumn("t", "c", { type: "smallint" });
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE d NOT BETWEEN -32768 AND 32767;
  await op.alterColumn("t", "d", { type: "smallint" });
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "d", { type: "bigint" });
  await op.alterColumn("t", "d", { setIdentity: { maxValue: 32767 } });
  await op.alterColumn("t", "c", { type: "integer" });
  await op.alterColumn("t", "c", {
    setIdentity: { maxValue: 32767, cache: 5 },
  });
  await op.alterColumn("t", "b", {
    setIdentity: {
      startWith: 1,
      increment: 1,
      minValue: 1,
      maxValue: 32767,
      restart: 1,
    },
  });
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE b NOT BETWEEN -32768 AND 32767;
  await op.alterColumn("t", "b", { type: "smallint" });
  await op.alterColumn("t", "a", { type: "integer" });
  await op.alterColumn("t", "a", {
    setIdentity: {
      startWith: 50000,
      minValue: 50000,
      maxValue: 100000,
      restart: 50000,
    },
  });

  await op.alterSequence("q", {
    startWith: 1,
    minValue: 1,
    maxValue: 1000,
    restart: 1,
  });
}
