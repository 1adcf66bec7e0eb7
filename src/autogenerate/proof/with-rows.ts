/** A proof that was made without rows, completed by what can be found out about them. */
import type { Connection } from "../../database/connection.js";
import { describeOperation } from "../../operations/index.js";
import type { Operation } from "../../operations/types.js";
import type { Table } from "../../schema/types.js";
import { askRows, describeStop, describeUntried } from "./ask-rows.js";
import type { Hindrance } from "./refusal.js";
import type { Outcome, RowFinding, RowFindings } from "./types.js";

/**
 * Says of a plan that was run without rows what is known about those of the database: a plan that
 * they stop, or may stop, is not proven.
 *
 * @param before The tables as they are.
 * @param stopped Where the plan stopped when it was tried on the rows themselves.
 */
export async function withRows(
  outcome: Outcome,
  connection: Connection,
  upgrade: readonly Operation[],
  before: readonly Table[],
  stopped?: Hindrance,
): Promise<Outcome> {
  const asked = await askRows(connection, upgrade, before);
  const { stops, untried } = stopped === undefined ? asked : withStop(asked, stopped);
  if (stops.length === 0 && untried.length === 0) return outcome;
  const notes = [...stops.map(describeStop), ...untried.map(describeUntried)];
  return {
    ...outcome,
    reason: outcome.reason ?? reasonOf({ stops, untried }),
    notes: [...outcome.notes, ...notes],
    rows: { stops, untried },
  };
}

/** PostgreSQL's own words where it has refused, with the query that finds the rows. */
function withStop(
  { stops, untried }: RowFindings,
  { direction, failure: { operation, message } }: Hindrance,
): RowFindings {
  const subject = describeOperation(operation);
  const isSame = (one: RowFinding): boolean =>
    one.direction === direction && describeOperation(one.operation) === subject;
  const known = stops.find(isSame) ?? untried.find(isSame);
  const finding = {
    ...(known ?? { direction, operation }),
    message: message.slice(`${subject}: `.length),
  };
  return {
    stops: [finding, ...stops.filter((one) => !isSame(one))],
    untried: untried.filter((one) => !isSame(one)),
  };
}

function reasonOf({ stops: [stop], untried }: RowFindings): string {
  if (stop !== undefined)
    return `the ${stop.direction} stops on the rows that the database holds now`;
  const count = untried.length;
  return `it is not known whether the rows that the database holds now allow ${count === 1 ? "it" : `${count} of its operations`}`;
}
