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
  heads: "show the newest revisions",
  history: "list the revisions, newest first",
  show: "show one revision in full",
  branches: "show the revisions where the history branches",
  diff: "show the differences between databases, revisions or the models",
  edit: "open a revision's file in the editor",
  stamp: "set the database's revision without running migrations",
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
