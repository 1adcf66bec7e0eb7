/** The two sides of a difference: a database, the models, or the migrations up to a revision. */
import { parseDatabaseUrl } from "../../database/url.js";
import { ExitStatus, GenError } from "../../errors.js";

export type Side =
  | { readonly kind: "database"; readonly url: string }
  | { readonly kind: "models" }
  | { readonly kind: "revision"; readonly target: string | readonly string[] };

/**
 * Reads what the command line says.
 *
 * @throws GenError `diff_side`, status 2
 * @example parseSide("revision:head") // { kind: "revision", target: "head" }
 */
export function parseSide(text: string): Side {
  if (text === "models") return { kind: "models" };
  const target = /^revision:(.+)$/s.exec(text)?.[1];
  if (target !== undefined) return { kind: "revision", target };
  if (!text.includes(":")) throw unknownSide(text);
  parseDatabaseUrl(text);
  return { kind: "database", url: text };
}

function unknownSide(text: string): GenError {
  return new GenError("diff_side", `"${text}" is not one side of a difference.`, {
    hint: "Each side is a database URL, `models`, or `revision:ID`, such as `revision:head`.",
    status: ExitStatus.usage,
  });
}
