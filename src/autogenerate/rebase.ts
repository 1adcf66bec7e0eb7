/** A revision that gets another parent, in its file. */
import { readFile, writeFile } from "node:fs/promises";
import { rewriteParents } from "../revisions/header.js";
import type { Rebase } from "../revisions/index.js";
import { closure, dependentClosure } from "../revisions/walk.js";
import type { BranchPair } from "./conflicts/find.js";

/** Changes the header of the revision's file. Everything else in it stays as it is. */
export async function writeRebase({ revision, downRevision }: Rebase): Promise<void> {
  const { path } = revision;
  await writeFile(path, rewriteParents(await readFile(path, "utf8"), downRevision, path));
}

/** What moves, and what it is put behind and was not before: where conflicts may be. */
export function passedBranches({ revision, onto }: Rebase): readonly BranchPair[] {
  if (onto === undefined) return [];
  const below = closure([revision]);
  const passed = [...closure([onto])].filter((one) => !below.has(one));
  if (passed.length === 0) return [];
  const moving = [...dependentClosure([revision])];
  return [
    [
      { head: revision, revisions: moving },
      { head: onto, revisions: passed },
    ],
  ];
}
