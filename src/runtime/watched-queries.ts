/** Statements of `op.db` that were built and never sent. */

/** A call in a migration. */
export interface CallSite {
  readonly method: string;
  /** Its stack says where in the migration the call stands. */
  readonly site: Error;
}

/** What builds a statement that changes something. What only reads may as well be part of another. */
const building = new Set(["insert", "update", "delete", "execute", "refreshMaterializedView"]);
/** What takes a builder to its next stage. */
const continuing = ["values", "set", "select", "overridingSystemValue"];
/** What sends a statement, or makes it a part of another. */
const using = ["execute", "prepare", "getSQL"];

/** Drizzle sends a query when somebody awaits it: without `await` it would silently do nothing. */
export class WatchedQueries {
  readonly #unsent = new Set<CallSite>();

  get unsent(): readonly CallSite[] {
    return [...this.#unsent];
  }

  /** The same database, whose statements are noted until they are sent. */
  watch<T extends object>(database: T): T {
    return new Proxy(database, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== "function" || typeof property !== "string") return value;
        if (property === "transaction") {
          return (body: unknown, ...rest: unknown[]): unknown =>
            Reflect.apply(value, target, [this.#watchBody(body), ...rest]);
        }
        if (!building.has(property)) return value;
        return (...parameters: unknown[]): unknown => {
          const method = `db.${property}`;
          const statement = { method, site: new Error(`op.${method}`) };
          this.#unsent.add(statement);
          return this.#follow(statement, Reflect.apply(value, target, parameters));
        };
      },
    });
  }

  #watchBody(body: unknown): unknown {
    if (typeof body !== "function") return body;
    return (transaction: object): unknown =>
      Reflect.apply(body, undefined, [this.watch(transaction)]);
  }

  #follow(statement: CallSite, builder: unknown): unknown {
    if (typeof builder !== "object" || builder === null) return builder;
    const override = (name: string, after: (result: unknown) => unknown): void => {
      const value: unknown = Reflect.get(builder, name);
      if (typeof value !== "function") return;
      Reflect.set(builder, name, (...parameters: unknown[]) =>
        after(Reflect.apply(value, builder, parameters)),
      );
    };
    for (const name of continuing) {
      override(name, (next) => (next === builder ? next : this.#follow(statement, next)));
    }
    for (const name of using) {
      override(name, (result) => {
        this.#unsent.delete(statement);
        return result;
      });
    }
    return builder;
  }
}
