/** What migrations expect of the database and do not create: an administrator's or a platform's objects. */
import { readFileSync } from "node:fs";
import type { Connection } from "../../database/connection.js";
import type { DatabaseError } from "../../database/errors.js";
import { readDefinitions } from "../../introspect/definitions/read-definitions.js";
import { readObjects } from "../../introspect/definitions/objects.js";
import type { DatabaseObject, DatabaseObjects } from "../../introspect/definitions/types.js";
import { createAll } from "../proof/create-all.js";
import { neededObjects } from "../proof/needed-objects.js";

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const undefinedObject = /^(42P01|42704|42883|3F000|42703|42804|42846|42P17|42830)$/;

const nothing = { enums: [], sequences: [], tables: [], views: [] };

/** Supplies a scratch database with what it lacks and the database at hand has. */
export class Environment {
  #found: Promise<DatabaseObjects> | undefined;
  #migrations: string | undefined;
  readonly #supplied: DatabaseObject[] = [];

  /**
   * @param source The database at hand; not inside a transaction.
   * @param files Paths of all migration files, of which what they create is not copied.
   */
  constructor(
    private readonly source: Connection,
    private readonly target: Connection,
    private readonly files: readonly string[],
  ) {}

  /** All that has been copied. */
  get supplied(): readonly DatabaseObject[] {
    return this.#supplied;
  }

  /**
   * Copies what a refused statement mentions, with all that this uses.
   *
   * @returns in words what was copied: `table auth.users`; nothing where that does not help
   */
  async supply(error: DatabaseError): Promise<readonly string[]> {
    if (!undefinedObject.test(error.sqlState)) return [];
    const found = await (this.#found ??= readObjects(this.source));
    const there = new Set((await readObjects(this.target)).objects.map(nameOf));
    const lacking = neededObjects(found, nothing, error.statement).filter(
      (object) =>
        object.kind !== "publication" && !there.has(nameOf(object)) && !this.#isCreated(object),
    );
    const definitions = await readDefinitions(this.source, lacking);
    const refused = await createAll(
      this.target,
      definitions.map(({ label, statements, instead }) => ({
        label,
        name: "",
        statements,
        instead,
      })),
    );
    const failed = new Set(refused.map(({ creation }) => creation.label));
    const created = definitions.filter(({ label }) => !failed.has(label));
    const ids = new Set(created.map(({ id }) => id));
    this.#supplied.push(...lacking.filter(({ id }) => ids.has(id)));
    return [...new Set(created.map(({ label }) => label))];
  }

  /** Whether a migration creates something of that name. */
  #isCreated({ name, schema }: DatabaseObject): boolean {
    this.#migrations ??= this.files.map((file) => readFileSync(file, "utf8")).join("\n");
    return name !== "" && isCreatedIn(this.#migrations, name, schema);
  }
}

/**
 * Whether the text of migrations creates something of that name, or renames something to it, in a
 * call of `op` or in SQL.
 *
 * @param schema Where; what is created in another schema is something else.
 *
 * @example isCreatedIn('await op.execute("CREATE TABLE auth.users (id int)")', "users", "auth") // true
 */
export function isCreatedIn(text: string, name: string, schema?: string): boolean {
  const word = escaped(name);
  const renames = [
    `\\.\\s*(?:rename|set)\\w+\\([^;]*?,\\s*${literal(word)}\\s*,?\\s*\\)`,
    `\\brename\\s+to\\s+${inSql(word)}(?=[\\s;"'\`]|$)`,
  ];
  return (
    isCreatedByCall(text, word, schema) ||
    isCreatedInSql(text, word, schema) ||
    renames.some((pattern) => new RegExp(pattern, "iu").test(text))
  );
}

/** A name without a schema is one of `public`. */
function isCreatedByCall(text: string, word: string, schema: string | undefined): boolean {
  const call = new RegExp(
    `\\.\\s*create\\w+\\(\\s*(?:(\\{[^}]*\\bname:\\s*${literal(word)}[^}]*)|${literal(word)})`,
    "giu",
  );
  return [...text.matchAll(call)].some(([, object = ""]) => {
    if (schema === undefined) return true;
    if (!/\bschema\b/.test(object)) return schema === "public";
    const given = /\bschema:\s*(["'`])(.*?)\1/u.exec(object)?.[2];
    // Otherwise it is in a variable.
    return given === undefined || given === schema;
  });
}

/** A name without a schema is one of `public`, unless the migrations choose another search path. */
function isCreatedInSql(text: string, word: string, schema: string | undefined): boolean {
  const isFound = (between: string): boolean =>
    new RegExp(
      `\\bcreate\\s+(?:(?!(?:as|on|from)\\b)[\\w"]+\\s+){0,8}${between}${inSql(word)}(?=[\\s(;"'\`]|$)`,
      "iu",
    ).test(text);
  const qualifier = (of: string): string => `${inSql(of)}\\s*\\.\\s*`;
  if (schema === undefined) return isFound(`(?:${qualifier("[\\w$]+")})?`);
  const isUnqualified = schema === "public" || /\bsearch_path\b/i.test(text);
  return isFound(qualifier(escaped(schema))) || (isUnqualified && isFound(""));
}

function inSql(word: string): string {
  return `\\\\?"?${word}\\\\?"?`;
}

function literal(word: string): string {
  return `(?:"${word}"|'${word}'|\`${word}\`)`;
}

/** What means something in a regular expression; a needless escape is an error there. */
function escaped(name: string): string {
  return name.replaceAll(/[\^$\\.*+?()[\]{}|/]/g, "\\$&");
}

function nameOf({ id, kind, schema = "", name }: DatabaseObject): string {
  // Others of these may bear the same name.
  const isOverloaded = kind === "cast" || kind.startsWith("operator");
  return isOverloaded ? id : `${kind}\0${schema}\0${name}`;
}
