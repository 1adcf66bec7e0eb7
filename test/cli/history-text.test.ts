import { expect, test } from "vitest";
import { graphLines, historyLines } from "../../src/cli/revision-text.js";
import { styleFor } from "../../src/cli/style.js";
import { history } from "../../src/revisions/history.js";
import { RevisionGraph } from "../../src/revisions/graph.js";
import { filesOf } from "../revisions/graphs.js";

const files = filesOf("aaaa< bbbb<aaaa cccc<aaaa[lib] dddd<bbbb,cccc").map((file) => ({
  ...file,
  message: `About ${file.revision}`,
  createDate: "2026-11-22T15:43:00.000Z",
}));
const revisions = history(RevisionGraph.from(files));
const plain = styleFor(process.stdout, {}, false);
const options = {
  style: plain,
  verbose: false,
  isTerminal: true,
  isCurrent: () => false,
  path: (path: string) => path,
};

test("on a terminal the revisions stand under each other, with their dates", () => {
  expect(historyLines(revisions, options)).toEqual([
    "bbbb, cccc -> dddd (lib) (head) (mergepoint), About dddd  2026-11-22 15:43",
    "aaaa       -> bbbb, About bbbb  2026-11-22 15:43",
    "aaaa       -> cccc (lib), About cccc  2026-11-22 15:43",
    "<base>     -> aaaa (branchpoint), About aaaa  2026-11-22 15:43",
  ]);
});

test("elsewhere they are Alembic's lines", () => {
  expect(historyLines(revisions, { ...options, isTerminal: false }).at(-1)).toBe(
    "<base> -> aaaa (branchpoint), About aaaa",
  );
});

test("colours change how a graph looks, not what it says", () => {
  const mark = (text: string) => (text === "" ? "" : `«${text}»`);
  const style = {
    bold: mark,
    dim: mark,
    red: mark,
    green: mark,
    yellow: mark,
    blue: mark,
    magenta: mark,
    cyan: mark,
  };
  const painted = graphLines(revisions, { ...options, style });
  expect(painted[0]).toMatch(/^«\*» «dddd» /);
  expect(painted[1]).toMatch(/^«\|»«\\»$/);
  const bare = painted.map((line) => line.replaceAll(/[«»]/g, ""));
  expect(bare).toEqual(graphLines(revisions, options));
});
