import { codeOf, scanSql, type SqlToken } from "../../schema/sql-scanner.js";

/**
 * A statement as it can stand in a script for `psql`: ended by one semicolon that no comment
 * swallows, and with no colon that `psql` would take for one of its variables. Empty for text
 * that holds no statement.
 *
 * @example scriptStatement("SELECT 1 -- one") // "SELECT 1 -- one\n;"
 * @example scriptStatement("SELECT a[1:n] FROM t;") // "SELECT a[1: n] FROM t;"
 */
export function scriptStatement(sql: string): string {
  const tokens = scanSql(sql.trim());
  const last = codeOf(sql).at(-1);
  if (last === undefined) return "";
  const text = tokens.map((token, index) => withoutVariable(token, tokens[index + 1])).join("");
  if (last.text === ";") return text;
  return tokens.at(-1)?.text.startsWith("--") ? `${text}\n;` : `${text};`;
}

/** https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-INTERPOLATION */
function withoutVariable(token: SqlToken, next: SqlToken | undefined): string {
  const isVariable = token.text === ":" && next !== undefined && /^[\w'"{]/.test(next.text);
  return isVariable ? ": " : token.text;
}
