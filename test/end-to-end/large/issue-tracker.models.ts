/** The models of an issue tracker: organisations, projects, issues, boards, time, and access by row. */
import { and, count, eq, gt, inArray, isNull, ne, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  bigserial,
  boolean,
  char,
  check,
  customType,
  date,
  doublePrecision,
  foreignKey,
  index,
  inet,
  integer,
  interval,
  jsonb,
  numeric,
  pgEnum,
  pgMaterializedView,
  pgPolicy,
  pgSequence,
  pgTable,
  pgView,
  primaryKey,
  real,
  serial,
  smallint,
  text,
  time,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

const times = {
  createdAt: timestamp("created_at", { withTimezone: true }).defaultNow().notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true })
    .defaultNow()
    .notNull()
    .$onUpdate(() => new Date()),
};

export const role = pgEnum("organisation_role", ["owner", "admin", "member", "guest"]);
export const issueKind = pgEnum("issue_kind", { Bug: "bug", Task: "task", Story: "story" });
export const priority = pgEnum("priority", ["low", "normal", "high"]);
export const linkKind = pgEnum("link_kind", ["blocks", "duplicates", "relates to"]);
export const webhookState = pgEnum("webhook_state", ["active", "paused"]);

export const ticketNumbers = pgSequence("ticket_numbers", { startWith: 1000, cache: 10 });

export const organisations = pgTable(
  "organisations",
  {
    id: serial("id").primaryKey(),
    slug: varchar("slug", { length: 40 }).notNull().unique(),
    name: text("name").notNull(),
    settings: jsonb("settings").$type<{ theme?: string }>().default({ theme: "it's dark" }),
    seats: integer("seats").default(5).notNull(),
    ...times,
  },
  (t) => [
    check("organisations_slug", sql`${t.slug} ~ '^[a-z][a-z0-9-]*$'`),
    check("seats", gt(t.seats, 0)),
  ],
);

export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    email: text("email").notNull(),
    name: varchar("name", { length: 120 }).notNull(),
    initials: char("initials", { length: 2 }),
    locale: varchar("locale", { length: 5 }).default("en").notNull(),
    isActive: boolean("is_active").default(true).notNull(),
    lastSeen: timestamp("last_seen", { precision: 3, mode: "string" }),
    workday: time("workday").default("08:00"),
    ...times,
  },
  (t) => [
    uniqueIndex("users_email").on(sql`lower(${t.email})`),
    index("users_active").on(t.name.asc().nullsLast()).where(eq(t.isActive, true)),
    check("users_locale", inArray(t.locale, ["en", "de", "fr"])),
  ],
);

export const memberships = pgTable(
  "memberships",
  {
    organisationId: integer("organisation_id")
      .notNull()
      .references(() => organisations.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade", onUpdate: "cascade" }),
    role: role("role").default("member").notNull(),
    rights: text("rights").array().default(["read", "it's"]).notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.userId] }), index().on(t.userId, t.role)],
);

export const invitations = pgTable(
  "invitations",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    organisationId: integer("organisation_id")
      .notNull()
      .references(() => organisations.id),
    email: text("email").notNull(),
    role: role("role").default("guest"),
    token: uuid("token").defaultRandom().notNull().unique("invitation_token"),
    expires: timestamp("expires").default(sql`now() + interval '7 days'`),
  },
  (t) => [unique().on(t.organisationId, t.email)],
);

export const teams = pgTable(
  "teams",
  {
    id: serial("id").primaryKey(),
    organisationId: integer("organisation_id").notNull(),
    parentId: integer("parent_id").references((): AnyPgColumn => teams.id, {
      onDelete: "set null",
    }),
    leadId: uuid("lead_id"),
    name: text("name").notNull(),
  },
  (t) => [
    foreignKey({ columns: [t.organisationId], foreignColumns: [organisations.id] }),
    foreignKey({
      name: "team_lead",
      columns: [t.organisationId, t.leadId],
      foreignColumns: [memberships.organisationId, memberships.userId],
    }),
    unique("team_name").on(t.organisationId, t.name),
  ],
);

export const teamMembers = pgTable(
  "team_members",
  {
    teamId: integer("team_id").references(() => teams.id, { onDelete: "cascade" }),
    userId: uuid("user_id").references(() => users.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ name: "team_members_key", columns: [t.teamId, t.userId] })],
);

