/** The proof itself: up, compare, down, compare, and up again. */
import { compare } from "../../compare/compare.js";
import type { Connection } from "../../database/connection.js";
import type { DatabaseError } from "../../database/errors.js";
import { defined } from "../../defined.js";
import { introspect } from "../../introspect/introspect.js";
import { settle } from "../../introspect/oracle/settle.js";
import { compile, describeObject, describeOperation, partsOf } from "../../operations/rules.js";
import type { Operation } from "../../operations/types.js";
import { MigrationError } from "../../runtime/migration-error.js";
import { runStep } from "../../runtime/run-step.js";
import { heldTransaction, MigrationTransaction } from "../../runtime/transaction.js";
import { withoutAttributes } from "../../schema/attributes.js";
import type { Column, Schema } from "../../schema/types.js";
import { withVerdicts } from "../plan/hooks.js";
import { OperationFailure } from "../run-operations.js";
import type { Incomplete } from "./missing.js";
import { differenceOf, failureOf, Hindrance, isPlansFault } from "./refusal.js";
import { touchedBy, touchedPart, type Touched } from "./touched.js";
import type { Direction, ProofDifference, ProofInput } from "./types.js";

/** A plan, and where it is tried. */
export interface Trial {
  readonly input: ProofInput;
  readonly touched: Touched;
  /** Whether the tables have their rows there. */
  readonly holdsRows: boolean;
  /** Whether only one of the two databases has names for NOT NULL. */
  readonly ignoresNotNullNames?: boolean;
  /** Returns what is missing there, if that is why PostgreSQL refused a statement. */
  readonly lacking?: (refused: DatabaseError) => Promise<Incomplete | undefined>;
}

export function trialOf(input: ProofInput): Trial {
  const operations = [...input.upgrade, ...input.downgrade];
  return { input, touched: touchedBy(operations, input.seen.before), holdsRows: true };
}

/** Something that runs in both directions, and the remaining changes after each. */
export interface RoundTrip<State> {
  read(): Promise<State>;
  run(direction: Direction): Promise<void>;
  /**
   * Returns `undefined` to end the trial. @throws Hindrance if the file is not to blame
   */
  judge(
    failed: MigrationError,
    direction: Direction,
    verb: string,
  ): Promise<ProofDifference | undefined>;
  /** The changes that remain after the upgrade to reach the models. */
  leftByUpgrade(): Promise<readonly Operation[]>;
  /** The changes that would restore what was there before. */
  leftByDowngrade(before: State): Promise<readonly Operation[]>;
}

export async function roundTrip<State>(
  trip: RoundTrip<State>,
  signal: AbortSignal | undefined,
): Promise<readonly ProofDifference[]> {
  const differences: ProofDifference[] = [];
  const runs = async (direction: Direction, verb: string): Promise<boolean> => {
    try {
      await trip.run(direction);
      return true;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof MigrationError)) throw error;
      const difference = await trip.judge(error, direction, verb);
      if (difference !== undefined) differences.push(difference);
      return false;
    }
  };
  const note = (direction: Direction, left: readonly Operation[]): void => {
    for (const operation of left)
      differences.push({ direction, message: `leaves undone: ${describeOperation(operation)}` });
  };
  const before = await trip.read();
  if (!(await runs("upgrade", "fails"))) return differences;
  note("upgrade", await trip.leftByUpgrade());
  if (!(await runs("downgrade", "fails"))) return differences;
  note("downgrade", await trip.leftByDowngrade(before));
  await runs("upgrade", "fails after the downgrade");
  return differences;
}

export class PlanTrip implements RoundTrip<Schema> {
  constructor(
    private readonly connection: Connection,
    private readonly trial: Trial,
    private readonly insideTransaction: boolean,
  ) {}

