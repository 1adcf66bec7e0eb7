import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterView("v", {
    with: { securityInvoker: true, securityBarrier: null },
  });
}

export async function downgrade(op: Op) {
  await op.alterView("v", {
    with: { securityBarrier: true, securityInvoker: null },
  });
}
