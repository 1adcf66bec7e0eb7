import { defined } from "../defined.js";
import type { Connection, Notice, RawQuery, RawResult, Row } from "./connection.js";
import { connectionLost, statementError } from "./errors.js";

/** Without values the simple protocol is used, which returns a result for each statement. */
export type Statement = Omit<RawQuery, "values"> & Partial<Pick<RawQuery, "values">>;

/** What the sessions of both drivers share. */
export abstract class Session implements Connection {
  abstract readonly kind: Connection["kind"];
  abstract readonly displayUrl: string;
  serverVersion = 0;

  /** Why the session cannot be used any more. */
  protected abstract get lost(): Error | undefined;
  protected abstract send(statement: Statement): Promise<readonly RawResult[]>;
  abstract cancel(): Promise<void>;
  abstract close(): Promise<void>;

  /** The session, once it knows its server. */
  async opened(): Promise<this> {
    const [row] = await this.query("SHOW server_version_num");
    this.serverVersion = Number(row?.["server_version_num"]);
    return this;
  }

  async query<R extends Row = Row>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<readonly R[]> {
    const { rows } = await this.queryRaw({ sql, ...defined({ values }) });
    // Drivers' rows are untyped; the caller chooses `R`.
    return rows as readonly R[];
  }

  async batch(sql: string): Promise<readonly (readonly Row[])[]> {
    const results = await this.#run({ sql });
    return results.map(({ rows }) => rows as readonly Row[]);
  }

  async queryRaw(statement: Statement): Promise<RawResult> {
    const results = await this.#run(statement);
    return results.at(-1) ?? { rows: [], rowCount: 0 };
  }

  async #run(statement: Statement): Promise<readonly RawResult[]> {
    if (this.lost !== undefined) throw connectionLost(this.lost, this.displayUrl);
    try {
      return await this.send(statement);
    } catch (error) {
      throw statementError(error, statement.sql, this.displayUrl);
    }
  }
}

/** A notice as both drivers give it. */
export function toNotice(notice: { readonly [K in keyof Notice]?: string | undefined }): Notice {
  const { severity = "NOTICE", message = "", detail, hint } = notice;
  return defined({ severity, message, detail, hint });
}
