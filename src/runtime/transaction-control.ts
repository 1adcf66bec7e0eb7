/**
 * The statement in `sql` that begins or ends a transaction, if there is one: such a statement
 * would tear a migration apart from its version row. Savepoints are no such statements.
 *
 * @example findTransactionControl("UPDATE t SET a = 1; COMMIT") // "COMMIT"
 */
export function findTransactionControl(sql: string): string | undefined {
  const bare = sql.replaceAll(ignored, " ");
  // The body of an SQL-standard function holds semicolons and an END of its own.
  if (/\bBEGIN\s+ATOMIC\b/i.test(bare)) return undefined;
  for (const statement of bare.split(";")) {
    const words = statement.trim().replaceAll(/\s+/g, " ").toUpperCase();
    const control = transactionControl.exec(words)?.[0];
    if (control !== undefined && !/^ROLLBACK (?:(?:WORK|TRANSACTION) )?TO\b/.test(words)) {
      return control;
    }
  }
  return undefined;
}

const transactionControl =
  /^(?:BEGIN|START TRANSACTION|COMMIT|END|ROLLBACK|ABORT|PREPARE TRANSACTION)\b/;

/** Comments, strings, quoted identifiers and dollar-quoted bodies. */
const ignored =
  /--[^\n]*|\/\*[^]*?\*\/|(?<![\p{L}\w$])[eE]'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$(?:[A-Za-z_]\w*)?\$)[^]*?\1/gu;
