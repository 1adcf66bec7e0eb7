import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameSequence("Own Seq", "t_My Id_seq");
}

export async function downgrade(op: Op) {
  await op.renameSequence("t_My Id_seq", "Own Seq");
}
