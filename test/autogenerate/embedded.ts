/** One embedded database for all proofs of a test file: to start one takes seconds. */
import "../support/pglite-template.js";
import { afterAll, beforeAll } from "vitest";
import { Hindrance } from "../../src/autogenerate/proof/refusal.js";
import { tryInScratch } from "../../src/autogenerate/proof/prove.js";
import { Incomplete } from "../../src/autogenerate/proof/missing.js";
import { trialOf } from "../../src/autogenerate/proof/trial.js";
import { type Outcome, unprovable } from "../../src/autogenerate/proof/types.js";
import type { Connection } from "../../src/database/connection.js";
import { openConnection } from "../../src/database/open.js";
import { readObjects } from "../../src/introspect/definitions/objects.js";
import { type PlannedProof, withFile } from "./support.js";

let opened: Promise<Connection> | undefined;
// Not within the time of the first test that needs it: among others it can take a minute.
beforeAll(async () => void (await embedded()), 240_000);
afterAll(async () => {
  await (await opened)?.close();
  opened = undefined;
});

function embedded(): Promise<Connection> {
  opened ??= openConnection("pglite:");
  return opened;
}

/** What `prove` finds in an embedded database, and whether it has proven the plan. */
export async function proveEmbedded(
  plan: PlannedProof,
): Promise<Outcome & { readonly proven: boolean }> {
  const input = await withFile(plan);
  const connection = await embedded();
  await empty(connection);
  const scratch = { connection, where: "pglite" as const };
  const tryOut = (isWhole: boolean) => tryInScratch(scratch, trialOf(input), isWhole);
  try {
    const differences = await tryOut(false).catch(async (error: unknown) => {
      if (!(error instanceof Incomplete && error.canHaveMore)) throw error;
      await empty(connection);
      return tryOut(true);
    });
    return { where: "pglite", differences, notes: [], proven: differences.length === 0 };
  } catch (error) {
    if (!(error instanceof Hindrance || error instanceof Incomplete)) throw error;
    return { ...unprovable(error.message), proven: false };
  }
}

/** As it was when it was new, which is made sure. */
async function empty(connection: Connection): Promise<void> {
  await connection.batch(`${everythingGone}; create schema public; reset all`);
  const { objects } = await readObjects(connection);
  const left = objects.filter((one) => one.name !== "public");
  if (left.length > 0) throw new Error(`The embedded database still has ${JSON.stringify(left)}.`);
}

const everythingGone = `rollback; set search_path = pg_catalog; do $$
  declare statement text;
  begin
    for statement in
      select format('drop schema %I cascade', nspname) from pg_namespace
        where nspname !~ '^pg_' and nspname <> 'information_schema'
      union all select format('drop publication %I', pubname) from pg_publication
      union all select format('drop owned by %I cascade; drop role %1$I', rolname) from pg_roles
        where rolname !~ '^pg_' and rolname <> current_user
    loop
      execute statement;
    end loop;
  end $$`;
