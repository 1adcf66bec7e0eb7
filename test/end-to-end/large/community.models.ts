/** The models of a community with chat and subscriptions, named by `casing: "snake_case"`. */
import { and, eq, gt, inArray, isNull, lte, or, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  bigserial,
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  inet,
  integer,
  interval,
  jsonb,
  line,
  macaddr8,
  numeric,
  pgEnum,
  pgMaterializedView,
  pgPolicy,
  pgRole,
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

export const visibility = pgEnum("visibility", ["public", "friends", "private"]);
export const channelKind = pgEnum("channel_kind", ["room", "direct"]);
export const planInterval = pgEnum("plan_interval", ["month", "year"]);
export const reactions = pgEnum("reaction", ["👍", "❤️", "it's fun"]);
export const moderator = pgRole("current_user").existing();

const id = () => bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity();
const createdAt = () => timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow();

export const accounts = pgTable(
  "accounts",
  {
    id: id(),
    handle: varchar({ length: 30 }).notNull().unique(),
    displayName: text().notNull().default("nobody"),
    bornOn: date({ mode: "date" }),
    timeZone: text().default("UTC"),
    lastAddress: inet(),
    device: macaddr8(),
    karma: real().default(-1.5),
    deletedAt: timestamp({ withTimezone: true }),
    createdAt: createdAt(),
  },
  (t) => [
    check("handle_form", sql`${t.handle} ~ '^[a-z0-9_]+$'`),
    index("living").on(t.handle.op("varchar_pattern_ops")).where(isNull(t.deletedAt)),
  ],
);

export const credentials = pgTable("credentials", {
  accountId: bigint({ mode: "number" })
    .primaryKey()
    .references(() => accounts.id, { onDelete: "cascade" }),
  passwordHash: text().notNull().default("!"),
  changedAt: timestamp().default(new Date("2024-01-02T03:04:05Z")),
});

export const sessions = pgTable(
  "sessions",
  {
    token: uuid().primaryKey().defaultRandom(),
    accountId: bigint({ mode: "number" }).references(() => accounts.id, { onDelete: "cascade" }),
    userAgent: text(),
    lifetime: interval().default("30 days"),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.accountId)],
);

export const friendships = pgTable(
  "friendships",
  {
    one: bigint({ mode: "number" }).references(() => accounts.id),
    other: bigint({ mode: "number" }).references(() => accounts.id),
    since: date().defaultNow(),
    accepted: boolean().notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.one, t.other] }),
    check("ordered", sql`${t.one} < ${t.other}`),
    index("friends_back").on(t.other, t.one),
  ],
);

export const blocks = pgTable(
  "blocks",
  {
    by: bigint({ mode: "number" }).references(() => accounts.id),
    whom: bigint({ mode: "number" }).references(() => accounts.id),
  },
  (t) => [primaryKey({ columns: [t.by, t.whom] })],
);

export const groups = pgTable("groups", {
  id: serial().primaryKey(),
  name: text().notNull(),
  visibility: visibility().notNull().default("public"),
  ownerId: bigint({ mode: "number" }).references(() => accounts.id, { onDelete: "set null" }),
});

export const groupMembers = pgTable(
  "group_members",
  {
    groupId: integer().references(() => groups.id, { onDelete: "cascade" }),
    accountId: bigint({ mode: "number" }).references(() => accounts.id),
    isAdmin: boolean().default(false),
  },
  (t) => [primaryKey({ columns: [t.groupId, t.accountId] })],
);

export const posts = pgTable(
  "posts",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    authorId: bigint({ mode: "number" })
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    groupId: integer().references(() => groups.id),
    replyTo: bigint({ mode: "number" }).references((): AnyPgColumn => posts.id),
    body: text().notNull().default(""),
    media: jsonb()
      .array()
      .default([{ kind: "none", note: 'a "quote", it\'s {}' }]),
    tags: text().array().notNull().default([]),
    visibility: visibility().notNull().default("friends"),
    length: integer().generatedAlwaysAs(sql`length(body)`),
    createdAt: createdAt(),
  },
  (t) => [
    index("feed").on(t.authorId, t.createdAt.desc().nullsLast()),
    index("tags").using("gin", t.tags),
    index("words").using("gin", sql`to_tsvector('simple', ${t.body})`),
    check("short", lte(t.length, 5000)),
    pgPolicy("see", {
      for: "select",
      using: sql`${or(
        eq(t.visibility, "public"),
        sql`${t.authorId} in (select f.other from friendships f where f.accepted)`,
      )}`,
    }),
    pgPolicy("write", { for: "insert", withCheck: sql`${t.body} <> ';--'` }),
    pgPolicy("moderate", { to: moderator, using: sql`true` }),
  ],
);

export const likes = pgTable(
  "likes",
  {
    postId: bigint({ mode: "number" }).references(() => posts.id, { onDelete: "cascade" }),
    accountId: bigint({ mode: "number" }).references(() => accounts.id),
    reaction: reactions().notNull().default("it's fun"),
  },
  (t) => [primaryKey({ columns: [t.postId, t.accountId] }), index().on(t.accountId)],
);

export const polls = pgTable("polls", {
  id: serial().primaryKey(),
  postId: bigint({ mode: "number" })
    .unique("one_poll")
    .references(() => posts.id),
  question: text().notNull(),
  options: text().array(5).default(["yes", "no"]),
});

