/** Texts of expressions that PostgreSQL prints again as it has printed them. */
import { scanSql, withoutQuoted } from "./sql-scanner.js";

/**
 * An expression that PostgreSQL prints unchanged when it reads it again. What it prints otherwise
 * is parsed differently in two places: a cast of an array of constants goes to its elements, and
 * an `AND` (`OR`) that stands first in another is taken into it.
 */
export function reparsable(expression: string): string {
  return expression.includes("(ARRAY[") || /\) (?:AND|OR) \(/.test(expression)
    ? respell(partsOf(expression))
    : expression;
}

/** Whether it has what PostgreSQL never prints: `BETWEEN`, a cast of an array to its own type. */
export function isInOwnWords(expression: string): boolean {
  return / BETWEEN |\[\]\)::/.test(withoutQuoted(expression));
}

type Part = string | Group;

interface Group {
  readonly open: string;
  readonly parts: Part[];
  close: string;
}

function partsOf(expression: string): readonly Part[] {
  const root: Part[] = [];
  const open: Group[] = [];
  for (const { text } of scanSql(expression)) {
    const group = open.at(-1);
    if (text === "(" || text === "[") {
      const inner: Group = { open: text, parts: [], close: "" };
      (group?.parts ?? root).push(inner);
      open.push(inner);
    } else if (group !== undefined && (text === ")" || text === "]")) {
      group.close = text;
      open.pop();
    } else {
      (group?.parts ?? root).push(text);
    }
  }
  return root;
}

function textOf(parts: readonly Part[]): string {
  return parts
    .map((part) =>
      typeof part === "string" ? part : `${part.open}${textOf(part.parts)}${part.close}`,
    )
    .join("");
}

function respell(parts: readonly Part[]): string {
  return parts
    .map((part, at) => {
      if (typeof part === "string") return part;
      return (
        rangeOf(part, parts, at) ??
        castArray(part, parts.slice(at + 1)) ??
        `${part.open}${respell(part.parts)}${part.close}`
      );
    })
    .join("");
}

/** `(ARRAY['a'::T, 'b'::T])::U[]` → `((ARRAY['a'::T, 'b'::T])::T[])::U[]` */
function castArray({ parts }: Group, after: readonly Part[]): string | undefined {
  const [word, elements, ...others] = parts;
  if (word !== "ARRAY" || typeof elements !== "object" || others.length > 0) return undefined;
  const type = commonType(textOf(elements.parts));
  const isCast = after[0] === "::" && type !== undefined;
  if (!isCast || textOf(after.slice(1)).startsWith(`${type}[]`)) return undefined;
  return `((${textOf(parts)})::${type}[])`;
}

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
function rangeOf({ parts }: Group, siblings: readonly Part[], at: number): string | undefined {
  const [lower, , operator, , upper, ...others] = parts;
  if (typeof lower !== "object" || typeof upper !== "object" || others.length > 0) return undefined;
  if (operator !== "AND" && operator !== "OR") return undefined;
  const isFirst =
    (siblings[at - 1] ?? " ") === " " && !["AND", "OR"].includes(String(siblings[at - 2]));
  if (!isFirst || siblings[at + 2] !== operator || siblings[at + 3] !== " ") return undefined;
  const [low, high] = operator === "AND" ? [">=", "<="] : ["<", ">"];
  const [value, from] = sidesOf(lower, low) ?? [];
  const [sameValue, to] = sidesOf(upper, high) ?? [];
  if (value === undefined || value !== sameValue) return undefined;
  return `(${value} ${operator === "OR" ? "NOT " : ""}BETWEEN ${from} AND ${to})`;
}

/** The two sides of a comparison, if it is no more than that. */
function sidesOf({ parts }: Group, operator: string): readonly [string, string] | undefined {
  const at = parts.indexOf(operator);
  return at < 0 ? undefined : [textOf(parts.slice(0, at - 1)), textOf(parts.slice(at + 2))];
}
