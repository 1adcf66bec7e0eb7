/** The proof itself: up, compare, down, compare, and up again. */
import { compare } from "../../compare/compare.js";
import type { Connection } from "../../database/connection.js";
import type { DatabaseError } from "../../database/errors.js";
import { introspect } from "../../introspect/introspect.js";
import { settle } from "../../introspect/oracle/settle.js";
import type { IntrospectionScope } from "../../introspect/types.js";
import {
  compile,
  describeObject,
  describeOperation,
  type Operation,
} from "../../operations/index.js";
import type { Schema } from "../../schema/types.js";
import {
  HeldTransaction,
  MigrationTransaction,
  type StepTransaction,
} from "../../runtime/transaction.js";
import { OperationFailure } from "../run-operations.js";
import { judged, type Judgement } from "../judgement.js";
import { withoutExpected } from "./come-back.js";
import type { Incomplete } from "./missing.js";
import { withoutNotNullNames } from "./older-server.js";
import { Hindrance, isPlansFault, refused } from "./refusal.js";
import { FileFailure, runFiles } from "./run-files.js";
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
  /** How Drizzle names columns for `op.db`. */
  readonly casing?: "snake_case" | "camelCase";
  readonly signal?: AbortSignal;
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
  const failedUp = await session.run("upgrade", "fails");
  if (failedUp !== undefined) return [failedUp];
  const left = trial.reaches ? await session.left(await session.read(), trial.desired, false) : [];
  const differences = left.map(leftBy("upgrade"));
  const failedDown = await session.run("downgrade", "fails");
  if (failedDown !== undefined) return [...differences, failedDown];
  const lost = withoutExpected(
    await session.left(await session.read(), before, true),
    trial.downgrade,
  );
  differences.push(...lost.map(leftBy("downgrade")));
  const failedAgain = await session.run("upgrade", "fails after the downgrade");
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
    direction: ProofDifference["direction"],
    verb: string,
  ): Promise<ProofDifference | undefined> {
    try {
      const { files, casing, signal } = this.trial;
      const { transaction } = this;
      await runFiles(files, direction, {
        transaction,
        ...(casing && { casing }),
        ...(signal && { signal }),
      });
      return undefined;
    } catch (error) {
      if (!(error instanceof FileFailure)) throw error;
      const { revision } = error;
      if (!(error.cause instanceof OperationFailure))
        return {
          direction,
          revision,
          message: `${verb}: ${error.cause.message.replace(/\.$/, "")}`,
        };
      const failure = this.asPlanned(error.cause, direction);
      if (!isPlansFault(failure, this.trial.holdsRows)) throw new Hindrance(direction, failure);
      const incomplete = await this.trial.lacking?.(failure.cause);
      if (incomplete !== undefined) throw incomplete;
      return { ...refused(direction, verb, failure), revision };
    }
  }

  /** What failed, as the plan has it: the file's own call does not know what was there before. */
  private asPlanned(
    failure: OperationFailure,
    direction: ProofDifference["direction"],
  ): OperationFailure {
    const { operation, statement, cause } = failure;
    const object = describeObject(operation);
    const same = this.trial[direction]
      .flatMap((one) => (one.kind === "autocommit" ? one.operations : [one]))
      .filter((one) => one.kind === operation.kind && describeObject(one) === object);
    const says = (one: Operation): boolean => compile(one).some(({ sql }) => sql === statement);
    const planned = same.find(says) ?? same[0];
    return planned === undefined ? failure : new OperationFailure(planned, statement, cause);
  }

  private get transaction(): StepTransaction {
    return this.insideTransaction
      ? new HeldTransaction(this.connection)
      : new MigrationTransaction(this.connection);
  }

  private get options() {
    return { insideTransaction: this.insideTransaction };
  }
}
