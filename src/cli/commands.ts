import type { CommandDefinition } from "./program.js";

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandDefinition>;
}

/** Every command, in the order of the help. Its module is imported only when it is called. */
export const commands: readonly CommandEntry[] = [
  {
    name: "init",
    summary: "set a project up: configuration, migrations folder, template",
    load: () => import("./commands/init.js"),
  },
  {
    name: "revision",
    summary: "write a migration from what differs between models and database",
    load: () => import("./commands/revision.js"),
  },
  {
    name: "merge",
    summary: "write a revision that joins several heads",
    load: () => import("./commands/merge.js"),
  },
  {
    name: "rebase",
    summary: "give a revision that is not shared yet another parent",
    load: () => import("./commands/rebase.js"),
  },
  {
    name: "upgrade",
    summary: "run migrations up to a revision",
    load: () => import("./commands/upgrade.js"),
  },
  {
    name: "downgrade",
    summary: "undo migrations down to a revision, which remains",
    load: () => import("./commands/downgrade.js"),
  },
  {
    name: "current",
    summary: "show which revision the database is at",
    load: () => import("./commands/current.js"),
  },
  {
    name: "heads",
    summary: "show the newest revisions",
    load: () => import("./commands/heads.js"),
  },
  {
    name: "history",
    summary: "list the revisions, newest first",
    load: () => import("./commands/history.js"),
  },
  {
    name: "show",
    summary: "show one revision in full",
    load: () => import("./commands/show.js"),
  },
  {
    name: "branches",
    summary: "show the revisions that several follow",
    load: () => import("./commands/branches.js"),
  },
  {
    name: "diff",
    summary: "show what changes one database, revision or the models into another",
    load: () => import("./commands/diff.js"),
  },
  {
    name: "edit",
    summary: "open a revision's file in the editor",
    load: () => import("./commands/edit.js"),
  },
  {
    name: "stamp",
    summary: "write the version without running migrations",
    load: () => import("./commands/stamp.js"),
  },
  {
    name: "ensure-version",
    summary: "create the version table if it is missing",
    load: () => import("./commands/ensure-version.js"),
  },
  {
    name: "list-templates",
    summary: "list the templates that come with the package",
    load: () => import("./commands/list-templates.js"),
  },
  {
    name: "check",
    summary: "find out whether models and database differ",
    load: () => import("./commands/check.js"),
  },
];
