/** Runs that are cut off at every statement, one after the other. */
import type { Connection } from "../../src/database/connection.js";
import type { Road } from "./project.js";
import { downgrade, upgrade } from "../support/runs.js";

const cutOff = "cut off";

/**
 * Runs until nothing fails any more: the first attempt is cut off at its first statement, the second
 * at its second, and so on; every other one after the server has done what the statement says.
 *
 * @throws what stops a run, other than that it was cut off
 */
export async function runStubbornly(
  road: Road,
  direction: "upgrade" | "downgrade",
  target: string,
): Promise<void> {
  const { config, graph } = road.input();
  const run = direction === "upgrade" ? upgrade : downgrade;
  for (let failing = 1; failing < 500; failing += 1) {
    const connection = failingAt(road.connection, failing);
    try {
      await run({ config, graph, connection, target });
      return;
    } catch (error) {
      if (!isCutOff(error)) throw error;
    }
  }
  throw new Error("It never ends.");
}

function isCutOff(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause.message === cutOff) return true;
  return false;
}

function failingAt(connection: Connection, failing: number): Connection {
  let count = 0;
  const cut = async <T>(sql: string, send: () => Promise<T>): Promise<T> => {
    // A server ends a transaction and gives back a lock by itself when the connection is lost.
    const isEnd = /^ROLLBACK|advisory_unlock/i.test(sql);
    if (!isEnd) count += 1;
    if (isEnd || count !== failing) return send();
    if (failing % 2 === 0) await send();
    throw new Error(cutOff);
  };
  return {
    kind: connection.kind,
    serverVersion: connection.serverVersion,
    displayUrl: connection.displayUrl,
    cancel: () => connection.cancel(),
    close: () => connection.close(),
    query: (sql, values) => cut(sql, () => connection.query(sql, values)),
    batch: (sql) => cut(sql, () => connection.batch(sql)),
    queryRaw: (query) => cut(query.sql, () => connection.queryRaw(query)),
  };
}
