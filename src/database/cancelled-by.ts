import type { Connection } from "./connection.js";

/** Runs `body`; when the signal says so, what the connection runs meanwhile is cancelled. */
export async function cancelledBy<T>(
  signal: AbortSignal | undefined,
  connection: Connection,
  body: () => Promise<T>,
): Promise<T> {
  let cancelled: Promise<void> | undefined;
  const cancel = (): void => {
    cancelled = connection.cancel();
  };
  signal?.throwIfAborted();
  signal?.addEventListener("abort", cancel);
  try {
    return await body();
  } finally {
    signal?.removeEventListener("abort", cancel);
    // A cancellation that is still on its way would hit the connection's next statement.
    await cancelled;
  }
}
