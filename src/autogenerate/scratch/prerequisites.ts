/** What migrations expect in a database and do not create, such as a platform's objects. */
import type { ResolvedConfig } from "../../config/types.js";
import type { Connection } from "../../database/connection.js";
import { describeDatabaseError, DatabaseError } from "../../database/errors.js";
import { failedError } from "../../errors.js";
import {
  type DatabaseObject,
  type DatabaseObjects,
  readDefinitions,
  readObjects,
} from "../../introspect/definitions/objects.js";
import { emptySchema } from "../../schema/types.js";
import type { SchemaObject } from "../../schema/object-ref.js";
import { nameKey } from "../../schema/identifiers.js";
import { type Created, createdBy } from "../created.js";
import { createAll } from "../proof/fill.js";
import { neededObjects } from "../proof/needed-objects.js";

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const undefinedObject = /^(42P01|42704|42883|3F000|42703|42804|42846|42P17|42830)$/;

/** Runs `scratch.before` of the configuration. @throws GenError `scratch_before` */
export async function prepareScratch(
  target: Connection,
  config: Pick<ResolvedConfig, "scratch" | "schemas">,
): Promise<Prerequisites> {
  const prerequisites = new Prerequisites(target);
  const { before } = config.scratch;
  if (before === undefined) return prerequisites;
  const query = async (sql: string): Promise<void> => void (await target.batch(sql));
  try {
    await (typeof before === "string" ? query(before) : before({ query }));
  } catch (cause) {
    const reason = cause instanceof DatabaseError ? describeDatabaseError(cause) : String(cause);
    const message = `\`scratch.before\` of the configuration failed in the scratch database: ${reason}`;
    const hint =
      "It runs on an empty database, before the first migration. Your database was not changed.";
    throw failedError("scratch_before", message, hint, cause);
  }
  await prerequisites.noteAll(config.schemas ?? ["public"]);
  return prerequisites;
}

class Prerequisites {
  #found: Promise<DatabaseObjects> | undefined;
  #created: Created | undefined;
  readonly #schemas = new Set<string>();
  readonly #objects = new Set<string>();

  constructor(private readonly target: Connection) {}

  /** @param ours schemas that are ours although they contain objects of others */
  async noteAll(ours: readonly string[]): Promise<void> {
    const rows = await this.target.query<{ schema: string; name: string | null }>(
      `select n.nspname as schema, o.name
        from pg_catalog.pg_namespace n
        left join (
          select relnamespace as namespace, relname as name from pg_catalog.pg_class
          where relkind in ('r', 'p', 'f', 'v', 'm', 'S')
          union all
          select typnamespace, typname from pg_catalog.pg_type where typtype in ('e', 'd', 'c', 'r')
        ) o on o.namespace = n.oid
        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
    );
    for (const { schema, name } of rows) {
      if (!ours.includes(schema)) this.#schemas.add(schema);
      if (name !== null) this.#objects.add(nameKey({ schema, name }));
    }
  }

  /**
   * Copies what a refused statement needs and no migration creates. @returns their labels
   */
  async supply(
    error: DatabaseError,
    source: Connection,
    files: readonly string[],
  ): Promise<readonly string[]> {
    if (!undefinedObject.test(error.sqlState)) return [];
    const created = (this.#created ??= createdBy(files));
    const found = await (this.#found ??= readObjects(source));
    const there = new Set((await readObjects(this.target)).objects.map(keyOf));
    const missing = neededObjects(found, emptySchema, error.statement)
      .filter((object) => object.kind !== "publication" && !there.has(keyOf(object)))
      .filter(({ name, schema }) => name === "" || !created.mayHave(name, schema));
    const definitions = await readDefinitions(source, missing);
    const refused = await createAll(this.target, definitions);
    const failed = new Set(refused.map(({ creation }) => creation.label));
    const supplied = definitions.filter(({ label }) => !failed.has(label));
    const ids = new Set(supplied.map(({ id }) => id));
    for (const { kind, schema, name } of missing.filter(({ id }) => ids.has(id))) {
      if (kind === "schema") this.#schemas.add(name);
      else if (schema !== undefined) this.#objects.add(nameKey({ schema, name }));
    }
    return [...new Set(supplied.map(({ label }) => label))];
  }

  /** The configuration for comparisons that ignore these objects. */
  leftOutOf(config: ResolvedConfig): ResolvedConfig {
    if (this.#schemas.size === 0 && this.#objects.size === 0) return config;
    const { include } = config;
    return { ...config, include: (object) => !this.#has(object) && (include?.(object) ?? true) };
  }

  #has({ kind, schema, table, name }: SchemaObject): boolean {
    if (kind === "schema") return this.#schemas.has(name);
    if (schema === undefined) return false;
    return this.#schemas.has(schema) || this.#objects.has(nameKey({ schema, name: table ?? name }));
  }
}

function keyOf({ id, kind, schema = "", name }: DatabaseObject): string {
  // Several of these can have the same name.
  const isOverloaded = kind === "cast" || kind.startsWith("operator");
  return isOverloaded ? id : `${kind}\0${schema}\0${name}`;
}
