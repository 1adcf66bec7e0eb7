/** What migrations create, read from their text without running them. */
import { readFileSync } from "node:fs";
import { defined } from "../defined.js";
import { nameKey } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";

export interface Created {
  /** The schemas that a migration creates, or renames another to. */
  readonly schemas: ReadonlySet<string>;
  /** The schemas besides `public` in which a migration creates something. */
  readonly entered: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
  /** IF NOT EXISTS does not count: the object may have existed before. */
  has(object: QualifiedName): boolean;
  /** Whether a migration may create an object of that name; without a schema, in any schema. */
  mayHave(name: string, schema?: string): boolean;
}

/** Finds calls of `op` with literal arguments, and `CREATE` in SQL, in the files at these paths. */
export function createdBy(files: readonly string[]): Created {
  return createdIn(files.map((file) => readFileSync(file, "utf8")));
}

/** Like {@link createdBy}, but reads the files on first use, and only once. */
export function createdOnce(files: readonly string[]): () => Created {
  return lazily(() => createdBy(files));
}

export function createdIn(texts: readonly string[]): Created {
  // Searching a large file takes a while, and most commands ask only for schemas.
  const files = texts.map((text) => ({ text, objects: lazily(() => objectsIn(text)) }));
  const all = lazily(() => files.flatMap(({ objects }) => objects()));
  // A file that never says "schema" and has no SQL that names one is about `public` alone.
  const elsewhere = files
    .filter(({ text }) => /schema/i.test(text) || statements(text).some(isElsewhere))
    .flatMap(({ objects }) => objects());
  const entered = new Set(relationsOf(elsewhere).map(({ schema }) => schema));
  entered.delete("public");
  // If the name of a schema is computed, any literal of the file can be the name.
  const computed = texts.filter((text) => computedSchema.test(text)).flatMap(shortLiterals);
  const keys = lazily(() => new Set(relationsOf(all()).map(nameKey)));
  const setsPath = texts.some((text) => /\bsearch_path\b/i.test(text));
  return {
    schemas: new Set([...computed, ...namesOf(elsewhere, /^schema$/i)]),
    entered,
    get policies() {
      return new Set(namesOf(all(), /^Policy$/));
    },
    get extensions() {
      return new Set(namesOf(all(), /^Extension$/));
    },
    has: (object) => keys().has(nameKey(object)),
    mayHave: (name, schema) =>
      all().some((object) => {
        const isAnywhere = setsPath && object.isUnqualified === true;
        const schemas = isAnywhere ? [schema] : [object.schema ?? schema, undefined];
        return object.name === name && schemas.includes(schema);
      }),
  };
}

function objectsIn(text: string): readonly CreatedObject[] {
  return withoutRestored([...calls(text), ...statements(text)]);
}

function isElsewhere({ schema }: Found): boolean {
  return schema !== "public";
}

function namesOf(created: readonly CreatedObject[], what: RegExp): readonly string[] {
  return created.filter((object) => what.test(object.what)).map(({ name }) => name);
}

function relationsOf(created: readonly CreatedObject[]): readonly QualifiedName[] {
  return created.flatMap(({ what, schema, name, isRestored }) =>
    schema !== undefined && !isRestored && relationsAndTypes.test(what) ? [{ schema, name }] : [],
  );
}

/** The value of `make`, which is called when the value is first asked for, and once. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

interface Found {
  readonly at: number;
  readonly verb: "create" | "rename" | "set" | "drop";
  /** `Table` of `op.createTable`; `or replace view` of `CREATE OR REPLACE VIEW`. */
  readonly what: string;
  /** Absent if the text does not tell. */
  readonly schema?: string | undefined;
  readonly name: string;
  /** In SQL, another `search_path` can decide the schema. */
  readonly isUnqualified?: boolean;
}

interface CreatedObject extends Found {
  readonly isRestored: boolean;
}

const relationsAndTypes =
  /^(?:(?:Table|Enum|Sequence|View|MaterializedView)(?:Schema)?|(?:unlogged )?table|type|sequence|(?:or replace )?(?:materialized )?view)$/;

/** Objects that are dropped first are only restored: by a downgrade, or around a change. */
function withoutRestored(found: readonly Found[]): readonly CreatedObject[] {
  const keyOf = ({ schema = "", name }: Found): string => nameKey({ schema, name });
  const firstDrop = new Map<string, number>();
  for (const object of found)
    if (object.verb === "drop") {
      const key = keyOf(object);
      firstDrop.set(key, Math.min(object.at, firstDrop.get(key) ?? object.at));
    }
  const made = found.filter(({ verb }) => verb !== "drop");
  return made.map((object) => {
    const at = firstDrop.get(keyOf(object)) ?? Infinity;
    return { ...object, isRestored: object.verb === "create" && at < object.at };
  });
}