  async read(): Promise<Schema> {
    const { touched, input, ignoresNotNullNames } = this.trial;
    const { scope } = input.seen;
    const limited = {
      ...scope,
      schemas: [...new Set([...scope.schemas, ...touched.schemas])],
      only: [...touched.relations.values()],
      onlyEnums: [...touched.enums.values()],
      roles: [...touched.roles],
    };
    const { insideTransaction } = this;
    const found = await introspect(this.connection, limited, { insideTransaction });
    const part = touchedPart(found.schema, touched);
    return ignoresNotNullNames === true ? withoutNotNullNames(part) : part;
  }

  async leftByUpgrade(): Promise<readonly Operation[]> {
    const { input, touched } = this.trial;
    const { desired, hooks = {} } = input.seen;
    if (input.reaches === false) return [];
    const wanted = touchedPart(desired, touched);
    const settled = await this.settled(await this.read(), wanted);
    const { comments = false } = hooks;
    return compare(settled.actual, withVerdicts(settled, wanted, hooks), { comments }).upgrade;
  }

  async leftByDowngrade(before: Schema): Promise<readonly Operation[]> {
    const { actual, desired } = await this.settled(await this.read(), before);
    const { upgrade } = compare(actual, desired, { catalogs: true, attributes: true });
    return withoutExpected(upgrade, this.trial.input.downgrade);
  }

  private settled(actual: Schema, desired: Schema) {
    const { insideTransaction } = this;
    const { searchPath } = this.trial.input.seen;
    return settle(this.connection, actual, desired, { searchPath, insideTransaction });
  }

  /** Calls the functions of the files with the checks of an upgrade. Writes no version row. */
  async run(direction: Direction): Promise<void> {
    const { files, casing, signal } = this.trial.input;
    const transaction = this.insideTransaction
      ? heldTransaction(this.connection)
      : new MigrationTransaction(this.connection);
    for (const file of direction === "upgrade" ? files : files.toReversed()) {
      const step = { direction, revision: file, headsBefore: [], headsAfter: [] };
      await runStep(step, file[direction], defined({ transaction, casing, signal }));
    }
  }

  async judge(failed: MigrationError, direction: Direction, verb: string) {
    const { input, holdsRows, lacking } = this.trial;
    const cause = failureOf(failed);
    const failure = cause instanceof OperationFailure ? asPlanned(cause, input[direction]) : cause;
    if (failure instanceof OperationFailure) {
      if (!isPlansFault(failure, holdsRows)) throw new Hindrance(direction, failure);
      const incomplete = await lacking?.(failure.cause);
      if (incomplete !== undefined) throw incomplete;
    }
    return { ...differenceOf(direction, verb, failure), revision: failed.revision };
  }
}

/** The failed operation of the plan, because the file's own call does not know the old state. */
function asPlanned(failure: OperationFailure, plan: readonly Operation[]): OperationFailure {
  const { operation, statement, cause } = failure;
  const object = describeObject(operation);
  const same = plan
    .flatMap(partsOf)
    .filter(({ kind }) => kind === operation.kind)
    .filter((candidate) => describeObject(candidate) === object);
  const planned =
    same.find((candidate) => compile(candidate).some(({ sql }) => sql === statement)) ?? same[0];
  return planned === undefined ? failure : new OperationFailure(planned, statement, cause);
}

/** A missing NOT NULL is expected if a column becomes nullable because of the rows. */
function withoutExpected(
  left: readonly Operation[],
  downgrade: readonly Operation[],
): readonly Operation[] {
  const nullable = downgrade
    .flatMap(partsOf)
    .filter((operation) => operation.kind === "addColumn" && !operation.column.notNull);
  const names = new Set(nullable.map(describeObject));
  return left.filter(
    (operation) =>
      operation.kind !== "alterColumn" ||
      operation.changes.notNull !== true ||
      Object.keys(operation.changes).length > 1 ||
      !names.has(describeObject(operation)),
  );
}

/** Names that a plan for an older server cannot take into account. */
function withoutNotNullNames(schema: Schema): Schema {
  const unnamed = (column: Column): Column =>
    withoutAttributes(column, (setting) => setting === "notNullName");
  const tables = schema.tables.map((table) => ({ ...table, columns: table.columns.map(unnamed) }));
  return { ...schema, tables };
}
