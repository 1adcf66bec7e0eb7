/** Texts of expressions that PostgreSQL prints again as it has printed them. */

/**
 * An expression that PostgreSQL, when it reads it again, prints as it has printed it.
 *
 * What `pg_get_expr` and its siblings print is parsed to something else in two places, although to
 * the same effect: a cast of an array of constants goes to its elements, and an `AND` (`OR`) that
 * stands first in another is taken into it. So a constraint that is made again from its text would
 * for ever read differently from before.
 */
export function reparsable(expression: string): string {
  const withArrays = expression.includes("(ARRAY[") ? keepArrayCasts(expression) : expression;
  return /\) (?:AND|OR) \(/.test(withArrays) ? keepRanges(withArrays) : withArrays;
}

/**
 * Whether an expression of this form says what PostgreSQL's print of it would not: the print has no
 * `BETWEEN`, and no cast of an array that has its type already.
 */
export function isInOwnWords(expression: string): boolean {
  return (
    positionsOutsideStrings(expression, " BETWEEN ").length > 0 ||
    positionsOutsideStrings(expression, "[])::").length > 0
  );
}

/** `(ARRAY['a'::T, 'b'::T])::U[]` → `((ARRAY['a'::T, 'b'::T])::T[])::U[]` */
function keepArrayCasts(expression: string): string {
  const opening = "(ARRAY[";
  let written = "";
  let rest = 0;
  for (const at of positionsOutsideStrings(expression, opening)) {
    const end = closing(expression, at);
    if (at < rest || end === undefined || !expression.startsWith("::", end + 1)) continue;
    const type = commonType(expression.slice(at + opening.length, end - 1));
    if (type === undefined || expression.startsWith(`::${type}[]`, end + 1)) continue;
    const array = expression.slice(at, end + 1);
    written += `${expression.slice(rest, at)}(${array}::${type}[])`;
    rest = end + 1;
  }
  return written + expression.slice(rest);
}

/** The type to which each of some constants is cast. */
function commonType(elements: string): string | undefined {
  const constant =
    /\s*(?:'(?:[^']|'')*'|NULL)::((?:"(?:[^"]|"")*"|[\w.])(?:"(?:[^"]|"")*"|[\w. ])*(?:\(\d+(?:,\d+)?\))?)(,|$)/y;
  const types = new Set<string>();
  while (constant.lastIndex < elements.length) {
    const [, type] = constant.exec(elements) ?? [];
    if (type === undefined) return undefined;
    types.add(type);
  }
  return types.size === 1 ? [...types][0] : undefined;
}

/** `((x >= a) AND (x <= b)) AND …` → `(x BETWEEN a AND b) AND …`, which is what it was. */
function keepRanges(expression: string): string {
  let written = "";
  let rest = 0;
  for (const at of positionsOutsideStrings(expression, "((")) {
    const end = closing(expression, at);
    if (at < rest || end === undefined) continue;
    const range = rangeOf(expression.slice(at + 1, end));
    if (range === undefined || !isFirstOf(range.operator, expression, at, end)) continue;
    written += `${expression.slice(rest, at)}(${range.text})`;
    rest = end + 1;
  }
  return written + expression.slice(rest);
}

function isFirstOf(operator: string, expression: string, at: number, end: number): boolean {
  const before = expression[at - 1];
  return (
    (before === undefined || before === "(" || before === " ") &&
    !/ (?:AND|OR) $/.test(expression.slice(0, at)) &&
    expression.startsWith(` ${operator} `, end + 1)
  );
}

/** `(x >= a) AND (x <= b)` as `x BETWEEN a AND b`, and its opposite. */
function rangeOf(
  text: string,
): { readonly text: string; readonly operator: "AND" | "OR" } | undefined {
  const end = closing(text, 0);
  if (end === undefined) return undefined;
  const operator = text.startsWith(" AND (", end + 1)
    ? "AND"
    : text.startsWith(" OR (", end + 1)
      ? "OR"
      : undefined;
  if (operator === undefined) return undefined;
  const second = end + operator.length + 3;
  if (closing(text, second) !== text.length - 1) return undefined;
  const [low, high] = operator === "AND" ? [" >= ", " <= "] : [" < ", " > "];
  const lower = split(text.slice(1, end), low);
  const upper = split(text.slice(second + 1, -1), high);
  if (lower === undefined || upper === undefined || lower[0] !== upper[0]) return undefined;
  const not = operator === "AND" ? "" : "NOT ";
  return { text: `${lower[0]} ${not}BETWEEN ${lower[1]} AND ${upper[1]}`, operator };
}

/** The two sides of a comparison, if it is no more than that. */
function split(comparison: string, operator: string): readonly [string, string] | undefined {
  const at = positionsOutsideStrings(comparison, operator).find(
    (position) => depthAt(comparison, position) === 0,
  );
  return at === undefined
    ? undefined
    : [comparison.slice(0, at), comparison.slice(at + operator.length)];
}

/** Where the parenthesis that opens at a position closes. */
function closing(text: string, at: number): number | undefined {
  if (text[at] !== "(") return undefined;
  let depth = 0;
  for (const { index, token } of tokens(text.slice(at))) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (depth === 0) return at + index;
  }
  return undefined;
}

function depthAt(text: string, position: number): number {
  let depth = 0;
  for (const { index, token } of tokens(text)) {
    if (index >= position) break;
    if (token === "(" || token === "[") depth += 1;
    if (token === ")" || token === "]") depth -= 1;
  }
  return depth;
}

function positionsOutsideStrings(text: string, part: string): readonly number[] {
  const strings = Array.from(text.matchAll(quoted), (match) => [
    match.index,
    match.index + match[0].length,
  ]);
  const positions: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1))
    if (!strings.some(([from = 0, to = 0]) => at >= from && at < to)) positions.push(at);
  return positions;
}

const quoted = /E'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")*"/g;
const quotedOrBracket = new RegExp(`${quoted.source}|[()[\\]]`, "g");

function tokens(text: string): readonly { readonly index: number; readonly token: string }[] {
  return Array.from(text.matchAll(quotedOrBracket), (match) => ({
    index: match.index,
    token: match[0],
  }));
}