export const votes = pgTable(
  "votes",
  {
    pollId: integer().references(() => polls.id),
    accountId: bigint({ mode: "number" }).references(() => accounts.id),
    choice: smallint().notNull().default(1),
  },
  (t) => [unique().on(t.pollId, t.accountId), check("choice", gt(t.choice, 0))],
);

export const channels = pgTable("channels", {
  id: uuid().primaryKey().defaultRandom(),
  kind: channelKind().notNull().default("room"),
  topic: varchar({ length: 80 }),
  quietFrom: time({ withTimezone: true }).default("22:00+00"),
  shape: line().default([1, 2, 3]),
});

export const channelMembers = pgTable(
  "channel_members",
  {
    channelId: uuid().references(() => channels.id, { onDelete: "cascade" }),
    accountId: bigint({ mode: "number" }).references(() => accounts.id, { onDelete: "cascade" }),
    lastRead: bigint({ mode: "bigint" }).default(0n),
  },
  (t) => [primaryKey({ columns: [t.channelId, t.accountId] })],
);

export const messages = pgTable(
  "messages",
  {
    id: bigserial({ mode: "bigint" }).primaryKey(),
    channelId: uuid().notNull(),
    authorId: bigint({ mode: "number" }).notNull(),
    body: text().notNull(),
    sentAt: timestamp({ precision: 6, withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    foreignKey({
      name: "sent_by_a_member",
      columns: [t.channelId, t.authorId],
      foreignColumns: [channelMembers.channelId, channelMembers.accountId],
    }).onUpdate("cascade"),
    index("messages_in_time").using("brin", t.sentAt),
  ],
);

export const notifications = pgTable("notifications", {
  id: id(),
  accountId: bigint({ mode: "number" }).references(() => accounts.id),
  payload: jsonb().notNull().default({}),
  readAt: timestamp(),
});

export const reports = pgTable("reports", {
  id: serial().primaryKey(),
  postId: bigint({ mode: "number" }).references(() => posts.id),
  reason: text().notNull().default("spam"),
  weight: doublePrecision().default(0.1),
});

export const plans = pgTable(
  "plans",
  {
    code: varchar({ length: 20 }).primaryKey(),
    price: numeric({ precision: 8, scale: 2, mode: "number" }).notNull().default(4.99),
    every: planInterval().notNull().default("month"),
    features: jsonb().default(["chat"]),
  },
  (t) => [check("plan_price", sql`${t.price} between 0 and 999 and ${t.price} <> 13`)],
);

export const subscriptions = pgTable(
  "subscriptions",
  {
    id: uuid().primaryKey().defaultRandom(),
    accountId: bigint({ mode: "number" }).references(() => accounts.id),
    planCode: varchar({ length: 20 }).references(() => plans.code, { onUpdate: "cascade" }),
    startsOn: date().notNull().defaultNow(),
    endsOn: date(),
    status: varchar({ length: 10 }).notNull().default("active"),
  },
  (t) => [
    check("status", inArray(t.status, ["active", "paused", "ended"])),
    uniqueIndex("one_active").on(t.accountId).where(eq(t.status, "active")),
  ],
);

export const invoices = pgTable("invoices", {
  id: integer().primaryKey().generatedByDefaultAsIdentity({ startWith: 1000 }),
  subscriptionId: uuid().references(() => subscriptions.id),
  total: numeric({ precision: 10, scale: 2 }).notNull().default("0"),
  dueOn: date().default(sql`current_date + 14`),
});

export const invoiceLines = pgTable(
  "invoice_lines",
  {
    invoiceId: integer().references(() => invoices.id, { onDelete: "cascade" }),
    position: smallint(),
    text: text().notNull().default(""),
    amount: numeric({ precision: 10, scale: 2 }).notNull().default("0"),
  },
  (t) => [primaryKey({ columns: [t.invoiceId, t.position] })],
);

export const payouts = pgTable("payouts", {
  id: serial().primaryKey(),
  accountId: bigint({ mode: "number" }).references(() => accounts.id),
  amount: numeric({ precision: 10, scale: 2 }),
}).enableRLS();

export const aRatherLongNameForATableOfEventsThatNobodyReads = pgTable(
  "a_rather_long_name_for_a_table_of_events_that_nobody_reads",
  {
    identifierOfTheEvent: id(),
    accountThatTheEventIsAbout: bigint({ mode: "number" }).references(() => accounts.id),
  },
);

export const wall = pgView("wall").as((qb) =>
  qb
    .select({ id: posts.id, handle: accounts.handle, body: posts.body })
    .from(posts)
    .innerJoin(accounts, eq(accounts.id, posts.authorId))
    .where(and(isNull(accounts.deletedAt), eq(posts.visibility, "public"))),
);

export const shortWall = pgView("a_short_wall", { id: bigint({ mode: "number" }) })
  .with({ securityBarrier: true })
  .as(sql`select id from wall limit 10`);

export const popular = pgMaterializedView("popular")
  .with({ fillfactor: 70 })
  .as((qb) =>
    qb
      .select({ postId: likes.postId, score: sql<number>`count(*)`.as("score") })
      .from(likes)
      .groupBy(likes.postId),
  );
