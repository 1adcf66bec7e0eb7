import { expect, test } from "vitest";
import { buildProgram } from "./support/build.js";
import { createProject, type Project, revisionFile } from "./support/project.js";

const bin = buildProgram();

const projectWith = (keys: Readonly<Record<string, unknown>>): Project =>
  createProject(bin(), {
    "gen.config.json": JSON.stringify({ schema: "schema/*.ts", ...keys }),
    "migrations/0.ts": revisionFile({ revision: "aaaa1" }),
  });

const empty = (project: Project, ...args: readonly string[]) =>
  project.gen("revision", "--empty", ...args);

test("fileTemplate and timezone make folders by date, which are read again", async () => {
  const project = projectWith({
    fileTemplate: "{{year}}/{{month}}/{{day}}_{{rev}}_{{slug}}",
    recursiveVersionLocations: true,
    truncateSlugLength: 12,
    timezone: "Pacific/Kiritimati",
  });
  project.write("migrations/migration.ts.template", "");
  const broken = await empty(project, "-m", "x");
  expect(broken.stderr).toContain("migrations/migration.ts.template");
  project.write(
    "migrations/migration.ts.template",
    `// {{createDate}}
/**
 * {{message}}
 *
 * Author: {{author}}
 * Create Date: {{createDate}}
 */
{{imports}}
export const revision = {{revisionConstant}};
export const downRevision = {{downRevisionConstant}};
export const branchLabels = {{branchLabelsConstant}};
export const dependsOn = {{dependsOnConstant}};
export async function upgrade(op: Op) {
  {{upgrade}}
}
export async function downgrade(op: Op) {
  {{downgrade}}
}
`,
  );
  const made = await project.genWith(
    { env: { GIT_AUTHOR_NAME: "Ada Lovelace", GIT_AUTHOR_EMAIL: "ada@example.org" } },
    "revision",
    "--empty",
    "-m",
    "Add manufacturer",
    "--rev-id",
    "bbbb2",
  );
  expect((await project.gen("show", "head")).stdout).toContain("\nAuthor: Ada Lovelace\nCreate");
  expect(made.stdout).toMatch(/^migrations\/\d{4}\/\d\d\/\d\d_bbbb2_add_\.ts\n$/);
  expect(project.read(made.stdout.trim())).toMatch(/^\/\/ \d{4}-\d\d-\d\dT[\d:.]+\+14:00\n/);
  expect((await project.gen("heads")).stdout).toBe("bbbb2 (head)\n");
});

test("hooks run on the new file, one after the other, until one fails", async () => {
  const project = projectWith({
    postWriteHooks: [
      { command: ["sh", "-c", 'echo "// one" >> "$0"; echo said'] },
      { command: "echo '// two' >> REVISION_SCRIPT_FILENAME", cwd: "migrations" },
      { name: "the third", command: "exit 7 #" },
      { command: "echo '// four' >> REVISION_SCRIPT_FILENAME" },
    ],
  });
  const made = await empty(project, "-m", "it's one", "--rev-id", "bbbb2");
  expect(made.status).toBe(1);
  expect(made.stdout).toBe("migrations/bbbb2_it_s_one.ts\n");
  expect(made.stderr).toContain("said\n");
  expect(made.stderr).toContain("The hook `the third` ended with status 7. The file was written.");
  expect(project.read("migrations/bbbb2_it_s_one.ts")).toMatch(/\/\/ one\n\/\/ two\n$/);
  const merged = await project.gen("merge", "bbbb2", "aaaa1", "--splice", "--json");
  expect(merged.status).toBe(1);
  expect(merged.json()).toMatchObject({ error: { code: "post_write_hook" } });
});

test("a hook that is no program is an error, and the file stays", async () => {
  const project = projectWith({ postWriteHooks: [{ command: ["no-such-program"] }] });
  const made = await empty(project, "--rev-id", "bbbb2", "--json");
  expect(made.status).toBe(1);
  expect(made.json()).toMatchObject({
    path: "migrations/bbbb2.ts",
    error: { code: "post_write_hook" },
  });
  expect(project.exists("migrations/bbbb2.ts")).toBe(true);
});

test("several version locations: the parent's, or the one that is named", async () => {
  const project = projectWith({ migrations: ["migrations", "packages/lib/migrations"] });
  const lib = await empty(
    project,
    "--head",
    "base",
    "--branch-label",
    "lib",
    "--rev-id",
    "lib1",
    "--version-path",
    "packages/lib/migrations",
  );
  expect(lib.stdout).toBe("packages/lib/migrations/lib1.ts\n");
  expect((await empty(project, "--head", "lib@head", "--rev-id", "lib2")).stdout).toBe(
    "packages/lib/migrations/lib2.ts\n",
  );
  expect((await empty(project, "--head", "aaaa1", "--rev-id", "app2")).stdout).toBe(
    "migrations/app2.ts\n",
  );
  const named = ["revision", "--empty", "--head", "lib@head", "--version-path", "migrations"];
  const fromInside = await project.genWith({ cwd: "packages/lib" }, ...named, "--rev-id", "lib3");
  expect(fromInside).toMatchObject({ status: 0, stdout: "migrations/lib3.ts\n" });
  expect(project.exists("packages/lib/migrations/lib3.ts")).toBe(true);
  const elsewhere = await empty(project, "--head", "lib@head", "--version-path", "elsewhere");
  expect(elsewhere.status).toBe(2);
  expect(elsewhere.stderr).toContain("migrations, packages/lib/migrations");
});

test("a file that is there is never overwritten", async () => {
  const project = projectWith({ fileTemplate: "{{slug}}" });
  expect((await empty(project, "-m", "one")).status).toBe(0);
  const second = await empty(project, "-m", "one");
  expect(second).toMatchObject({ status: 2, stdout: "" });
  expect(second.stderr).toContain("migrations/one.ts");
});