const argument = /(?:(["'`])((?:\\.|(?!\1)[^\\])*)\1|\{([^}]*)\}?|[\w$.]+)\s*,?\s*/y;

function calls(text: string): readonly Found[] {
  const found = text.matchAll(/\.\s*(create|rename|set|drop)(\w+)\(\s*/g);
  return Array.from(found).flatMap(({ index: at, 0: head, 1: verb, 2: what = "" }): Found[] => {
    argument.lastIndex = at + head.length;
    const { schema, name } = nameIn(argument.exec(text));
    if (verb === "create" || verb === "drop")
      return name === undefined ? [] : [{ at, verb, what, schema, name }];
    let to: string | undefined;
    for (let next = argument.exec(text); next !== null; next = argument.exec(text)) to = next[2];
    if (to === undefined) return [];
    if (verb === "rename") return [{ at, verb, what, schema, name: unescaped(to) }];
    return verb === "set" && what.endsWith("Schema") && name !== undefined
      ? [{ at, verb, what, schema: unescaped(to), name }]
      : [];
  });
}

const schemaProperty = propertyPattern("schema");
const nameProperty = propertyPattern("name");

function propertyPattern(key: string): RegExp {
  return new RegExp(`\\b${key}:\\s*(["'\`])((?:\\\\.|(?!\\1)[^\\\\])*)\\1`);
}

/** A name without a schema means `public`. */
function nameIn(found: RegExpExecArray | null): Partial<Pick<Found, "schema" | "name">> {
  const { 2: literal, 3: object } = found ?? [];
  if (literal !== undefined) return { schema: "public", name: unescaped(literal) };
  const value = (property: RegExp): string | undefined => {
    const given = property.exec(object ?? "")?.[2];
    return given === undefined ? undefined : unescaped(given);
  };
  // A schema that is not a literal is in a variable.
  const hasSchema = /\bschema\b/.test(object ?? "");
  return defined({
    schema: hasSchema ? value(schemaProperty) : "public",
    name: value(nameProperty),
  });
}

/** A name in SQL, possibly in a string with escaped quotes. */
const sqlName = String.raw`(?:\\?"((?:[^"\\]|"")+)\\?"|([\w$\u0080-\uffff]+))`;
const word = new RegExp(`${sqlName}(?:\\s*\\.\\s*${sqlName})?(?=[\\s(;"'\`\\\\]|$)(\\s*)`, "y");

/** Any word after CREATE can be the name, up to AS, ON or FROM. */
function statements(text: string): readonly Found[] {
  const renamed = text.matchAll(new RegExp(String.raw`\brename\s+to\s+${sqlName}`, "gi"));
  return [
    ...Array.from(text.matchAll(/\bcreate\s+/gi)).flatMap(({ index, 0: head }) =>
      wordsFrom(text, index, index + head.length),
    ),
    ...Array.from(renamed, ({ index: at, 1: quoted, 2: bare }): Found => {
      return { at, verb: "rename", what: "", name: sqlText(quoted, bare) };
    }),
  ];
}

function wordsFrom(text: string, at: number, start: number): readonly Found[] {
  const found: Found[] = [];
  const words: string[] = [];
  word.lastIndex = start;
  while (words.length <= 8) {
    const [all, first, bareFirst, second, bareSecond, space] = word.exec(text) ?? [];
    if (all === undefined || /^(?:as|on|from)$/i.test(bareFirst ?? "")) break;
    const name = sqlText(first, bareFirst);
    const part = sqlText(second, bareSecond);
    const made = { at, verb: "create" as const, what: words.join(" ") };
    const isName = made.what !== "schema" || !/^(?:if|authorization)$/.test(name);
    if (part !== "") found.push({ ...made, schema: name, name: part });
    else if (isName) found.push({ ...made, schema: "public", name, isUnqualified: true });
    if (part !== "" || space === "") break;
    words.push(name);
  }
  return found;
}

const computedSchema = /createSchema\(\s*(?!["'])(?!`[^`$]*`)|\bcreate\s+schema\s+\\?"?\$\{/i;

function shortLiterals(text: string): readonly string[] {
  return Array.from(text.matchAll(/(["'`])([^"'`\n]{1,63})\1/g), ([, , name = ""]) => name);
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, "$1");
}

function sqlText(quoted: string | undefined, bare = ""): string {
  return quoted?.replaceAll('""', '"') ?? bare.toLowerCase();
}
