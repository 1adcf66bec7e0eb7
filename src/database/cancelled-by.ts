import type { Connection } from "./connection.js";

/** Runs `body`; an abort cancels the statement that the connection is running. */
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
    // Otherwise a late cancellation could hit the connection's next statement.
    await cancelled;
  }
}
