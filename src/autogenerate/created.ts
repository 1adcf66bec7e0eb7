/** What migrations create, read from their text without running them. */
import { readFileSync } from "node:fs";
import { nameKey, sameName } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";

export interface Created {
  /** The schemas that a migration creates, or renames to. */
  readonly schemas: ReadonlySet<string>;
  /** The schemas besides `public` in which a migration creates something. */
  readonly entered: ReadonlySet<string>;
  /** Whether a migration creates the table, enum, sequence or view, or gives something its name. */
  has(object: QualifiedName): boolean;
}

/**
 * Finds calls of `op` with literal arguments, and `CREATE` in SQL. What says IF NOT EXISTS may have
 * been there before and does not count.
 *
 * @param files Paths of all migration files, which are read.
 * @example createdBy(["migrations/3f2a9c81b0de_billing.ts"]).schemas // Set { "billing" }
 */
export function createdBy(files: readonly string[]): Created {
  const texts = files.map((file) => readFileSync(file, "utf8"));
  const objects = texts.flatMap(createdObjects);
  const keys = new Set(objects.map(nameKey));
  const entered = new Set(objects.map(({ schema }) => schema));
  entered.delete("public");
  return {
    schemas: new Set(texts.flatMap(createdSchemas)),
    entered,
    has: (object) => keys.has(nameKey(object)),
  };
}

/** A string literal of TypeScript; the text stands in the group after that of its quote. */
function literal(group: number): string {
  return `(["'\`])((?:\\\\.|(?!\\${group})[^\\\\])+)\\${group}`;
}

const schemaCalls = new RegExp(
  `\\bop\\s*\\.\\s*(?:createSchema|renameSchema)\\(\\s*(?:(["'\`])(?:(?!\\1).)*\\1\\s*,\\s*)?${literal(2)}`,
  "g",
);

/** A name in SQL, which may stand in a string with escaped quotes. */
const sqlName = String.raw`(?:\\?"((?:[^"\\]|"")+)\\?"|([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*))`;
const schemaSql = new RegExp(
  String.raw`\bcreate\s+schema\s+(?!if\s+not\s+exists\b|authorization\b)${sqlName}`,
  "gi",
);
const objectSql = new RegExp(
  String.raw`\bcreate\s+(?:unlogged\s+)?(?:table|type|sequence|(?:or\s+replace\s+)?(?:materialized\s+)?view)\s+(?!if\s+not\s+exists\b)${sqlName}\s*\.\s*${sqlName}`,
  "gi",
);

/** A schema's name that is worked out: any literal of the file may be it. */
const dynamicSchema = /createSchema\(\s*(?!["'])(?!`[^`$]*`)|\bcreate\s+schema\s+\\?"?\$\{/i;

function createdSchemas(text: string): readonly string[] {
  return [
    ...(dynamicSchema.test(text)
      ? Array.from(text.matchAll(/(["'`])([^"'`\n]{1,63})\1/g), ([, , name = ""]) => name)
      : []),
    ...Array.from(text.matchAll(schemaCalls), ([, , , name]) => unescaped(name)),
    ...Array.from(text.matchAll(schemaSql), ([, quoted, bare]) => sqlText(quoted, bare)),
  ];
}

const named = `\\{\\s*schema:\\s*${literal(1)}\\s*,\\s*name:\\s*${literal(3)}\\s*,?\\s*\\}`;
const creations = new RegExp(
  `\\bop\\s*\\.\\s*create(?:Table|Enum|Sequence|View|MaterializedView)\\(\\s*${named}`,
  "g",
);
const drops = new RegExp(
  `\\bop\\s*\\.\\s*drop(?:Table|Enum|Sequence|View|MaterializedView)\\(\\s*${named}`,
  "g",
);
const renames = new RegExp(
  `\\bop\\s*\\.\\s*rename(?:Table|Enum|Sequence|View)\\(\\s*${named}\\s*,\\s*${literal(5)}`,
  "g",
);
const moves = new RegExp(
  `\\bop\\s*\\.\\s*set(?:Table|Enum|Sequence|View)Schema\\(\\s*(?:\\{[^}]*\\bname:\\s*)?${literal(1)}[^}"'\`]*\\}?\\s*,\\s*${literal(3)}`,
  "g",
);

/** What is dropped first is put back: by the downgrade, or because it was in the way. */
function createdObjects(text: string): readonly QualifiedName[] {
  const dropped = placesOf(text, drops);
  const created = placesOf(text, creations).filter(
    ({ at, name }) => !dropped.some((drop) => drop.at < at && sameName(drop.name, name)),
  );
  return [
    ...created.map(({ name }) => name),
    ...Array.from(text.matchAll(renames), ([, , schema, , , , name]) => literalName(schema, name)),
    ...Array.from(text.matchAll(moves), ([, , name, , schema]) => literalName(schema, name)),
    ...Array.from(text.matchAll(objectSql), ([, schema, bareSchema, name, bareName]) => ({
      schema: sqlText(schema, bareSchema),
      name: sqlText(name, bareName),
    })),
  ];
}

function placesOf(
  text: string,
  calls: RegExp,
): readonly { readonly at: number; readonly name: QualifiedName }[] {
  return Array.from(text.matchAll(calls), ({ index, 2: schema, 4: name }) => ({
    at: index,
    name: literalName(schema, name),
  }));
}

function literalName(schema: string | undefined, name: string | undefined): QualifiedName {
  return { schema: unescaped(schema), name: unescaped(name) };
}

function unescaped(text = ""): string {
  return text.replaceAll(/\\(.)/g, "$1");
}

function sqlText(quoted: string | undefined, bare = ""): string {
  return quoted === undefined ? bare.toLowerCase() : quoted.replaceAll('""', '"');
}
