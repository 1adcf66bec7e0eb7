/** The calls of `op` that one migration makes, and their outcomes. */
import { GenError } from "../errors.js";
import { nearMiss } from "../schema/near-miss.js";
import type { Migrate, RunnableStep } from "./load-migrations.js";
import { placeOf } from "./migration-error.js";
import type { Op } from "./op/create-op.js";
import type { ExecutorOptions, QueuedExecutor } from "./queued-executor.js";

/** A call in a migration. */
interface CallSite {
  readonly method: string;
  /** Its stack shows where in the migration the call is. */
  readonly site: Error;
}

/** A call of one of `op`'s methods, and its outcome. */
export interface Call extends CallSite {
  /** Whether the migration has awaited, returned or chained the promise. */
  isAwaited: boolean;
  /** Whether it has finished. */
  isSettled: boolean;
  failure?: { readonly error: unknown };
}

/** A call of `op` was not awaited. */
class NotAwaitedError extends GenError {
  /** @param calls empty if it is unknown which ones */
  constructor(readonly calls: readonly CallSite[]) {
    const [first] = calls;
    const what = first === undefined ? "a query of op.db" : `op.${first.method}`;
    const others = calls.length - 1;
    const more =
      others < 1 ? "" : others === 1 ? ", nor is 1 more call" : `, nor are ${others} more calls`;
    super("not_awaited", `${what} is not awaited${more}.`, {
      hint: "Write `await` before it, and before the calls of functions that call op. To await inside a loop, use `for … of`, not `forEach`.",
    });
  }
}

/** The calls of one migration, in order. */
export class CallLog {
  readonly op: Op;
  readonly calls: Call[] = [];
  readonly #queries = new WatchedQueries();
  #onLate: ((call: Call) => void) | undefined;

  /**
   * @param op its calls are recorded, so that an error can say where it arose, and a promise that
   * is not awaited is noticed; the rejection of such a promise does not end the process
   */
  constructor(op: Op) {
    this.op = new Proxy(op, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property);
        if (property === "db") return this.#queries.watch(target.db);
        if (typeof property !== "string") return value;
        // `await op` reads `then`, and printing reads `toJSON`.
        if (!(property in target) && property !== "then" && property !== "toJSON") {
          return () => {
            throw unknownMethod(property, Object.keys(target));
          };
        }
        if (typeof value !== "function") return value;
        return (...parameters: unknown[]) =>
          this.#track(property, () =>
            Reflect.apply(value, target, this.#withLogged(property, parameters)),
          );
      },
    });
  }

  /**
   * Runs a migration's function, and throws if it returns before all of its calls have finished:
   * these would run later, in another order, and perhaps after the COMMIT.
   */
  async run(
    migrate: Migrate,
    executor: Pick<QueuedExecutor<ExecutorOptions>, "isBusy" | "finish">,
    signal?: AbortSignal,
  ): Promise<void> {
    await untilAborted(Promise.resolve(migrate(this.op)), signal);
    this.#refuseUnawaited(0);
    if (executor.isBusy) throw new NotAwaitedError([]);
    const { length } = this.calls;
    await executor.finish();
    if (this.calls.length > length) throw new NotAwaitedError(this.calls.slice(length));
  }

  /** Where in the file an error arose, as far as the calls tell. */
  siteOf(error: unknown): Error | undefined {
    if (error instanceof NotAwaitedError) return error.calls[0]?.site;
    return this.calls.findLast((call) => call.failure?.error === error)?.site;
  }

  /** Marks the migration as ended: a later call does nothing, and is reported. */
  end({ revision, direction }: RunnableStep, onNotice?: (text: string) => void): void {
    this.#onLate = ({ method, site }) =>
      onNotice?.(
        `${placeOf(revision.path, [site]).text}: op.${method} was called after ${direction} had ended, and had no effect. Await the function that calls it.`,
      );
  }

  /** Throws if a call that a function made, from the call `first` on, has not finished. */
  #refuseUnawaited(first: number): void {
    const open = this.calls.slice(first).filter((call) => !call.isAwaited || !call.isSettled);
    const unawaited = [...open, ...this.#queries.unsent];
    if (unawaited.length > 0) throw new NotAwaitedError(unawaited);
  }

  #track(method: string, start: () => Promise<unknown>): Promise<unknown> {
    const site = new Error(`op.${method}`);
    const call: Call = { method, site, isAwaited: false, isSettled: false };
    this.calls.push(call);
    const promise = start();
    promise.then(
      () => (call.isSettled = true),
      (error: unknown) => Object.assign(call, { isSettled: true, failure: { error } }),
    );
    this.#onLate?.(call);
    return watched(promise, () => (call.isAwaited = true));
  }

  /** The `op` that `autocommit` passes to its body is recorded too. */
  #withLogged(method: string, parameters: unknown[]): unknown[] {
    const [body] = parameters;
    if (method !== "autocommit" || typeof body !== "function") return parameters;
    const logged = async (): Promise<void> => {
      const first = this.calls.length;
      await Reflect.apply(body, undefined, [this.op]);
      this.#refuseUnawaited(first);
    };
    return [logged];
  }
}

