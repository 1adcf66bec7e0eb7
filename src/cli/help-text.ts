/** What stands at the end of a command's help. */

const examples: Readonly<Record<string, readonly string[]>> = {
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

const environment: readonly (readonly [name: string, meaning: string])[] = [
  ["DATABASE_URL", "the database, weaker than --database-url"],
  ["NO_COLOR", "no colours"],
];

const statuses: readonly (readonly [status: string, meaning: string])[] = [
  ["0", "done, or nothing to do"],
  ["1", "failed"],
  ["2", "wrong call, configuration or credentials"],
  ["3", "a lock was not obtained in time: try again"],
  ["4", "the database cannot be reached: try again"],
  ["5", "revisions and database do not fit together"],
  ["130, 143", "interrupted by SIGINT, SIGTERM"],
];

const ownStatuses: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  check: [["6", "models and database differ"]],
  current: [["6", "with --check-heads: not at every head"]],
};

/** Examples, environment variables and exit statuses of a command. */
export function helpText(command: string): string {
  const own = [...statuses, ...(ownStatuses[command] ?? [])];
  return [
    "",
    "Examples:",
    ...(examples[command] ?? []).map((line) => `  $ ${line}`),
    "",
    "Environment:",
    ...table(command === "edit" ? [...environment, ["VISUAL, EDITOR", "the editor"]] : environment),
    "",
    "Exit status:",
    ...table(own.toSorted(([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10))),
  ].join("\n");
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`);
}
