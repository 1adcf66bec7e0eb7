/** Tries a plan out in a database that exists only for it. */
import type { Connection } from "../../database/connection.js";
import { GenError } from "../../errors.js";
import { readObjects } from "../../introspect/definitions/objects.js";
import { compile, isTransactional } from "../../operations/compile.js";
import { displayName, nameKey } from "../../schema/identifiers.js";
import { NAMED_NOT_NULLS } from "../../schema/not-null-names.js";
import { listed } from "../listed.js";
import { type ScratchDatabase, withScratchDatabase } from "../scratch/scratch-database.js";
import { fill } from "./fill.js";
import { Incomplete, lackingFor, refuseUnfinished } from "./missing.js";
import { neededObjects, withDependents } from "./needed-objects.js";
import { Hindrance, isLeft, notInTransaction } from "./refusal.js";
import { tryOut, type Trial } from "./trial.js";
import { type Outcome, type ProofDifference, unprovable } from "./types.js";

export async function inScratch(trial: Trial): Promise<Outcome> {
  const { everything, inTheWay = [] } = trial.input.seen;
  const special = everything.tables.find(
    (table) => table.special !== undefined && trial.touched.relations.has(nameKey(table)),
  );
  if (special !== undefined)
    return unprovable(`${displayName(special)} is a ${special.special} table`);
  try {
    const outcome = await inOneOrTwo(trial);
    return inTheWay.length === 0 || outcome.differences.length > 0
      ? outcome
      : unprovable(
          `PostgreSQL will refuse it while ${listed(inTheWay)} exists, which no scratch database has`,
        );
  } catch (error) {
    if (error instanceof Hindrance || error instanceof Incomplete) return unprovable(error.message);
    if (isLeft(error)) return unprovable(notInTransaction);
    if (error instanceof GenError && error.code === "scratch_unavailable")
      return unprovable(error.message.replace(/\.$/, ""));
    throw error;
  }
}

/** With what the plan needs; if that turns out not to be enough, with everything. */
async function inOneOrTwo(trial: Trial): Promise<Outcome> {
  const { input, touched } = trial;
  const isTransactionalPlan = [...input.upgrade, ...input.downgrade].every(isTransactional);
  // Roles are the whole server's, so that only a rollback takes them back.
  const embedded = input.mode === "pglite" || (touched.roles.size > 0 && !isTransactionalPlan);
  const inOne = (copies: Copies) =>
    withScratchDatabase({ ...input, embedded }, async (scratch) => ({
      where: scratch.where,
      differences: await tryInScratch(scratch, trial, copies),
      notes: [],
    }));
  try {
    return await inOne("needed");
  } catch (error) {
    if (!(error instanceof Incomplete && error.canHaveMore)) throw error;
    return inOne("everything");
  }
}

type Copies = "needed" | "everything";

export async function tryInScratch(
  { connection, where }: Pick<ScratchDatabase, "connection" | "where">,
  trial: Trial,
  copies: Copies,
): Promise<readonly ProofDifference[]> {
  const { connection: source, seen } = trial.input;
  const described = withDependents(seen.everything, seen.dependencies, trial.touched);
  const found = await readObjects(source);
  const isWhole = copies === "everything";
  const copied = neededObjects(found, described, isWhole ? undefined : textOf(trial));
  const refused = await fill(connection, { copied, found, described }, source);
  const lacking = { source, scratch: connection, refused, isWhole };
  await refuseUnfinished(lacking);
  const careful: Trial = {
    ...trial,
    holdsRows: false,
    ignoresNotNullNames: namesNotNulls(source) !== namesNotNulls(connection),
    lacking: (error) => lackingFor(error, lacking),
  };
  if (trial.touched.roles.size === 0 || where !== "scratch")
    return tryOut(connection, careful, false);
  await connection.query("BEGIN");
  try {
    return await tryOut(connection, careful, true);
  } finally {
    await connection.query("ROLLBACK");
  }
}

/** An embedded database may be newer than the server that the plan was made for. */
function namesNotNulls({ serverVersion }: Connection): boolean {
  return serverVersion >= NAMED_NOT_NULLS;
}

/** All that the plan runs, and where its session looks for names. */
function textOf({ input, touched }: Trial): string {
  const statements = [...input.upgrade, ...input.downgrade].flatMap((one) => compile(one));
  return [...statements.map(({ sql }) => sql), ...input.seen.searchPath, ...touched.schemas].join(
    "\n",
  );
}
