/** The proof itself: up, compare, down, compare, and up again. */
import { compare } from "../../compare/compare.js";
import type { Connection } from "../../database/connection.js";
import type { DatabaseError } from "../../database/errors.js";
import { introspect } from "../../introspect/introspect.js";
import { settle } from "../../introspect/oracle/settle.js";
import type { IntrospectionScope } from "../../introspect/types.js";
import { describeOperation, type Operation } from "../../operations/index.js";
import type { Schema } from "../../schema/types.js";
import { OperationFailure, runOperations } from "../run-operations.js";
import { judged, type Judgement } from "../judgement.js";
import type { Incomplete } from "./missing.js";
import { withoutNotNullNames } from "./older-server.js";
import { Hindrance, isPlansFault, refused } from "./refusal.js";
import { touchedPart, type Touched } from "./touched.js";
import type { ProofDifference, Provable } from "./types.js";

export interface Trial extends Provable {
  readonly touched: Touched;
  /** What the plan is to reach, or the part of it that is touched. */
  readonly desired: Schema;
  readonly judgement: Judgement;
  /** Whether it is to reach all of that. */
  readonly reaches: boolean;
  /** Of the comparison that made the plan. */
  readonly scope: IntrospectionScope;
  /** The schemas that the plan's session looks in. */
  readonly searchPath: readonly string[];
  /** Whether it is tried out where the tables have their rows. */
  readonly holdsRows: boolean;
  /** Whether only the database that the plan is for, or only this one, has names for them. */
  readonly ignoresNotNullNames?: boolean;
  /** Whether a refusal tells more about where the plan is tried out than about the plan. */
  readonly lacking?: (refused: DatabaseError) => Promise<Incomplete | undefined>;
}

/**
 * Runs the plan forwards, backwards and forwards in a database that holds what it touches, and
 * tells what is not as it should be.
 *
 * @param insideTransaction A transaction is open, and everything stays in it.
 * @throws Hindrance at the first statement that PostgreSQL refuses for a reason that is not the
 *   plan's
 * @throws Incomplete where it is refused for something that is lacking only here
 */
export async function tryOut(
  connection: Connection,
  trial: Trial,
  insideTransaction: boolean,
): Promise<readonly ProofDifference[]> {
  const session = new Session(connection, trial, insideTransaction);
  const before = await session.read();
  const failedUp = await session.run(trial.upgrade, "upgrade", "fails");
  if (failedUp !== undefined) return [failedUp];
  const left = trial.reaches ? await session.left(await session.read(), trial.desired, false) : [];
  const differences = left.map(leftBy("upgrade"));
  const failedDown = await session.run(trial.downgrade, "downgrade", "fails");
  if (failedDown !== undefined) return [...differences, failedDown];
  const lost = await session.left(await session.read(), before, true);
  differences.push(...lost.map(leftBy("downgrade")));
  const failedAgain = await session.run(trial.upgrade, "upgrade", "fails after the downgrade");
  return failedAgain === undefined ? differences : [...differences, failedAgain];
}

function leftBy(direction: ProofDifference["direction"]): (one: Operation) => ProofDifference {
  return (one) => ({ direction, message: `leaves to do: ${describeOperation(one)}` });
}

class Session {
  constructor(
    private readonly connection: Connection,
    private readonly trial: Trial,
    private readonly insideTransaction: boolean,
  ) {}

  /** What is touched, as it is now. */
  async read(): Promise<Schema> {
    const { scope, touched } = this.trial;
    const limited: IntrospectionScope = {
      ...scope,
      schemas: [...new Set([...scope.schemas, ...touched.schemas])],
      only: [...touched.relations.values()],
      onlyEnums: [...touched.enums.values()],
      roles: [...touched.roles],
    };
    const found = await introspect(this.connection, limited, this.options);
    const part = touchedPart(found.schema, touched);
    return this.trial.ignoresNotNullNames === true ? withoutNotNullNames(part) : part;
  }

  /** What would have to be done to make the one the other. */
  async left(actual: Schema, desired: Schema, catalogs: boolean): Promise<readonly Operation[]> {
    const settled = await settle(this.connection, actual, desired, {
      searchPath: this.trial.searchPath,
      insideTransaction: this.insideTransaction,
    });
    const { judgement } = this.trial;
    const wanted = catalogs ? settled.desired : judged(settled, desired, judgement);
    const comments = judgement.comments ?? false;
    return compare(settled.actual, wanted, { catalogs, attributes: catalogs, comments }).upgrade;
  }

  async run(
    operations: readonly Operation[],
    direction: ProofDifference["direction"],
    verb: string,
  ): Promise<ProofDifference | undefined> {
    try {
      await runOperations(this.connection, operations, this.options);
      return undefined;
    } catch (error) {
      if (!(error instanceof OperationFailure)) throw error;
      if (!isPlansFault(error, this.trial.holdsRows)) throw new Hindrance(direction, error);
      const incomplete = await this.trial.lacking?.(error.cause);
      if (incomplete !== undefined) throw incomplete;
      return refused(direction, verb, error);
    }
  }

  private get options() {
    return { insideTransaction: this.insideTransaction };
  }
}
