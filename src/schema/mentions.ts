import { printIdentifier, quoteIdentifier } from "./identifiers.js";

/**
 * Whether an expression may mention a column. Says yes too often (a string literal or a function
 * of that name) and never no where it does: the price is an object rebuilt for nothing.
 *
 * @example mentions("(age > 18)", "age") // true
 * @example mentions("(average > 18)", "age") // false
 */
export function mentions(expression: string, column: string): boolean {
  if (expression.includes(quoteIdentifier(column))) return true;
  const printed = printIdentifier(column);
  if (printed.startsWith('"')) return false;
  return expression
    .toLowerCase()
    .split(/[^a-z0-9_$\u0080-\uffff]+/)
    .includes(printed);
}
