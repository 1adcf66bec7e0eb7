/** The commands that compare the models, the migrations and databases. */
import { check as compareModels, type CheckOutcome, checkReplayed } from "../autogenerate/check.js";
import { diff as compareSides, findDrift, parseSide } from "../autogenerate/diff/diff.js";
import { script, summarize } from "../autogenerate/diff/script.js";
import { defined } from "../defined.js";
import type { Operation } from "../operations/types.js";
import type { Outcome, Project } from "./project.js";
import type { CheckOptions, CheckResult, DiffOptions, DiffResult } from "./types.js";

/** A result with the operations, which the command line prints. */
interface DifferenceOutcome<T> extends Outcome<T> {
  readonly operations: readonly Operation[];
}

export async function check(
  project: Project,
  { replay = false }: CheckOptions,
): Promise<
  DifferenceOutcome<CheckResult> & Pick<CheckOutcome, "isAtHeads" | "unconfirmedRenames">
> {
  const input = await project.input();
  project.progress(`Comparing the models with the ${replay ? "migrations" : "database"} …`);
  const { notes, ...found } = await (replay ? checkReplayed(input) : compareModels(input));
  for (const note of notes) project.note(note);
  return { ...found, result: checkResult(found.operations) };
}

export async function drift(project: Project): Promise<DifferenceOutcome<CheckResult>> {
  const input = { ...(await project.input()), open: () => project.open() };
  project.progress("Comparing the database with its migrations …");
  const { upgrade: operations, notes } = await findDrift(input);
  for (const note of notes) project.note(note);
  return { operations, result: checkResult(operations) };
}

function checkResult(operations: readonly Operation[]): CheckResult {
  return { upToDate: operations.length === 0, operations: summarize(operations) };
}

export async function diff(
  project: Project,
  options: DiffOptions,
): Promise<DifferenceOutcome<DiffResult>> {
  const sides = { from: parseSide(options.from), to: parseSide(options.to) };
  project.progress("Comparing …");
  const { graph, open, note: onNote, settings } = project;
  // `graph` is a function: migrations are not read if both sides are databases.
  const input = { ...sides, config: await project.config(), graph, open, onNote };
  const difference = await compareSides({ ...input, ...defined({ signal: settings.signal }) });
  const { notes } = difference;
  for (const note of notes) project.note(note);
  const operations = options.reverse ? difference.downgrade : difference.upgrade;
  const sql = operations.length === 0 ? "" : script(operations);
  return { operations, result: { operations: summarize(operations), script: sql, notes } };
}
