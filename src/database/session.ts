/** What the sessions of both drivers share. */
import { defined } from "../defined.js";
import type { Notice, Row } from "./connection.js";

interface Result {
  readonly rows: readonly unknown[];
}

export abstract class Session {
  serverVersion = 0;

  /** Runs statements, of which only one can have values, and gives a result for each. */
  protected abstract run(sql: string, values?: readonly unknown[]): Promise<readonly Result[]>;

  async query<R extends Row = Row>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<readonly R[]> {
    const results = await this.run(sql, values);
    // What the drivers return is not typed; `R` is the caller's word.
    return (results.at(-1)?.rows ?? []) as readonly R[];
  }

  async batch(sql: string): Promise<readonly (readonly Row[])[]> {
    const results = await this.run(sql);
    return results.map(({ rows }) => rows as readonly Row[]);
  }

  /** The session, once it knows its server. */
  async opened(): Promise<this> {
    const [row] = await this.query("SHOW server_version_num");
    this.serverVersion = Number(row?.["server_version_num"]);
    return this;
  }
}

/** A notice as both drivers give it. */
export function toNotice(notice: {
  readonly severity?: string | undefined;
  readonly message?: string | undefined;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
}): Notice {
  const { severity = "NOTICE", message = "", detail, hint } = notice;
  return defined({ severity, message, detail, hint });
}
