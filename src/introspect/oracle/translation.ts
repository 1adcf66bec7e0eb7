/** Names that change in the same plan, in the texts that the catalog printed before. */
import { printName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";

export interface RenamedObject {
  readonly from: QualifiedName;
  readonly to: QualifiedName;
}

/** Between the names that the server knows today and those that it will know. */
export interface Translation {
  toNew(sql: string): string;
  toOld(sql: string): string;
}

/**
 * A translation of qualified names as the catalog prints them: `'ok'::public.mood`,
 * `nextval('public.numbers'::regclass)`.
 */
export function translation(renames: readonly RenamedObject[]): Translation {
  const pairs = renames.map(({ from, to }) => [printName(from), printName(to)] as const);
  return {
    toNew: (sql) => pairs.reduce((text, [from, to]) => replaceName(text, from, to), sql),
    toOld: (sql) => pairs.reduceRight((text, [from, to]) => replaceName(text, to, from), sql),
  };
}

function replaceName(text: string, from: string, to: string): string {
  if (!text.includes(from)) return text;
  const escaped = from.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return text.replaceAll(new RegExp(`(?<![\\w".])${escaped}(?![\\w"])`, "g"), () => to);
}
