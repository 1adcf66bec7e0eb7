import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { revisionLine } from "../../src/cli/revision-text.js";
import { styleFor } from "../../src/cli/style.js";
import { GenError } from "../../src/errors.js";
import { currentRevisions, history, isAtHeads } from "../../src/revisions/history.js";
import { newRevision } from "../../src/revisions/new-revision.js";
import { parseScriptRange } from "../../src/runtime/script/script.js";
import { planDowngrade, planUpgrade } from "../../src/revisions/plan.js";
import { planStamp, type Step } from "../../src/revisions/version-rows.js";
import { resolveRevision, resolveRevisions } from "../../src/revisions/resolve.js";
import { isBranchPoint, type Revision } from "../../src/revisions/revision.js";
import { RevisionGraph } from "../../src/revisions/graph.js";
import { filesOf, graphOf } from "./graphs.js";

const plain = styleFor(process.stdout, {}, false);

type Text = string | readonly string[];

interface Options {
  readonly single?: boolean;
  readonly sql?: boolean;
  readonly purge?: boolean;
  readonly splice?: boolean;
  readonly head?: Text;
  readonly dependsOn?: Text;
  readonly branchLabel?: string;
  readonly revision?: string;
}

/** `error` is what Alembic says; `crash`: it dies; `ambiguous`: it takes the first of several rows. */
type Expected =
  | { readonly error: string }
  | { readonly crash: true }
  | { readonly ambiguous: true }
  | Readonly<Record<string, unknown>>;

interface Case {
  readonly name: string;
  readonly graph: number;
  readonly command: string;
  readonly rows?: readonly string[];
  readonly target?: Text;
  readonly options?: Options;
  readonly expect: Expected;
}

const { graphs, cases } = JSON.parse(
  readFileSync(new URL("cases.json", import.meta.url), "utf8"),
) as { readonly graphs: readonly string[]; readonly cases: readonly Case[] };

/** Two files of one identifier, or a new one that exists, are errors here and warnings there. */
const stricter: ReadonlySet<string> = new Set([
  "load.duplicate_revision #1",
  "grammar.revision #24",
]);

describe.each([...new Set(cases.map((one) => one.command))])("%s as Alembic does", (command) => {
  const own = cases.filter((one) => one.command === command);
  test.each(own.map((one) => ({ ...one, title: titleOf(one) })))("$title", (one) => {
    const expected = one.expect;
    if (stricter.has(one.name) || "crash" in expected || "ambiguous" in expected) {
      expectGenError(() => run(one));
    } else if ("error" in expected && typeof expected.error === "string") {
      const message = expectGenError(() => run(one));
      for (const name of namesIn(expected.error, one)) expect(message).toContain(name);
    } else {
      expect(run(one)).toEqual(expected);
    }
  });
});

function titleOf(one: Case): string {
  return `${one.name}: ${JSON.stringify(one.target ?? null)} from ${one.rows?.join(",") ?? "nothing"}`;
}

function expectGenError(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (!(error instanceof GenError)) throw error;
    expect(error.hint).toBeTruthy();
    expect(error.status).toBeGreaterThan(0);
    return error.message;
  }
  throw new Error("nothing was thrown");
}

/** The revisions and labels of the case that Alembic's message names. */
function namesIn(error: string, one: Case): readonly string[] {
  const graph = graphs[one.graph] ?? "";
  const known = new Set(graph.split(/[ <,[\]()]/).filter((name) => name !== ""));
  if (/^Revision Nothing to drop|^Cycle|ycle is detected|already used by/.test(error)) return [];
  return error.split(/[^\w]+/).filter((word) => known.has(word));
}

function run(one: Case): Readonly<Record<string, unknown>> {
  const { rows = [], target, options = {} } = one;
  const text = typeof target === "string" ? target : undefined;
  const graph = graphOf(graphs[one.graph] ?? "");
  switch (one.command) {
    case "upgrade":
    case "downgrade":
      return runPlan(graph, one);
    case "stamp": {
      const purge = options.purge === true;
      return { rows: planStamp(graph, rows, listOf(target), { purge }).join(",") };
    }
    case "resolve":
      if (options.single !== true) return { revs: ids(resolveRevisions(graph, text ?? "")) };
      return {
        revs: ids([resolveRevision(graph, text ?? "")].filter((found) => found !== undefined)),
      };
    case "heads":
      return {
        heads: ids(graph.heads()),
        realHeads: ids(graph.realHeads()),
        bases: ids(graph.bases()),
        lines: graph.heads().map((head) => revisionLine(head, plain)),
      };
    case "branches":
      return { branches: graph.revisions.filter(isBranchPoint) };
    case "history": {
      const revisions = history(graph, text, rows);
      const lines = revisions.map((one) => revisionLine(one, plain, { parents: true, tree: true }));
      return { revs: ids(revisions), lines };
    }
    case "current":
      return {
        revs: [...ids(currentRevisions(graph, rows))].sort(),
        atHeads: isAtHeads(graph, rows),
      };
    case "revision":
      return runRevision(graph, graphs[one.graph] ?? "", options);
    default:
      return { loaded: true };
  }
}

function runPlan(graph: RevisionGraph, one: Case): Readonly<Record<string, unknown>> {
  let rows = one.rows ?? [];
  let target = one.target ?? "";
  if (one.options?.sql === true && typeof target === "string") {
    const direction = one.command === "upgrade" ? "upgrade" : "downgrade";
    const range = parseScriptRange(graph, target, direction);
    target = range.target;
    if (range.rows !== "current") rows = range.rows;
  }
  const steps =
    one.command === "upgrade"
      ? planUpgrade(graph, rows, target)
      : planDowngrade(graph, rows, String(target));
  return {
    steps: steps.map(printStep).join(" "),
    rows: (steps.at(-1)?.headsAfter ?? [...rows].sort()).join(","),
  };
}

function printStep(step: Step): string {
  return `${step.revision.revision}=${step.headsAfter.join(",")}`;
}

function runRevision(
  graph: RevisionGraph,
  graphText: string,
  options: Options,
): Readonly<Record<string, unknown>> {
  const made = newRevision(graph, {
    revision: options.revision ?? "newrev000000",
    splice: options.splice === true,
    branchLabels: listOf(options.branchLabel),
    dependsOn: listOf(options.dependsOn),
    ...(options.head === undefined ? {} : { head: options.head }),
  });
  const file = { ...made, message: "", path: "migrations/9999_new.ts" };
  const after = RevisionGraph.from([...filesOf(graphText), file]);
  return {
    down: made.downRevision,
    dependsOn: made.dependsOn,
    labels: made.branchLabels,
    heads: [...ids(after.heads())].sort(),
  };
}

function ids(revisions: readonly Revision[]): readonly string[] {
  return revisions.map((revision) => revision.revision);
}

function listOf(text: Text | undefined): readonly string[] {
  if (text === undefined) return [];
  return typeof text === "string" ? [text] : text;
}
