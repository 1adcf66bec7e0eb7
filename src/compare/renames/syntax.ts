/** Renames as the command line writes them: `KIND:OLD=NEW`. */
import { type GenError, usageError } from "../../errors.js";
import { partsOf, type Renamable, type Rename } from "./rename.js";

/**
 * Reads `table:old=new`, `column:table.old=new`, `schema:old=new`, `enum:old=new`,
 * `enumValue:type.old=new`, `sequence:old=new`, `view:old=new`, `policy:table.old=new` or
 * `role:old=new`. A name of another schema than `public` is written `schema.name`; a part that
 * holds a dot, a colon or an equals sign stands in double quotes.
 *
 * @throws GenError `rename_syntax`
 *
 * @example parseRename("column:vehicles.vin=vin_code")
 * // { object: { kind: "column", table: { schema: "public", name: "vehicles" }, name: "vin" }, to: "vin_code" }
 */
export function parseRename(text: string): Rename {
  const [, kind = "", from = "", to = ""] = form.exec(text) ?? [];
  const [old, renamed] = [namesIn(from), namesIn(to)];
  const object = objectOf(kind, old);
  const name = renamed.at(-1);
  const owner = renamed.slice(0, -1);
  if (object === undefined || name === undefined) throw malformed(text);
  if ("schema" in object && owner.length < 2)
    return { object, to: name, schema: owner[0] ?? object.schema };
  // The new name may repeat the table, as long as it is the same.
  if (owner.length > 0 && owner.join("\0") !== old.slice(0, -1).join("\0")) throw malformed(text);
  return { object, to: name };
}

/** Writes a rename as {@link parseRename} reads it. */
export function formatRename({ object, to, schema }: Rename): string {
  const isMoved = "schema" in object && schema !== undefined && schema !== object.schema;
  const target = isMoved ? [schema, to] : [to];
  return `${object.kind}:${spelled(partsOf(object))}=${spelled(target)}`;
}

function spelled(names: readonly string[]): string {
  return names
    .map((name) =>
      /["'.:=\s]/.test(name) || name === "" ? `"${name.replaceAll('"', '""')}"` : name,
    )
    .join(".");
}

const nameForm = String.raw`(?:"(?:[^"]|"")*"|[^":=.]+)`;
const namesForm = `${nameForm}(?:\\.${nameForm})*`;
const form = new RegExp(`^([^":=.]+):(${namesForm})=(${namesForm})$`);

function namesIn(text: string): readonly string[] {
  return (text.match(new RegExp(nameForm, "g")) ?? []).map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part,
  );
}

function objectOf(kind: string, names: readonly string[]): Renamable | undefined {
  const [name = "", second = "public", third = "public"] = names.toReversed();
  if (names.length === 0 || names.length > 3) return undefined;
  switch (kind) {
    case "schema":
    case "role":
      return names.length === 1 ? { kind, name } : undefined;
    case "table":
    case "enum":
    case "sequence":
    case "view":
      return names.length < 3 ? { kind, schema: second, name } : undefined;
    case "column":
    case "policy":
      return names.length > 1 ? { kind, table: { schema: third, name: second }, name } : undefined;
    case "enumValue":
      return names.length > 1 ? { kind, enum: { schema: third, name: second }, name } : undefined;
    default:
      return undefined;
  }
}

function malformed(text: string): GenError {
  return usageError(
    "rename_syntax",
    `"${text}" is not a rename.`,
    "Write KIND:OLD=NEW, for example table:cars=vehicles or column:vehicles.colour=color.",
  );
}
