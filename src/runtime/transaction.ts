import { randomBytes } from "node:crypto";
import type { Connection } from "../database/connection.js";
import { failedError, GenError } from "../errors.js";
import { isTransactional, describeOperation } from "../operations/rules.js";
import type { Operation } from "../operations/types.js";
import { codeOf } from "../schema/sql-scanner.js";

/** What a migration needs of the transaction that it runs in. */
export type StepTransaction = Readonly<Pick<MigrationTransaction, keyof MigrationTransaction>>;

/**
 * The transaction of one migration. It carries a mark, a setting that is local to it, so that
 * afterwards it can be told whether it is still the one that was begun: a migration may have sent
 * COMMIT or ROLLBACK by itself.
 */
export class MigrationTransaction {
  readonly #mark = randomBytes(8).toString("hex");
  readonly #beginning = [
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    `SELECT set_config('gen.migration', '${this.#mark}', true)`,
  ];
  isOpen = false;

  constructor(readonly connection: Connection) {}

  /** Whether the caller has begun it and will end it. */
  readonly isHeld: boolean = false;

  /** A condition in SQL: this transaction is still the one that was begun. */
  readonly condition: string = `current_setting('gen.migration', true) = '${this.#mark}'`;

  /**
   * Begins it, read-write and READ COMMITTED whatever the defaults of the role are.
   *
   * @param first statements for its very beginning
   */
  async begin(...first: readonly string[]): Promise<void> {
    this.isOpen = true;
    await this.connection.batch([...this.#beginning, ...first].join(";\n"));
  }

  /** Whether the transaction that was begun is still open. Throws if it is aborted. */
  async isIntact(): Promise<boolean> {
    const [row] = await this.connection.query(`SELECT ${this.condition} AS intact`);
    return row?.["intact"] === true;
  }

  async commit(): Promise<void> {
    await this.connection.query("COMMIT");
    this.isOpen = false;
  }

  /**
   * Commits, and begins the next one in the same round trip. If the COMMIT fails, nothing is
   * begun: the first error ends a batch.
   */
  async commitAndBegin(): Promise<void> {
    await this.connection.batch(["COMMIT", ...this.#beginning].join(";\n"));
  }

  async rollback(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
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

/** Refuses what a migration may not do in its transaction. */
export function refuseInTransaction(operation: Operation): void {
  if (operation.kind === "execute") refuseTransactionControl(operation.sql);
  if (isTransactional(operation)) return;
  throw failedError(
    "not_transactional",
    `${describeOperation(operation)} cannot run inside a transaction, and a migration runs in one.`,
    "Wrap it: `await op.autocommit(async (op) => { … });`. This commits the statements before it.",
  );
}

/** Refuses to leave a transaction that is not the migration's own. */
export function refuseAutocommit(): never {
  const message = "op.autocommit would commit the transaction, which must be rolled back.";
  throw new GenError("held_transaction", message);
}

export function refuseTransactionControl(sql: string): void {
  const control = findTransactionControl(sql);
  if (control === undefined) return;
  throw failedError(
    "transaction_control",
    `A migration cannot send ${control}: it runs in a transaction together with its version row.`,
    "Remove it. Put statements that must run outside a transaction into `op.autocommit(async (op) => { … })`.",
  );
}

/**
 * The statement in `sql` that begins or ends a transaction, if there is one: such a statement
 * would tear a migration apart from its version row. Savepoints are no such statements.
 *
 * @example findTransactionControl("UPDATE t SET a = 1; COMMIT") // "COMMIT"
 */
function findTransactionControl(sql: string): string | undefined {
  const code = codeOf(sql)
    .map(({ kind, text }) => (kind === "string" || kind === "quotedName" ? '""' : text))
    .join(" ")
    .toUpperCase();
  // The body of an SQL-standard function holds semicolons and an END of its own.
  if (/\bBEGIN ATOMIC\b/.test(code)) return undefined;
  return transactionControl.exec(code)?.[1];
}

const transactionControl =
  /(?:^|; )(BEGIN|START TRANSACTION|COMMIT|END|ROLLBACK(?! (?:(?:WORK|TRANSACTION) )?TO\b)|ABORT|PREPARE TRANSACTION)\b/;
