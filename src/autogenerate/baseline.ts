/** A database that holds tables of the models, and no migration that made them. */
import { displayName, nameKey } from "../schema/identifiers.js";
import { listed } from "./listed.js";
import type { Seen } from "./proof/types.js";

/** A first migration that is no baseline holds only what differs: a new database lacks the rest. */
export function missingBaseline(
  { desired, before }: Pick<Seen, "desired" | "before">,
  isWritten: boolean,
  schemas: readonly string[] = ["public"],
): { readonly warning: string; readonly remark: string } | undefined {
  const there = new Set(before.tables.map(nameKey));
  const unmade = desired.tables.filter((table) => there.has(nameKey(table)));
  if (unmade.length === 0) return undefined;
  const ours = unmade.filter(({ schema }) => schemas.includes(schema));
  const names = listed((ours.length > 0 ? ours : unmade).map(displayName));
  const commands = `  gen revision --replay -m "Baseline"\n  gen stamp head`;
  if (ours.length === 0)
    return {
      warning:
        `No migration creates ${names}: a new database needs them before it can be migrated.\n` +
        "If they are managed elsewhere, mark them with `existing(…)` in the models. If they belong to this project, begin with a baseline:\n" +
        commands,
      remark: `No migration creates ${names}: a new database needs them before it can run this file.`,
    };
  return {
    warning: isWritten
      ? `No migration creates ${names}: the database has them already. The file contains only the differences from this database, so a new database cannot run it.\n` +
        "To begin with a baseline, delete the file, make the models match the database, and run\n" +
        `${commands}\nThen change the models and run \`gen revision\` again.`
      : `No migration creates ${names}: the database has them already, and a new database would lack them. To write a baseline, run\n${commands}`,
    remark: `No migration creates ${names}: a new database cannot run this file. Begin with a baseline: gen revision --replay, gen stamp head.`,
  };
}
