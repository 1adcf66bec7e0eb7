/** Whether the plan is to blame if PostgreSQL refuses one of its statements. */
import type { Connection } from "../../database/connection.js";
import { describeDatabaseError, shortenStatement, DatabaseError } from "../../database/errors.js";
import { defined } from "../../defined.js";
import { GenError } from "../../errors.js";
import { describeObject } from "../../operations/rules.js";
import type { Operation } from "../../operations/types.js";
import type { MigrationError } from "../../runtime/migration-error.js";
import { quoteName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import { readOnly } from "../read-only.js";
import { OperationFailure } from "../run-operations.js";
import type { Direction, ProofDifference } from "./types.js";

/** The plan is not to blame: rows, privileges, locks, limits or the open transaction are. */
export class Hindrance extends Error {
  override readonly name = "Hindrance";
  /** Existing rows may be to blame: a null, a duplicate, a value out of range. */
  readonly isInRows: boolean;

  constructor(
    readonly direction: Direction,
    readonly failure: OperationFailure,
  ) {
    super(`the ${direction} stops at ${failure.message}`, { cause: failure });
    this.isInRows = isAboutRows(failure.cause);
  }
}

export const notInTransaction = "part of it cannot run inside a transaction";

/** Whether a file would have ended the transaction in which it was tried. */
export function isLeft(error: unknown): boolean {
  return error instanceof GenError && error.code === "held_transaction";
}

/**
 * Returns an {@link OperationFailure} if PostgreSQL refused. @throws other errors
 */
export function failureOf(failed: MigrationError): Error {
  const causes = [...causesOf(failed)];
  const database = causes.find((cause) => cause instanceof DatabaseError);
  if (database !== undefined) {
    const { statement = "", operation = { kind: "execute", sql: statement } } = failed;
    return new OperationFailure(operation, statement, database);
  }
  const own = causes.find((cause) => cause instanceof GenError) ?? causes[0] ?? failed;
  if (own instanceof GenError && /^(connection_lost|held_transaction)$/.test(own.code)) throw own;
  return own;
}

/** Drizzle wraps the errors of its queries in one of its own. */
function* causesOf(error: Error): Generator<Error> {
  for (let { cause } = error; cause instanceof Error; cause = cause.cause) yield cause;
}

/** Without rows, an error about a value is the plan's fault, unless it added rows itself. */
export function isPlansFault({ cause, operation }: OperationFailure, holdsRows: boolean): boolean {
  const isOwnStatement = operation.kind === "execute" || operation.kind === "bulkInsert";
  if (isAboutValues(cause)) return !holdsRows && !isOwnStatement;
  if (holdsRows && isAboutRows(cause)) return false;
  return !isCircumstance(cause);
}

export function differenceOf(direction: Direction, verb: string, failure: Error): ProofDifference {
  if (!(failure instanceof OperationFailure))
    return { direction, message: `${verb}: ${failure.message.replace(/\.$/, "")}` };
  const { operation, cause, statement, message } = failure;
  const [, ...said] = describeDatabaseError(cause).split("\n");
  if (cause.position === undefined) said.push(`STATEMENT: ${shortenStatement(statement)}`);
  const refusal = { object: describeObject(operation), excerpt: said.join("\n"), hint: cause.hint };
  return { direction, message: `${verb} at ${message}`, refusal: defined(refusal) };
}

/** Whether there are no rows, so that an error about a value is the plan's. True if unreadable. */
export async function mayHoldRows(connection: Connection, operation: Operation): Promise<boolean> {
  const tables = readTables(operation);
  if (tables === undefined) return true;
  if (tables.length === 0) return false;
  const questions = tables.map((table) => `exists (select from ${quoteName(table)})`);
  const query = `select ${questions.join(" or ")} as "some"`;
  const results = await readOnly(connection, [query], { lock: "1s", statement: "5s" });
  // Looks at the table by the name that it has after the plan was rolled back.
  return results instanceof DatabaseError || results[0]?.[0]?.["some"] !== false;
}

/** The tables whose rows an operation reads; `undefined` if it can depend on anything. */
function readTables(operation: Operation): readonly QualifiedName[] | undefined {
  switch (operation.kind) {
    case "createTable":
    case "createSequence":
    case "createEnum":
      return [];
    case "addColumn":
    case "createPrimaryKey":
    case "createUniqueConstraint":
    case "createForeignKey":
    case "createCheckConstraint":
    case "validateConstraint":
    case "createIndex":
      return [operation.table];
    case "alterColumn": {
      const { identity, identityOptions } = operation.changes;
      // A sequence has a value although its table has no rows.
      const isPlain = [identity, identityOptions].every((change) => change === undefined);
      return isPlain ? [operation.table] : undefined;
    }
    case "alterEnum":
      return operation.uses.map(({ table }) => table);
    default:
      return undefined;
  }
}

/**
 * `data_exception` and `integrity_constraint_violation`.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
function isAboutValues({ sqlState }: DatabaseError): boolean {
  return /^2[23]/.test(sqlState);
}

/** Also values that a cast or an index rejects, and errors that functions raise. */
export function isAboutRows(error: DatabaseError): boolean {
  return isAboutValues(error) || /^(0A|54|P0)/.test(error.sqlState);
}

function isCircumstance({ sqlState }: DatabaseError): boolean {
  return /^(42501|55006|55P03|55P04|57014|25|40|53|58)/.test(sqlState);
}
