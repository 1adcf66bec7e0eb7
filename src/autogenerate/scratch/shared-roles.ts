/** Roles in a scratch database: they are the whole server's, where others may use them. */
import type { Connection } from "../../database/connection.js";
import type { Operation } from "../../operations/types.js";
import { quoteIdentifier } from "../../schema/identifiers.js";

/**
 * Lets migrations run that make and drop roles which the server has already: what is there stays as
 * it is, and what they make is gone afterwards.
 */
export class SharedRoles {
  readonly #made = new Set<string>();

  constructor(private readonly connection: Connection) {}

  /** What is done in an operation's stead: the same, or nothing. */
  readonly instead = async (operation: Operation): Promise<readonly Operation[]> => {
    switch (operation.kind) {
      case "createRole": {
        const { name } = operation.role;
        if (await this.#isThere(name)) return [];
        this.#made.add(name);
        return [operation];
      }
      case "dropRole":
        return this.#made.delete(operation.name) ? [operation] : [];
      case "alterRole":
        return this.#made.has(operation.name) ? [operation] : [];
      case "renameRole":
        if (this.#made.delete(operation.from)) this.#made.add(operation.to);
        return [operation];
      default:
        return [operation];
    }
  };

  /** Drops the roles that were made, as far as that is possible. */
  async drop(): Promise<void> {
    for (const name of this.#made) {
      const role = quoteIdentifier(name);
      await this.connection
        .batch(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
        .catch(() => undefined);
    }
  }

  async #isThere(name: string): Promise<boolean> {
    const rows = await this.connection.query("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", [
      name,
    ]);
    return rows.length > 0;
  }
}