export const projects = pgTable(
  "projects",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity({ startWith: 100 }),
    organisationId: integer("organisation_id")
      .notNull()
      .references(() => organisations.id, { onDelete: "restrict" }),
    key: varchar("key", { length: 10 }).notNull(),
    name: text("name").notNull(),
    defaultPriority: priority("default_priority").default("normal").notNull(),
    budget: numeric("budget", { precision: 12, scale: 2 }).default("0.00"),
    archivedAt: timestamp("archived_at", { withTimezone: true }),
    ...times,
  },
  (t) => [
    unique("project_key").on(t.organisationId, t.key),
    index("open_projects").on(t.organisationId).where(isNull(t.archivedAt)),
    check("budget", sql`${t.budget} between 0 and 1000000 and ${t.budget} <> 13`),
  ],
);

export const components = pgTable(
  "components",
  {
    id: serial("id").primaryKey(),
    projectId: integer("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    ownerId: uuid("owner_id").references(() => users.id),
  },
  (t) => [uniqueIndex("component_name").on(t.projectId, sql`lower(${t.name})`)],
);

export const versions = pgTable(
  "versions",
  {
    id: serial("id").primaryKey(),
    projectId: integer("project_id").references(() => projects.id, { onDelete: "cascade" }),
    name: varchar("name", { length: 30 }).notNull(),
    starts: date("starts"),
    ends: date("ends", { mode: "date" }),
    released: boolean("released").default(false),
  },
  (t) => [check("span", sql`${t.ends} is null or ${t.ends} >= ${t.starts}`)],
);

export const statuses = pgTable(
  "statuses",
  {
    id: smallint("id").primaryKey().generatedByDefaultAsIdentity(),
    projectId: integer("project_id").references(() => projects.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    category: varchar("category", { length: 12 }).default("open").notNull(),
    position: real("position").default(-1.5),
  },
  (t) => [
    check("category", sql`${t.category} in ('open', 'doing', 'done')`),
    index("status_order").on(t.projectId, t.position.desc().nullsFirst()),
  ],
);

export const transitions = pgTable(
  "transitions",
  {
    from: smallint("from").references(() => statuses.id),
    to: smallint("to").references(() => statuses.id),
    name: text("name"),
  },
  (t) => [primaryKey({ columns: [t.from, t.to] }), check("moves", ne(t.from, t.to))],
);

export const issues = pgTable(
  "issues",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    projectId: integer("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    number: integer("number")
      .default(sql`nextval('ticket_numbers')`)
      .notNull(),
    kind: issueKind("kind").default("task").notNull(),
    priority: priority("priority").default("normal").notNull(),
    title: varchar("title", { length: 200 }).notNull(),
    body: text("body").default("").notNull(),
    statusId: smallint("status_id").references(() => statuses.id),
    reporterId: uuid("reporter_id").references(() => users.id, { onDelete: "set null" }),
    assigneeId: uuid("assignee_id").references(() => users.id, { onDelete: "set null" }),
    parentId: bigint("parent_id", { mode: "number" }).references((): AnyPgColumn => issues.id),
    estimate: interval("estimate", { fields: "day to second", precision: 0 }),
    points: smallint("points"),
    due: date("due"),
    custom: jsonb("custom").default({}).notNull(),
    labels: text("labels").array(),
    search: tsvector("search").generatedAlwaysAs(
      sql`to_tsvector('english', coalesce(title, '') || ' ' || coalesce(body, ''))`,
    ),
    ...times,
  },
  (t) => [
    unique("issue_number").on(t.projectId, t.number),
    index("issue_search").using("gin", t.search),
    index("issue_custom").using("gin", t.custom.op("jsonb_path_ops")),
    index("issue_due")
      .on(t.due.desc(), t.priority)
      .where(sql`${t.due} is not null`),
    index("issue_title").on(t.title.op("varchar_pattern_ops")),
    check("points", sql`${t.points} in (1, 2, 3, 5, 8, 13)`),
  ],
);

export const issueLinks = pgTable(
  "issue_links",
  {
    source: bigint("source", { mode: "number" }).references(() => issues.id),
    target: bigint("target", { mode: "number" }).references(() => issues.id),
    kind: linkKind("kind").default("relates to").notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.target, t.kind] })],
);

export const labels = pgTable("labels", {
  id: serial("id").primaryKey(),
  projectId: integer("project_id").references(() => projects.id),
  name: text("name").notNull(),
  colour: char("colour", { length: 6 }).default("00ff00"),
});

export const issueLabels = pgTable(
  "issue_labels",
  {
    issueId: bigint("issue_id", { mode: "number" }).references(() => issues.id),
    labelId: integer("label_id").references(() => labels.id),
  },
  (t) => [primaryKey({ columns: [t.issueId, t.labelId] })],
);

