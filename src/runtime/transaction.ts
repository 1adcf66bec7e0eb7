import { randomBytes } from "node:crypto";
import type { Connection } from "../database/connection.js";
import { failedError, GenError } from "../errors.js";
import { isTransactional, describeOperation } from "../operations/rules.js";
import type { Operation } from "../operations/types.js";
import { codeOf } from "../schema/sql-scanner.js";

/** What a migration needs from its transaction. */
export type StepTransaction = Readonly<Pick<MigrationTransaction, keyof MigrationTransaction>>;

/**
 * The transaction of one migration. It sets a local setting as a mark, which shows later whether it
 * is still the same transaction: a migration may have sent COMMIT or ROLLBACK itself.
 */
export class MigrationTransaction {
  readonly #mark = randomBytes(8).toString("hex");
  readonly #beginning = [
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    `SELECT set_config('gen.migration', '${this.#mark}', true)`,
  ];
  isOpen = false;

  constructor(readonly connection: Connection) {}

  /** Whether the caller begins and ends it. */
  readonly isHeld: boolean = false;

  /** An SQL condition: this transaction is still the one that was begun. */
  readonly condition: string = `current_setting('gen.migration', true) = '${this.#mark}'`;

  /**
   * Begins it, read-write and READ COMMITTED, whatever the role's defaults are.
   *
   * @param first statements to run at the beginning
   */
  async begin(...first: readonly string[]): Promise<void> {
    this.isOpen = true;
    await this.connection.batch([...this.#beginning, ...first].join(";\n"));
  }

  /** Whether the transaction is still open. Throws if it is aborted. */
  async isIntact(): Promise<boolean> {
    const [row] = await this.connection.query(`SELECT ${this.condition} AS intact`);
    return row?.["intact"] === true;
  }

  async commit(): Promise<void> {
    await this.connection.query("COMMIT");
    this.isOpen = false;
  }

  /** Commits, and begins the next transaction in the same round trip if the COMMIT succeeds. */
  async commitAndBegin(): Promise<void> {
    await this.connection.batch(["COMMIT", ...this.#beginning].join(";\n"));
  }

  async rollback(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    await insist(this.connection, "ROLLBACK");
  }
}

/** A transaction that the caller ends: migrations that run in it share it and cannot leave it. */
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
 * Runs a statement that ends something (`ROLLBACK`, an unlock) and must not be hit by a
 * cancellation meant for the statement before. Never rejects: if the connection is lost, the server
 * has already done the same.
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
 * The first statement in `sql` that begins or ends a transaction. It would separate a migration
 * from its version row. Savepoints are allowed.
 *
 * @example findTransactionControl("UPDATE t SET a = 1; COMMIT") // "COMMIT"
 */
function findTransactionControl(sql: string): string | undefined {
  const code = codeOf(sql)
    .map(({ kind, text }) => (kind === "string" || kind === "quotedName" ? '""' : text))
    .join(" ")
    .toUpperCase();
  // The body of an SQL-standard function contains semicolons and its own END.
  if (/\bBEGIN ATOMIC\b/.test(code)) return undefined;
  return transactionControl.exec(code)?.[1];
}

const transactionControl =
  /(?:^|; )(BEGIN|START TRANSACTION|COMMIT|END|ROLLBACK(?! (?:(?:WORK|TRANSACTION) )?TO\b)|ABORT|PREPARE TRANSACTION)\b/;
