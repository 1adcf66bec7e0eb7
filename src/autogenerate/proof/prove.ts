/** Tries a plan before it is written, and chooses where. */
import type { Connection } from "../../database/connection.js";
import { DatabaseError } from "../../database/errors.js";
import { GenError } from "../../errors.js";
import { readObjects } from "../../introspect/definitions/objects.js";
import { textArray } from "../../introspect/scope.js";
import { compile, isTransactional } from "../../operations/rules.js";
import type { Operation } from "../../operations/types.js";
import { displayName, nameKey, quoteName, NAMED_NOT_NULLS } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import { listed } from "../listed.js";
import { readOnly } from "../read-only.js";
import { type ScratchDatabase, withScratchDatabase } from "../scratch/scratch-database.js";
import { fill } from "./fill.js";
import { Incomplete, lackingFor, refuseUnfinished } from "./missing.js";
import { neededObjects, withDependents } from "./needed-objects.js";
import { differenceOf, Hindrance, isLeft, mayHoldRows, notInTransaction } from "./refusal.js";
import { withRows } from "./rows.js";
import { PlanTrip, roundTrip, type Trial, trialOf } from "./trial.js";
import {
  type Outcome,
  type Proof,
  type ProofDifference,
  type ProofInput,
  timed,
  unprovable,
} from "./types.js";

/** In a transaction that is rolled back, else in a scratch database, else in an embedded one. */
export function prove(input: ProofInput): Promise<Proof> {
  const { mode = "auto", connection, upgrade, seen } = input;
  return timed(async () => {
    const trial = trialOf(input);
    const isPlace = mode === "auto" || mode === "transaction";
    const inPlace = isPlace ? await inTransaction(trial) : undefined;
    if (inPlace !== undefined && "differences" in inPlace) return inPlace;
    const outcome =
      mode === "transaction" && inPlace !== undefined
        ? unprovable(inPlace.hindrance)
        : await inScratch(trial);
    // What fails without rows does not fail because of rows.
    return outcome.differences.length > 0
      ? outcome
      : withRows(outcome, connection, upgrade, seen.everything.tables, inPlace?.stopped);
  });
}

/** Other sessions wait for its locks, so it neither waits long for locks nor takes long. */
const limits = "SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '10s'";

async function inTransaction(
  trial: Trial,
): Promise<Outcome | { readonly hindrance: string; readonly stopped?: Hindrance }> {
  const { connection } = trial.input;
  const obstacle = await obstacleToTransaction(trial);
  if (obstacle !== undefined) return { hindrance: obstacle };
  const outcome = (differences: readonly ProofDifference[]): Outcome => {
    return { where: "transaction", differences, notes: [] };
  };
  try {
    return outcome(await rolledBack(connection, `BEGIN READ WRITE; ${limits}`, trial));
  } catch (error) {
    if (isLeft(error)) return { hindrance: notInTransaction };
    if (!(error instanceof Hindrance)) throw error;
    const { direction, failure, isInRows, message } = error;
    if (!isInRows) return { hindrance: message };
    if (await mayHoldRows(connection, failure.operation))
      return { hindrance: message, stopped: error };
    return outcome([differenceOf(direction, "fails", failure)]);
  }
}

async function rolledBack(connection: Connection, begin: string, trial: Trial) {
  await connection.batch(begin);
  try {
    return await roundTrip(new PlanTrip(connection, trial, true), trial.input.signal);
  } finally {
    await connection.query("ROLLBACK");
  }
}

const MAX_ROWS = 10_000;
const MAX_BYTES = 10 * 1024 * 1024;

/** A table that was never analyzed counts as small only below this size. */
const MAX_BYTES_UNCOUNTED = 1024 * 1024;

/** Why not in the database itself: it is read-only, or others would wait for a large table. */
async function obstacleToTransaction({ input, touched }: Trial): Promise<string | undefined> {
  const operations = [...input.upgrade, ...input.downgrade];
  if (!operations.every(isTransactional)) return notInTransaction;
  if (operations.some(setsSequence)) return "a sequence's value would stay changed";
  const names = [...touched.relations.values(), ...operations.flatMap(readBy)];
  const query = `select pg_catalog.pg_is_in_recovery() as standby, exists (
      select from pg_catalog.pg_class c,
        lateral (select coalesce(
          (select sum(pg_catalog.pg_relation_size(p.relid))
            from pg_catalog.pg_partition_tree(c.oid) p where c.relkind = 'p'),
          pg_catalog.pg_relation_size(c.oid)) as bytes) size
      where c.oid in (select pg_catalog.to_regclass(n) from unnest(${textArray(names.map(quoteName))}) n)
        and c.relkind in ('r', 'p', 'm')
        and (c.reltuples >= ${MAX_ROWS} or size.bytes > ${MAX_BYTES}
          or c.reltuples < 0 and size.bytes > ${MAX_BYTES_UNCOUNTED})
    ) as large`;
  const results = await readOnly(input.connection, [query], { lock: "1s", statement: "0" });
  // `pg_relation_size` opens the table, which an ACCESS EXCLUSIVE lock blocks.
  if (results instanceof DatabaseError) {
    if (results.sqlState === "55P03") return "another session holds a table locked";
    throw results;
  }
  const row = results[0]?.[0] ?? {};
  if (row["standby"] === true) return "this server is a standby, which is read-only";
  return row["large"] === false ? undefined : "a table is too large to lock for the proof";
}