export const comments = pgTable(
  "comments",
  {
    id: bigserial("id", { mode: "bigint" }).primaryKey(),
    issueId: bigint("issue_id", { mode: "number" })
      .notNull()
      .references(() => issues.id, { onDelete: "cascade" }),
    authorId: uuid("author_id"),
    body: text("body").notNull(),
    edits: integer("edits").default(0),
    isInternal: boolean("is_internal").default(false).notNull(),
    ...times,
  },
  (t) => [
    foreignKey({ columns: [t.authorId], foreignColumns: [users.id] }).onDelete("set null"),
    pgPolicy("public_comments", { for: "select", using: eq(t.isInternal, false) }),
    pgPolicy("own_comments", {
      using: sql`${t.authorId}::text = current_setting('app.user', true)`,
      withCheck: sql`${t.body} <> '--'`,
    }),
  ],
);

export const attachments = pgTable(
  "attachments",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    issueId: bigint("issue_id", { mode: "number" }).references(() => issues.id),
    name: text("name").notNull(),
    content: bytea("content"),
    size: bigint("size", { mode: "bigint" }).default(0n),
    mimeType: text("mime_type").default("application/octet-stream"),
  },
  (t) => [index().using("hash", t.mimeType)],
);

export const worklogs = pgTable(
  "worklogs",
  {
    id: serial("id").primaryKey(),
    issueId: bigint("issue_id", { mode: "number" }).references(() => issues.id),
    userId: uuid("user_id").references(() => users.id),
    day: date("day").defaultNow().notNull(),
    hours: doublePrecision("hours").default(0.25).notNull(),
    cents: integer("cents").generatedAlwaysAs(sql`(hours * 100)::integer`),
  },
  (t) => [index("worklog_days").using("brin", t.day).with({ pages_per_range: 32 })],
);

export const watchers = pgTable(
  "watchers",
  {
    issueId: bigint("issue_id", { mode: "number" }).references(() => issues.id),
    userId: uuid("user_id").references(() => users.id),
  },
  (t) => [primaryKey({ columns: [t.userId, t.issueId] })],
);

export const boards = pgTable("boards", {
  id: serial("id").primaryKey(),
  projectId: integer("project_id").references(() => projects.id),
  name: text("name").notNull(),
  columns: jsonb("columns").array().default([]),
});

export const sprints = pgTable("sprints", {
  id: serial("id").primaryKey(),
  boardId: integer("board_id").references(() => boards.id),
  goal: text("goal"),
  capacity: integer("capacity"),
});

export const sprintIssues = pgTable(
  "sprint_issues",
  {
    sprintId: integer("sprint_id").references(() => sprints.id),
    issueId: bigint("issue_id", { mode: "number" }).references(() => issues.id),
    rank: doublePrecision("rank").default(1e21),
  },
  (t) => [unique().on(t.sprintId, t.issueId)],
);

export const history = pgTable(
  "history",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedByDefaultAsIdentity({ cache: 50 }),
    issueId: bigint("issue_id", { mode: "number" }).references(() => issues.id),
    actor: uuid("actor"),
    address: inet("address"),
    field: text("field").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
    at: timestamp("at", { withTimezone: true }).defaultNow().notNull(),
  },
  (t) => [index("history_at").on(t.issueId, t.at.desc())],
);

export const webhooks = pgTable("webhooks", {
  id: serial("id").primaryKey(),
  projectId: integer("project_id").references(() => projects.id),
  url: text("url").notNull(),
  secret: text("secret").$defaultFn(() => "x"),
  events: issueKind("events").array(),
  state: webhookState("state").default("active"),
});

export const apiKeys = pgTable("api_keys", {
  id: uuid("id").primaryKey().defaultRandom(),
  userId: uuid("user_id").references(() => users.id),
  hash: text("hash").notNull().unique(),
  expires: timestamp("expires"),
}).enableRLS();

export const openIssues = pgView("open_issues").as((qb) =>
  qb
    .select({
      id: issues.id,
      title: issues.title,
      project: sql<string>`${projects.name}`.as("project"),
      status: sql<string>`${statuses.name}`.as("status"),
    })
    .from(issues)
    .innerJoin(projects, eq(projects.id, issues.projectId))
    .leftJoin(statuses, eq(statuses.id, issues.statusId))
    .where(and(isNull(projects.archivedAt), ne(issues.priority, "low"))),
);

export const burndown = pgMaterializedView("burndown").as((qb) =>
  qb
    .select({ projectId: issues.projectId, open: count().as("open") })
    .from(issues)
    .groupBy(issues.projectId),
);

export const busyProjects = pgView("busy_projects", { projectId: integer("project_id") })
  .with({ securityBarrier: true })
  .as(sql`select project_id from burndown where open > 10`);
