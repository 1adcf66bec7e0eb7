/** The commands, and the end of their help. */
import type { CommandDefinition } from "./program.js";

/** Every command and what it is for, in the order of the help. */
export const summaries = {
  init: "set up a project: configuration, migrations folder, template",
  revision: "write a migration for the differences between models and database",
  merge: "write a revision that merges several heads",
  rebase: "move a revision that is not shared yet onto another parent",
  upgrade: "run migrations up to a revision",
  downgrade: "undo migrations, back to a revision",
  current: "show which revision the database is at",
  heads: "show the heads: the revisions without a child",
  history: "list the revisions, newest first",
  show: "show one revision in full",
  branches: "show the revisions where the history branches",
  diff: "show the differences between databases, revisions or the models",
  edit: "open a revision's file in the editor",
  stamp: "record a revision as applied without running migrations",
  "ensure-version": "create the version table if it is missing",
  "list-templates": "list the templates that come with the package",
  check: "check whether models and database differ",
} as const;

export type CommandName = keyof typeof summaries;

/** The module of a command is imported only when the command is called. */
export const definitions: Readonly<Record<CommandName, () => Promise<CommandDefinition>>> = {
  init: async () => (await import("./commands/set-up.js")).init,
  revision: async () => (await import("./commands/revision.js")).revision,
  merge: async () => (await import("./commands/join.js")).merge,
  rebase: async () => (await import("./commands/join.js")).rebase,
  upgrade: async () => (await import("./commands/run.js")).upgrade,
  downgrade: async () => (await import("./commands/run.js")).downgrade,
  current: async () => (await import("./commands/revisions.js")).current,
  heads: async () => (await import("./commands/revisions.js")).heads,
  history: async () => (await import("./commands/revisions.js")).history,
  show: async () => (await import("./commands/revisions.js")).show,
  branches: async () => (await import("./commands/revisions.js")).branches,
  diff: async () => (await import("./commands/differences.js")).diff,
  edit: async () => (await import("./commands/edit.js")).edit,
  stamp: async () => (await import("./commands/run.js")).stamp,
  "ensure-version": async () => (await import("./commands/run.js")).ensureVersion,
  "list-templates": async () => (await import("./commands/set-up.js")).listTemplates,
  check: async () => (await import("./commands/differences.js")).check,
};

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(summaries, name);
}

const examples: Readonly<Record<CommandName, readonly string[]>> = {
  init: ["gen init", "gen init services/fleet"],
  revision: [
    'gen revision -m "Add manufacturer"',
    'gen revision -m "Rename plate" --rename column:vehicles.plate=license_plate',
    'gen revision -m "Fill manufacturer" --empty',
    'gen revision -m "Baseline" --replay',
    "gen revision --prove head",
  ],
  merge: ['gen merge heads -m "Merge billing and fleet"', 'gen merge heads -m "Merge" --prove'],
  rebase: ["gen rebase 3f2a9c81b0de --onto 9b1c7d20aa41"],
  upgrade: [
    "gen upgrade",
    "gen upgrade head --dry-run",
    "gen upgrade +1",
    "gen upgrade current:head --sql > upgrade.sql",
  ],
  downgrade: ["gen downgrade -1", "gen downgrade base", "gen downgrade -1 --dry-run"],
  current: ["gen current", "gen current --check-heads"],
  heads: ["gen heads", "gen heads --json"],
  history: ["gen history -i", "gen history --graph", "gen history -r current:head"],
  show: ["gen show head", "gen show 3f2a"],
  branches: ["gen branches", "gen branches --json"],
  diff: ["gen diff revision:head models", 'gen diff "$DATABASE_URL" models --sql'],
  edit: ["gen edit head"],
  stamp: ["gen stamp head", "gen stamp --purge 3f2a9c81b0de"],
  "ensure-version": ["gen ensure-version", "gen ensure-version --sql"],
  "list-templates": ["gen list-templates"],
  check: ["gen check", "gen check --drift", "gen check --replay"],
};

/** A text, and what it means; with a command that it only concerns. */
type Row = readonly [text: string, meaning: string, command?: CommandName];

const environment: readonly Row[] = [
  ["DATABASE_URL", "the database; --database-url overrides it"],
  ["NO_COLOR", "turns colours off"],
  ["VISUAL, EDITOR", "the editor", "edit"],
];

const statuses: readonly Row[] = [
  ["0", "done, or nothing to do"],
  ["1", "failed"],
  ["2", "wrong arguments, configuration or credentials"],
  ["3", "timed out waiting for a lock: try again"],
  ["4", "the database cannot be reached: try again"],
  ["5", "unknown revision, several heads, or database not up to date"],
  ["6", "models and database differ", "check"],
  ["6", "with --check-heads: a migration is pending", "current"],
  ["130, 143", "interrupted by SIGINT, SIGTERM"],
];

export function helpText(command: CommandName): string {
  const table = (rows: readonly Row[]): readonly string[] => {
    const own = rows.filter(([, , only = command]) => only === command);
    const width = Math.max(...own.map(([text]) => text.length));
    return own.map(([text, meaning]) => `  ${text.padEnd(width)}  ${meaning}`);
  };
  return [
    "",
    "Examples:",
    ...examples[command].map((line) => `  $ ${line}`),
    "",
    "Environment:",
    ...table(environment),
    "",
    "Exit status:",
    ...table(statuses),
  ].join("\n");
}