/** Notices that a promise is awaited: `await` reads its `then`. */
function watched<T>(promise: Promise<T>, onWait: () => void): Promise<T> {
  return new Proxy(promise, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== "function") return value;
      if (property === "then" || property === "catch" || property === "finally") onWait();
      return value.bind(target);
    },
  });
}

/** Methods that build a changing statement. A statement that only reads may be part of another. */
const building = new Set(["insert", "update", "delete", "execute", "refreshMaterializedView"]);
/** Methods that lead to the next stage of a builder. */
const continuing = ["values", "set", "select", "overridingSystemValue"];
/** Methods that send a statement, or make it part of another. */
const using = ["execute", "prepare", "getSQL"];

/** Drizzle sends a query when it is awaited. Without `await`, it would silently do nothing. */
class WatchedQueries {
  readonly #unsent = new Set<CallSite>();

  get unsent(): readonly CallSite[] {
    return [...this.#unsent];
  }

  /** The same database, with its statements recorded until they are sent. */
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

/** Stops waiting for a migration that waits for something other than the database. */
async function untilAborted(work: Promise<unknown>, signal?: AbortSignal): Promise<void> {
  const done = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(signal?.reason);
    signal?.addEventListener("abort", abort, { signal: done.signal });
    if (signal?.aborted === true) abort();
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    done.abort();
    work.catch(() => undefined);
  }
}

/** Methods of Alembic's `op` that have another name here, apart from camel case. */
const others: Readonly<Record<string, string>> = {
  batchaltertable: "the methods of op itself; PostgreSQL alters tables in place",
  createexcludeconstraint: 'op.execute("ALTER TABLE … ADD CONSTRAINT … EXCLUDE …")',
  createtablecomment: 'op.commentOn("table", …)',
  droptablecomment: 'op.commentOn("table", …, null)',
  getbind: "op.db, or op.query(…)",
  getcontext: "op.isOffline, op.args",
  f: "the name as it is",
  invoke: "the operation's own method",
  runasync: "await",
  altertable: "op.alterColumn(…), op.renameTable(…)",
  addconstraint:
    "op.createUniqueConstraint(…), op.createForeignKey(…), op.createCheckConstraint(…)",
  addforeignkey: "op.createForeignKey(…)",
  sql: "op.execute(…)",
  raw: "op.execute(…)",
  exec: "op.execute(…)",
  run: "op.execute(…)",
};

/** The error for a method that `op` does not have. `known` are its methods. */
function unknownMethod(name: string, known: readonly string[]): GenError {
  const plain = spelling(name);
  const other = others[plain];
  const similar = other === undefined ? nearMiss(name, known) : undefined;
  const meant = known.find((method) => spelling(method) === plain) ?? similar;
  const hint =
    meant !== undefined
      ? `Did you mean op.${meant}?`
      : other !== undefined
        ? `Write ${other} instead.`
        : "docs/reference.md lists the methods; op.execute(…) runs any SQL.";
  return new GenError("op_unknown", `op has no method ${name}.`, { hint });
}

function spelling(name: string): string {
  return name.replaceAll(/[^a-z0-9]/gi, "").toLowerCase();
}
