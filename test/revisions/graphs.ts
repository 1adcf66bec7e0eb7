import { RevisionGraph } from "../../src/revisions/graph.js";
import type { RevisionFile } from "../../src/revisions/revision.js";

/**
 * A graph from one line: revisions in load order, each `id<parents[labels](dependencies)`.
 *
 * @example graphOf("a< b<a[lib] c<a,b(a)")
 */
export function graphOf(text: string): RevisionGraph {
  return RevisionGraph.from(filesOf(text));
}

export function filesOf(text: string): readonly RevisionFile[] {
  return text
    .split(" ")
    .filter((word) => word !== "")
    .map((word, index) => {
      const match = /^(.+?)<([^[(]*)(?:\[(.*?)\])?(?:\((.*?)\))?$/.exec(word);
      if (match === null) throw new Error(`not a revision: ${word}`);
      const [, revision = "", down = "", labels = "", dependencies = ""] = match;
      return {
        revision,
        downRevision: list(down),
        branchLabels: list(labels),
        dependsOn: list(dependencies),
        message: "",
        path: `migrations/${String(index).padStart(4, "0")}_${revision}.ts`,
      };
    });
}

function list(text: string): readonly string[] {
  return text === "" ? [] : text.split(",");
}
