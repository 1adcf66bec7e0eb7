/**
 * The corpus: pairs of models, and the migration from one to the other as a reviewer shall see it.
 * `test/corpus/NAME` holds `from.ts`, `to.ts` and `expected.ts` (the new file without its header, as
 * PostgreSQL 14 and 15 print views).
 * `setup.sql` and `meanwhile.sql` are what somebody else does before the first revision and after it;
 * `config.json` is more of the configuration. Confirmed renames stand at the
 * top of `to.ts`: `// gen revision --rename table:old=new`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { defined } from "../../src/defined.js";
import { createRoad } from "./project.js";

export interface Example {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly renames: readonly string[];
  readonly setup?: string;
  readonly meanwhile?: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const root = join(import.meta.dirname, "..", "corpus");

export const corpus: readonly Example[] = readdirSync(root)
  .sort()
  .map((name) => {
    const read = (file: string): string => readFileSync(join(root, name, file), "utf8");
    const optional = (file: string): string | undefined =>
      existsSync(join(root, name, file)) ? read(file) : undefined;
    const to = read("to.ts");
    const renames = [...to.matchAll(/^\/\/ gen revision --rename (.*)$/gm)];
    const config: Readonly<Record<string, unknown>> = JSON.parse(optional("config.json") ?? "{}");
    return defined({
      name,
      from: read("from.ts"),
      to,
      renames: renames.map(([, rename]) => rename ?? ""),
      setup: optional("setup.sql"),
      meanwhile: optional("meanwhile.sql"),
      config,
    });
  });

/** Every third example, so that three files share the work of the corpus. */
export function walkCorpus(part: 0 | 1 | 2): void {
  const examples = corpus.filter((_, index) => index % 3 === part);
  test.each(examples.map((example) => [example.name, example] as const))("%s", (_, example) =>
    walkExample(example),
  );
}

/** There and back, through files and a database. */
async function walkExample(example: Example): Promise<void> {
  const { name, from, to, renames, setup, meanwhile, config } = example;
  // Only the revision that the example shows is proven.
  const road = await createRoad({ ...config, prove: false });
  if (setup !== undefined) await road.connection.batch(setup);
  road.models(from);
  await road.revision();
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  if (meanwhile !== undefined) await road.connection.batch(meanwhile);
  const before = await road.catalog();

  await road.configure(config);
  road.models(to);
  const file = await road.revision(...renames);
  // A concurrent index build stands in a revision of its own, the second file.
  const bodies = file === null ? [nothingToDo] : withoutHeaders(file);
  // From 16 on, PostgreSQL prints the queries of views in other words.
  const isPrintedAlike = road.connection.serverVersion < 160_000;
  for (const [index, body] of isPrintedAlike ? bodies.entries() : []) {
    const expected = index === 0 ? "expected.ts" : `expected.${index + 1}.ts`;
    await expect(body).toMatchFileSnapshot(join(root, name, expected));
  }
  if (file === null) return;
  await road.upgrade();
  expect(await road.check()).toEqual([]);

  // The proof of the revision has gone up once more.
  await road.downgrade(`-${bodies.length}`);
  expect(await road.catalog()).toEqual(before);
}

const nothingToDo = "// No changes: nothing is written.\nexport {};\n";

/** Files without what differs from run to run: message, date and place in the graph. */
function withoutHeaders(files: string): readonly string[] {
  return files.split(/^\/\*\*.*?\*\/\n/ms).flatMap((file) => {
    const body = file.replace(
      /^export const (revision|downRevision|branchLabels|dependsOn) = .*;\n+/gm,
      "",
    );
    return body.trim() === "" ? [] : [`${body.trimEnd()}\n`];
  });
}
