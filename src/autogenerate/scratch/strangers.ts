/** What a scratch database holds that no migration has created. */
import type { ResolvedConfig } from "../../config/types.js";
import type { Connection } from "../../database/connection.js";
import { nameKey } from "../../schema/identifiers.js";
import type { SchemaObject } from "../../schema/types.js";

/** Others' objects, which only stand in for what the real database has. */
export class Strangers {
  readonly #schemas = new Set<string>();
  readonly #objects = new Set<string>();

  /**
   * Notes everything that is there now.
   *
   * @param ours Schemas that hold others' objects, but are not others' themselves.
   */
  async note(connection: Connection, ours: readonly string[]): Promise<void> {
    const rows = await connection.query<{ schema: string; name: string | null }>(
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

  /** Notes what was created later. */
  add(
    objects: readonly { readonly kind: string; readonly schema?: string; readonly name: string }[],
  ): void {
    for (const { kind, schema, name } of objects) {
      if (kind === "schema") this.#schemas.add(name);
      else if (schema !== undefined) this.#objects.add(nameKey({ schema, name }));
    }
  }

  /** The configuration for comparisons in which they take no part. */
  without(config: ResolvedConfig): ResolvedConfig {
    if (this.#schemas.size === 0 && this.#objects.size === 0) return config;
    const { include } = config;
    return {
      ...config,
      include: (object) => !this.#has(object) && (include?.(object) ?? true),
    };
  }

  #has({ kind, schema, table, name }: SchemaObject): boolean {
    if (kind === "schema") return this.#schemas.has(name);
    if (schema === undefined) return false;
    return this.#schemas.has(schema) || this.#objects.has(nameKey({ schema, name: table ?? name }));
  }
}
