/** The message that stops a statement of another session. */
import { createConnection } from "node:net";

const CANCEL_REQUEST_CODE = 80877102;
const TIMEOUT_MS = 5_000;

/**
 * Sends a CancelRequest on a connection of its own, as the protocol wants it, and resolves when
 * the server has read it. Never rejects: a server that is gone has nothing left to cancel. `host`
 * can be the directory of a Unix socket.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
export function cancelRequest(
  host: string,
  port: number,
  processId: number,
  secretKey: number,
): Promise<void> {
  const message = Buffer.alloc(16);
  message.writeInt32BE(message.length, 0);
  message.writeInt32BE(CANCEL_REQUEST_CODE, 4);
  message.writeInt32BE(processId, 8);
  message.writeInt32BE(secretKey, 12);
  const socket = host.startsWith("/")
    ? createConnection(`${host}/.s.PGSQL.${port}`)
    : createConnection(port, host);
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy());
  return new Promise((resolve) => {
    socket.once("connect", () => socket.end(message));
    socket.once("error", () => resolve());
    socket.once("close", () => resolve());
    socket.resume();
  });
}
