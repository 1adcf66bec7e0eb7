import { randomBytes } from "node:crypto";
import type { Connection } from "../database/connection.js";

/** What a migration needs of the transaction that it runs in. */
export type StepTransaction = Pick<MigrationTransaction, keyof MigrationTransaction>;

/**
 * The transaction of one migration. It carries a mark, a setting that is local to it, so that
 * afterwards it can be told whether it is still the one that was begun: a migration may have sent
 * COMMIT or ROLLBACK by itself.
 */
export class MigrationTransaction {
  readonly #mark = randomBytes(8).toString("hex");
  #open = false;

  constructor(readonly connection: Connection) {}

  get isOpen(): boolean {
    return this.#open;
  }

  /** Whether somebody else has begun it and is going to end it. */
  readonly isHeld: boolean = false;

  /** A condition in SQL: this transaction is still the one that was begun. */
  get condition(): string {
    return `current_setting('gen.migration', true) = '${this.#mark}'`;
  }

  /**
   * Begins it, read-write and READ COMMITTED whatever the defaults of the role are.
   *
   * @param first statements for its very beginning
   */
  async begin(...first: readonly string[]): Promise<void> {
    this.#open = true;
    await this.connection.batch([...this.#beginning, ...first].join(";\n"));
  }

  get #beginning(): readonly string[] {
    return [
      "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
      `SELECT set_config('gen.migration', '${this.#mark}', true)`,
    ];
  }

  /** Whether the transaction that was begun is still open. Throws if it is aborted. */
  async isIntact(): Promise<boolean> {
    const [row] = await this.connection.query(`SELECT ${this.condition} AS intact`);
    return row?.["intact"] === true;
  }

  async commit(): Promise<void> {
    await this.connection.query("COMMIT");
    this.#open = false;
  }

  /**
   * Commits, and begins the next one in the same round trip. If the COMMIT fails, nothing is
   * begun: the first error ends a batch.
   */
  async commitAndBegin(): Promise<void> {
    await this.connection.batch(["COMMIT", ...this.#beginning].join(";\n"));
  }

  async rollback(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await insist(this.connection, "ROLLBACK");
  }
}

/**
 * A transaction that is begun already and that the caller will roll back: whatever migrations are
 * run in it share it, and none of them can leave it.
 */
export function heldTransaction(connection: Connection): StepTransaction {
  const stay = (): Promise<void> => Promise.resolve();
  return {
    connection,
    isOpen: true,
    isHeld: true,
    condition: "true",
    isIntact: () => Promise.resolve(true),
    begin: stay,
    commit: stay,
    commitAndBegin: stay,
    rollback: stay,
  };
}

/**
 * Runs a statement that ends something (`ROLLBACK`, an unlock) and must not be stopped by a
 * cancellation that was meant for the statement before it. Never rejects: when the connection
 * is gone, the server has done the same by itself.
 */
export async function insist(connection: Connection, sql: string): Promise<void> {
  const send = (): Promise<unknown> => connection.query(sql);
  await send()
    .catch(send)
    .catch(() => undefined);
}
