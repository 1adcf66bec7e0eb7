/** What stands at the end of a command's help. */
import type { CommandName } from "./commands.js";

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
  ["DATABASE_URL", "the database; --database-url comes first"],
  ["NO_COLOR", "turns colours off"],
  ["VISUAL, EDITOR", "the editor", "edit"],
];

const statuses: readonly Row[] = [
  ["0", "done, or nothing to do"],
  ["1", "failed"],
  ["2", "wrong arguments, configuration or credentials"],
  ["3", "a lock was not obtained in time: try again"],
  ["4", "the database cannot be reached: try again"],
  ["5", "revisions and database do not match"],
  ["6", "models and database differ", "check"],
  ["6", "with --check-heads: not at every head", "current"],
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