/**
 * A rollback does not undo `setval`. That does not matter for a sequence that the transaction
 * itself has created, and only there it is in an operation of its own.
 * https://www.postgresql.org/docs/current/functions-sequence.html
 */
function setsSequence(operation: Operation): boolean {
  const alters = operation.kind === "alterSequence" || operation.kind === "alterColumn";
  return alters && compile(operation).some(({ sql }) => sql.includes("setval("));
}

function readBy(operation: Operation): readonly QualifiedName[] {
  if (operation.kind === "createForeignKey") return [operation.constraint.referencedTable];
  const isRead = operation.kind === "createView" && operation.view.materialized;
  return isRead ? operation.view.dependsOn : [];
}

async function inScratch(trial: Trial): Promise<Outcome> {
  const { input, touched } = trial;
  const { everything, inTheWay = [] } = input.seen;
  const special = everything.tables.find(
    (table) => table.special !== undefined && touched.relations.has(nameKey(table)),
  );
  if (special !== undefined)
    return unprovable(`${displayName(special)} is a ${special.special} table`);
  const isTransactionalPlan = [...input.upgrade, ...input.downgrade].every(isTransactional);
  // Roles belong to the whole server, so only a rollback undoes them.
  const embedded = input.mode === "pglite" || (touched.roles.size > 0 && !isTransactionalPlan);
  const inOne = (isWhole: boolean): Promise<Outcome> =>
    withScratchDatabase({ ...input, embedded }, async (scratch) => ({
      where: scratch.where,
      differences: await tryInScratch(scratch, trial, isWhole),
      notes: [],
    }));
  try {
    const outcome = await inOne(false).catch((error: unknown) => {
      if (!(error instanceof Incomplete && error.canHaveMore)) throw error;
      return inOne(true);
    });
    return inTheWay.length === 0 || outcome.differences.length > 0
      ? outcome
      : unprovable(
          `PostgreSQL will refuse it while ${listed(inTheWay)} exists, and a scratch database does not contain it`,
        );
  } catch (error) {
    if (error instanceof Hindrance || error instanceof Incomplete) return unprovable(error.message);
    if (isLeft(error)) return unprovable(notInTransaction);
    if (error instanceof GenError && error.code === "scratch_unavailable")
      return unprovable(error.message.replace(/\.$/, ""));
    throw error;
  }
}

/** @param isWhole copies everything, not only what the plan needs */
export async function tryInScratch(
  { connection, where }: Pick<ScratchDatabase, "connection" | "where">,
  trial: Trial,
  isWhole: boolean,
): Promise<readonly ProofDifference[]> {
  const { input, touched } = trial;
  const { connection: source, seen } = input;
  const described = withDependents(seen.everything, seen.dependencies, touched);
  const found = await readObjects(source);
  const statements = [...input.upgrade, ...input.downgrade].flatMap(compile);
  const texts = [...statements.map(({ sql }) => sql), ...seen.searchPath, ...touched.schemas];
  const copied = neededObjects(found, described, isWhole ? undefined : texts.join("\n"));
  const refused = await fill(connection, source, described, copied, found);
  const lacking = { source, scratch: connection, refused, isWhole };
  const hasNames = ({ serverVersion }: Connection): boolean => serverVersion >= NAMED_NOT_NULLS;
  await refuseUnfinished(lacking);
  const careful: Trial = {
    ...trial,
    holdsRows: false,
    // An embedded database can be newer than the server that the plan is for.
    ignoresNotNullNames: hasNames(source) !== hasNames(connection),
    lacking: (error) => lackingFor(error, lacking),
  };
  return touched.roles.size === 0 || where !== "scratch"
    ? roundTrip(new PlanTrip(connection, careful, false), input.signal)
    : rolledBack(connection, "BEGIN", careful);
}
