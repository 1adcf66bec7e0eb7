/** What the migration files say, and where the database is among them. */
import { defined } from "../../defined.js";
import { ExitStatus } from "../../errors.js";
import type { Revision } from "../../revisions/revision.js";
import type { CommandDefinition } from "../program.js";
import {
  graphLines,
  historyLines,
  noRevisions,
  revisionLine,
  revisionText,
} from "../revision-text.js";

const load = () => import("../../library/revisions.js");

export const current: CommandDefinition = (command, run) => {
  command.option("--check-heads", "exit with status 6 unless the database is at every head").action(
    run(async (context, { checkHeads }: { readonly checkHeads?: boolean }) => {
      const { output, path, project } = context;
      const { verbose } = context.options;
      const { result, revisions } = await (await load()).current(project);
      const { displayUrl } = await project.connect();
      output.result({
        text: (style) => [
          ...(verbose ? [`Current revision(s) for ${displayUrl}:`] : []),
          ...revisions.flatMap((revision) =>
            revisionText(revision, style, { verbose, path, tree: true }),
          ),
        ],
        json: result,
      });
      if (revisions.length === 0) output.note("The database is at no revision.");
      if (checkHeads !== true || result.atHead) return ExitStatus.done;
      output.note("The database is not at every head. Run `gen upgrade heads`.");
      return ExitStatus.pending;
    }),
  );
};

export const heads: CommandDefinition = (command, run) => {
  command.option("--resolve-dependencies", "leave out heads that other revisions depend on").action(
    run(async (context, flags: { readonly resolveDependencies?: boolean }) => {
      const { output, path, project } = context;
      const { json, quiet, verbose } = context.options;
      const { result, revisions } = await (await load()).heads(project, flags);
      if (revisions.length === 0) output.note(noRevisions);
      output.result({
        text: (style) => revisions.flatMap((head) => revisionText(head, style, { verbose, path })),
        json: result,
      });
      if (revisions.length < 2 || json || quiet) return;
      const { adviseOnHeads } = await import("../../library/join.js");
      await adviseOnHeads(project, revisions);
    }),
  );
};

interface HistoryFlags {
  readonly revRange?: string;
  readonly indicateCurrent?: boolean;
  readonly graph?: boolean;
}

export const history: CommandDefinition = (command, run) => {
  command
    .option("-r, --rev-range <range>", "only [start]:[end], both included; `current` is allowed")
    .option("-i, --indicate-current", "mark the revisions that the database is at")
    .option("--graph", "draw the revision graph")
    .action(
      run(async (context, { revRange: range, indicateCurrent, graph }: HistoryFlags) => {
        const { output, path, project, terminal } = context;
        const { verbose } = context.options;
        const asked = defined({ range, indicateCurrent });
        const {
          result,
          revisions,
          current: applied,
        } = await (await load()).history(project, asked);
        if ((await project.graph()).revisions.length === 0) output.note(noRevisions);
        const isTerminal = terminal.stdout.isTTY === true;
        const isCurrent = (revision: Revision): boolean => applied.has(revision);
        const lines = graph ? graphLines : historyLines;
        output.result({
          text: (style) => lines(revisions, { style, verbose, isTerminal, isCurrent, path }),
          json: result,
        });
      }),
    );
};

export const show: CommandDefinition = (command, run) => {
  command
    .argument("<revision>", "an identifier, a branch label, `head`, `heads`, `current`, …")
    .action(
      run(async ({ output, path, project }, revision: string) => {
        const { result, revisions } = await (await load()).show(project, { revision });
        const options = { verbose: true, path };
        output.result({
          text: (style) => revisions.flatMap((shown) => revisionText(shown, style, options)),
          json: result,
        });
      }),
    );
};

export const branches: CommandDefinition = (command, run) => {
  command.action(
    run(async ({ output, options: { verbose }, path, project }) => {
      const { result, revisions } = await (await load()).branches(project);
      output.result({
        text: (style) =>
          revisions.flatMap((revision) => [
            ...revisionText(revision, style, { verbose, path, tree: true }),
            ...revision.children.map((child) => {
              const indent = " ".repeat(revision.revision.length);
              return `${indent} -> ${revisionLine(child, style, { tree: true, message: verbose })}`;
            }),
          ]),
        json: result,
      });
    }),
  );
};
