/**
 * The corpus: pairs of models, and the migration from one to the other as a reviewer shall see it.
 * `test/corpus/NAME` holds `from.ts`, `to.ts`, `expected.ts` (the new file without its header), and,
 * where somebody else has prepared the database, `setup.sql`. Confirmed renames stand at the
 * top of `to.ts`: `// gen revision --rename table:old=new`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { createRoad } from "./project.js";

export interface Example {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly renames: readonly string[];
  readonly setup?: string;
}

const root = join(import.meta.dirname, "..", "corpus");

export const corpus: readonly Example[] = readdirSync(root)
  .sort()
  .map((name) => {
    const to = readFileSync(join(root, name, "to.ts"), "utf8");
    const setup = join(root, name, "setup.sql");
    return {
      name,
      from: readFileSync(join(root, name, "from.ts"), "utf8"),
      to,
      renames: [...to.matchAll(/^\/\/ gen revision --rename (.*)$/gm)].map(
        ([, rename]) => rename ?? "",
      ),
      ...(existsSync(setup) ? { setup: readFileSync(setup, "utf8") } : {}),
    };
  });

/** There and back and there again, through files and a database. */
export async function walkExample({ name, from, to, renames, setup }: Example): Promise<void> {
  const road = await createRoad();
  if (setup !== undefined) await road.connection.batch(setup);
  const nothing = await road.catalog();
  road.models(from);
  await road.revision();
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  const before = await road.catalog();

  road.models(to);
  const file = await road.revision(...renames);
  await expect(withoutHeader(file ?? "")).toMatchFileSnapshot(join(root, name, "expected.ts"));
  await road.upgrade();
  expect(await road.check()).toEqual([]);

  await road.downgrade("-1");
  expect(await road.catalog()).toEqual(before);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  await road.downgrade("base");
  expect(await road.catalog()).toEqual(nothing);
}

/** A file without what differs from run to run: its message, its date and its place in the graph. */
function withoutHeader(file: string): string {
  return file
    .replace(/^\/\*\*.*?\*\/\n/gms, "")
    .replace(/^export const (revision|downRevision|branchLabels|dependsOn) = .*;\n+/gm, "");
}
