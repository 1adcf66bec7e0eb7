/** A dozen edits of each large application's models, one revision each. */
export interface Edit {
  readonly what: string;
  /** Pieces of the models' text and what stands there afterwards. */
  readonly change: readonly (readonly [from: string, to: string])[];
  readonly renames?: readonly string[];
}

export interface Application {
  readonly name: string;
  readonly file: string;
  readonly casing?: "snake_case";
  readonly edits: readonly Edit[];
}

function edit(what: string, from: string, to: string, ...renames: readonly string[]): Edit {
  return { what, change: [[from, to]], renames };
}

export const applications: readonly Application[] = [
  {
    name: "an issue tracker",
    file: "issue-tracker.models.ts",
    edits: [
      edit("a column", `initials: char(`, `pronouns: text("pronouns"),\n    initials: char(`),
      edit("an enum value", `["low", "normal", "high"]`, `["low", "normal", "high", "urgent"]`),
      edit("a longer title", `"title", { length: 200 }`, `"title", { length: 500 }`),
      {
        what: "a renamed column beneath a generated one",
        change: [
          [`text("body").default("")`, `text("description").default("")`],
          ["coalesce(body, '')", "coalesce(description, '')"],
        ],
        renames: ["column:issues.body=description"],
      },
      edit("another check", `(1, 2, 3, 5, 8, 13)`, `(1, 2, 3, 5, 8, 13, 21)`),
      edit(
        "a renamed table",
        `pgTable(\n  "watchers"`,
        `pgTable(\n  "followers"`,
        "table:watchers=followers",
      ),
      edit(
        "a wider key",
        `id: serial("id").primaryKey(),\n    issueId`,
        `id: bigserial("id", { mode: "number" }).primaryKey(),\n    issueId`,
      ),
      edit("another view", `ne(issues.priority, "low")`, `ne(issues.priority, "normal")`),
      edit("NOT NULL", `day: date("day").defaultNow().notNull()`, `day: date("day").defaultNow()`),
      edit(
        "a dropped table",
        `export const apiKeys = pgTable("api_keys", {`,
        `const apiKeys = pgTable("api_keys", {`,
      ),
      edit("an enum value goes", `["active", "paused"]`, `["active"]`),
      edit("an index with another order", `t.position.desc().nullsFirst()`, `t.position.asc()`),
    ],
  },
  {
    name: "a shop for many tenants",
    file: "shop.models.ts",
    edits: [
      edit(
        "a column in a schema",
        `logo: text(),`,
        `logo: text(),\n  site: text().default("it's"),`,
      ),
      edit(
        "an enum value in a schema",
        `["in stock", "sold out"]`,
        `["soon", "in stock", "sold out"]`,
      ),
      edit(
        "an enum is renamed",
        `"text_kind"`,
        `"copy_kind"`,
        "enum:catalogue.text_kind=catalogue.copy_kind",
      ),
      edit("money grows", `precision: 12, scale: 2`, `precision: 16, scale: 4`),
      edit("a generated column changes", "quantity - reserved`", "quantity - reserved - 1`"),
      edit("another check", `('free', 'small', 'large')`, `('free', 'small', 'large', 'huge')`),
      edit(
        "a sequence",
        `startWith: 5000, increment: 3`,
        `startWith: 5000, increment: 7, cache: 5`,
      ),
      edit(
        "a table goes to another schema",
        `sales.table("coupons"`,
        `stock.table("coupons"`,
        "table:sales.coupons=stock.coupons",
      ),
      edit(
        "another action",
        `{ onUpdate: "cascade" }`,
        `{ onUpdate: "cascade", onDelete: "cascade" }`,
      ),
      edit("a view without rows", `> 1000`, `> 2000`),
      edit(
        "an odd name",
        `bigserial("Id", { mode: "number" })`,
        `bigserial("Entry's \\"Id\\"", { mode: "number" })`,
        `column:Accounts.Entries.Id="Entry's ""Id"""`,
      ),
      edit(
        "a policy goes",
        `pgPolicy("all_orders", { for: "select", to: "public", using: sql\`true\` }),`,
        ``,
      ),
    ],
  },
  {
    name: "a community with subscriptions",
    file: "community.models.ts",
    casing: "snake_case",
    edits: [
      edit(
        "a column",
        `timeZone: text().default("UTC"),`,
        `timeZone: text().default("UTC"),\n    homePage: text(),`,
      ),
      edit(
        "a value between",
        `["public", "friends", "private"]`,
        `["public", "friends", "group", "private"]`,
      ),
      edit(
        "text instead of varchar",
        `handle: varchar({ length: 30 })`,
        `handle: varchar({ length: 40 })`,
      ),
      edit(
        "a column is renamed",
        `displayName: text()`,
        `shownName: text()`,
        "column:accounts.display_name=shown_name",
      ),
      edit("a predicate", `isNull(t.deletedAt))`, `gt(t.karma, -5))`),
      edit(
        "identity instead of serial",
        `export const reports = pgTable("reports", {\n  id: serial().primaryKey()`,
        `export const reports = pgTable("reports", {\n  id: integer().primaryKey().generatedByDefaultAsIdentity()`,
      ),
      edit("a longer code", `varchar({ length: 20 })`, `varchar({ length: 24 })`),
      edit("a status", `["active", "paused", "ended"]`, `["active", "paused", "ended", "lost"]`),
      edit("a view on a view", `limit 10`, `limit 20`),
      edit("a policy", `f.accepted)`, `f.accepted and f.since > '2020-01-01')`),
      edit(
        "a table is renamed",
        `pgTable(\n  "blocks"`,
        `pgTable(\n  "mutes"`,
        "table:blocks=mutes",
      ),
      edit("a materialized view's parameters", `fillfactor: 70`, `fillfactor: 90`),
    ],
  },
];
