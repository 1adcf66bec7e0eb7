/** A database that holds tables of the models, and no migration that made them. */
import { displayName, nameKey } from "../schema/identifiers.js";
import type { Schema } from "../schema/types.js";

/** What is to be said about a first migration that is no baseline. */
export interface MissingBaseline {
  /** For whoever runs the command. */
  readonly warning: string;
  /** For the file. */
  readonly remark: string;
}

const MOST_NAMES = 3;

/**
 * The first migration of a database that is there already holds only what differs, so that a new
 * database lacks everything else.
 *
 * @param desired what the models say
 * @param actual what the database has
 * @returns `undefined` where the database has none of the models' tables
 */
export function missingBaseline(
  desired: Schema,
  actual: Schema,
  { isWritten }: { readonly isWritten: boolean },
): MissingBaseline | undefined {
  const there = new Set(actual.tables.map(nameKey));
  const unmade = desired.tables.filter((table) => there.has(nameKey(table))).map(displayName);
  if (unmade.length === 0) return undefined;
  const more = unmade.length > MOST_NAMES ? ` and ${unmade.length - MOST_NAMES} more` : "";
  const names = `${unmade.slice(0, MOST_NAMES).join(", ")}${more}`;
  const commands = `  gen revision --replay -m "Baseline"\n  gen stamp head`;
  return {
    warning: isWritten
      ? `No migration creates ${names}: the database has them already. The file holds only what differs from this database, so a new database cannot run it.\n` +
        "To begin with a baseline, delete the file, make the models say what the database has, and run\n" +
        `${commands}\nThen change the models and run \`gen revision\` again.`
      : `No migration creates ${names}: the database has them already, and a new database would lack them. To write a baseline, run\n${commands}`,
    remark: `No migration creates ${names}: a new database cannot run this file. Begin with a baseline: gen revision --replay, gen stamp head.`,
  };
}
