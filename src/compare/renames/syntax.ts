/** Renames as the command line writes them: `KIND:OLD=NEW`. */
import { ExitStatus, GenError } from "../../errors.js";
import type { QualifiedName } from "../../schema/types.js";
import type { Rename } from "./renames.js";

/**
 * Reads `table:old=new`, `column:table.old=new`, `schema:old=new`, `enum:old=new`,
 * `enumValue:type.old=new`, `sequence:old=new`, `view:old=new`, `policy:table.old=new` or
 * `role:old=new`. A name of another schema than `public` is written `schema.name`; a part that
 * holds a dot, a colon or an equals sign stands in double quotes.
 *
 * @throws GenError `rename_syntax`
 *
 * @example parseRename("column:vehicles.vin=vin_code")
 * // { kind: "column", table: { schema: "public", name: "vehicles" }, from: "vin", to: "vin_code" }
 */
export function parseRename(text: string): Rename {
  const tokens = tokenize(text);
  const colon = tokens.findIndex((token) => token === ":");
  const equals = tokens.findIndex((token, index) => token === "=" && index > colon);
  const kind = tokens[colon - 1];
  if (colon !== 1 || equals < 0 || typeof kind !== "object") throw malformed(text);
  const from = parts(tokens.slice(2, equals), text);
  const to = parts(tokens.slice(equals + 1), text);
  switch (kind.text) {
    case "schema":
    case "role":
      return { kind: kind.text, from: single(from, text), to: single(to, text) };
    case "table":
    case "enum":
    case "sequence":
    case "view": {
      const old = qualified(from, text);
      const name = to.length === 1 ? { schema: old.schema, name: single(to, text) } : undefined;
      return { kind: kind.text, from: old, to: name ?? qualified(to, text) };
    }
    case "column":
    case "policy":
      return { kind: kind.text, table: owner(from, text), ...ends(from, to, text) };
    case "enumValue":
      return { kind: "enumValue", enum: owner(from, text), ...ends(from, to, text) };
    default:
      throw malformed(text);
  }
}

/** Writes a rename as {@link parseRename} reads it. */
export function formatRename(rename: Rename): string {
  const name = (of: QualifiedName): string =>
    of.schema === "public" ? quote(of.name) : `${quote(of.schema)}.${quote(of.name)}`;
  switch (rename.kind) {
    case "schema":
    case "role":
      return `${rename.kind}:${quote(rename.from)}=${quote(rename.to)}`;
    case "column":
    case "policy":
      return `${rename.kind}:${name(rename.table)}.${quote(rename.from)}=${quote(rename.to)}`;
    case "enumValue":
      return `enumValue:${name(rename.enum)}.${quote(rename.from)}=${quote(rename.to)}`;
    case "table":
    case "enum":
    case "sequence":
    case "view": {
      const to = rename.from.schema === rename.to.schema ? quote(rename.to.name) : undefined;
      return `${rename.kind}:${name(rename.from)}=${to ?? `${quote(rename.to.schema)}.${quote(rename.to.name)}`}`;
    }
  }
}

type Token = ":" | "=" | "." | { readonly text: string };

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [token, quoted] of text.matchAll(/"((?:[^"]|"")*)"|[:=.]|[^":=.]+/g)) {
    if (quoted !== undefined) tokens.push({ text: quoted.replaceAll('""', '"') });
    else if (token === ":" || token === "=" || token === ".") tokens.push(token);
    else tokens.push({ text: token });
  }
  return tokens;
}

function parts(tokens: readonly Token[], text: string): readonly string[] {
  if (tokens.length % 2 === 0) throw malformed(text);
  return tokens.flatMap((token, index) => {
    if (index % 2 === 1) {
      if (token !== ".") throw malformed(text);
      return [];
    }
    if (typeof token !== "object") throw malformed(text);
    return [token.text];
  });
}

function single(names: readonly string[], text: string): string {
  const [name] = names;
  if (names.length !== 1 || name === undefined) throw malformed(text);
  return name;
}

function qualified(names: readonly string[], text: string): QualifiedName {
  const [first, second] = names;
  if (names.length === 1 && first !== undefined) return { schema: "public", name: first };
  if (names.length === 2 && first !== undefined && second !== undefined)
    return { schema: first, name: second };
  throw malformed(text);
}

function owner(from: readonly string[], text: string): QualifiedName {
  return qualified(from.slice(0, -1), text);
}

/** The old and the new name; the new one may repeat the table, as long as it is the same. */
function ends(
  from: readonly string[],
  to: readonly string[],
  text: string,
): { readonly from: string; readonly to: string } {
  const old = from.at(-1);
  const name = to.at(-1);
  const sameOwner = to.slice(0, -1).join("\0") === from.slice(0, -1).join("\0");
  if (old === undefined || name === undefined || (to.length > 1 && !sameOwner))
    throw malformed(text);
  return { from: old, to: name };
}

function quote(part: string): string {
  return /["'.:=\s]/.test(part) || part === "" ? `"${part.replaceAll('"', '""')}"` : part;
}

function malformed(text: string): GenError {
  return new GenError("rename_syntax", `"${text}" is not a rename.`, {
    hint: "Write KIND:OLD=NEW, for example table:cars=vehicles or column:vehicles.colour=color.",
    status: ExitStatus.usage,
  });
}
