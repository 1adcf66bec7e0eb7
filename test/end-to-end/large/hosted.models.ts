/**
 * The models of an application on a hosted platform: users, roles and functions are the platform's,
 * tables are collected in one exported object, and much is built by helpers.
 */
import { eq, relations, sql } from "drizzle-orm";
import {
  alias,
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  date,
  foreignKey,
  index,
  inet,
  integer,
  jsonb,
  pgEnum,
  pgMaterializedView,
  pgPolicy,
  pgSchema,
  pgTable,
  pgView,
  primaryKey,
  real,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { anonRole, authenticatedRole, authUid, authUsers } from "drizzle-orm/supabase";

const storage = pgSchema("storage");
/** Named here only because attachments refer to it. */
const objects = storage.table("objects", { id: uuid().primaryKey() });

const citext = customType<{ data: string }>({ dataType: () => "extensions.citext" });
const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
const cents = customType<{ data: number; driverData: string }>({
  dataType: () => "numeric(12, 2)",
  toDriver: (value) => (value / 100).toFixed(2),
  fromDriver: (value) => Math.round(Number(value) * 100),
});

const id = () =>
  uuid()
    .primaryKey()
    .default(sql`gen_random_uuid()`);
const timestamps = {
  createdAt: timestamp({ withTimezone: true }).defaultNow().notNull(),
  updatedAt: timestamp({ withTimezone: true })
    .defaultNow()
    .$onUpdate(() => new Date())
    .notNull(),
};

const plan = pgEnum("plan", ["free", "team", "business"]);
const memberRole = pgEnum("member_role", ["owner", "editor", "viewer"]);
const channel = pgEnum("channel", ["email", "push", "sms"]);

const profiles = pgTable(
  "profiles",
  {
    id: uuid()
      .primaryKey()
      .unique()
      .references(() => authUsers.id, { onDelete: "cascade" }),
    handle: citext().notNull().unique(),
    displayName: varchar({ length: 80 }).default("").notNull(),
    channels: channel()
      .array()
      .default(sql`'{email}'::channel[]`)
      .notNull(),
    settings: jsonb().$type<Record<string, unknown>>().default({}).notNull(),
    birthday: date(),
    lastIp: inet(),
    ...timestamps,
  },
  (t) => [
    pgPolicy("profiles are public", {
      for: "select",
      to: [anonRole, authenticatedRole],
      using: sql`true`,
    }),
    pgPolicy("own profile", {
      for: "update",
      to: authenticatedRole,
      using: sql`${authUid} = ${t.id}`,
      withCheck: sql`${authUid} = ${t.id}`,
    }),
    index("profiles_by_name").on(sql`lower(${t.displayName})`),
  ],
);

const teams = pgTable(
  "teams",
  {
    id: id(),
    slug: varchar({ length: 63 }).notNull(),
    name: text().notNull(),
    plan: plan().default("free").notNull(),
    seats: integer().default(3).notNull(),
    parentId: uuid().references((): AnyPgColumn => teams.id, { onDelete: "set null" }),
    balance: cents().default(0).notNull(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex("teams_slug_key").on(sql`lower(${t.slug})`),
    check("teams_seats_positive", sql`${t.seats} > 0`),
    check("teams_slug_format", sql`${t.slug} ~ '^[a-z0-9-]+$'`),
  ],
);

const members = pgTable(
  "members",
  {
    teamId: uuid()
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    profileId: uuid()
      .notNull()
      .references(() => profiles.id, { onDelete: "cascade" }),
    role: memberRole().default("viewer").notNull(),
    invitedBy: uuid().references(() => profiles.id),
    ...timestamps,
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.profileId] }),
    index("members_profile_idx").on(t.profileId, t.role),
    pgPolicy("members see their team", {
      for: "select",
      to: authenticatedRole,
      using: sql`exists (select 1 from ${teams} where ${teams.id} = ${t.teamId} and ${teams.plan} <> 'free') or ${t.profileId} = ${authUid}`,
    }),
  ],
).enableRLS();

const documents = pgTable(
  "documents",
  {
    id: id(),
    number: bigint({ mode: "number" }).generatedAlwaysAsIdentity({ startWith: 1000 }).notNull(),
    teamId: uuid().notNull(),
    authorId: uuid().notNull(),
    title: text().notNull(),
    body: text().default("").notNull(),
    tags: text()
      .array()
      .default(sql`array[]::text[]`)
      .notNull(),
    search: tsvector().generatedAlwaysAs(
      sql`setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', body)`,
    ),
    isDraft: boolean().default(true).notNull(),
    score: real().default(0).notNull(),
    publishedAt: timestamp({ withTimezone: true }),
    ...timestamps,
  },
  (t) => [
    foreignKey({
      columns: [t.teamId, t.authorId],
      foreignColumns: [members.teamId, members.profileId],
    }),
    index("documents_search_idx").using("gin", t.search),
    index("documents_tags_idx").using("gin", t.tags.op("array_ops")),
    index("documents_feed_idx")
      .on(t.teamId, t.publishedAt.desc().nullsLast())
      .where(sql`${t.isDraft} = false`),
    unique("documents_number").on(t.number),
    check("published_is_no_draft", sql`${t.publishedAt} is null or not ${t.isDraft}`),
  ],
);

const attachments = pgTable("attachments", {
  id: serial().primaryKey(),
  documentId: uuid()
    .notNull()
    .references(() => documents.id, { onDelete: "cascade" }),
  objectId: uuid().references(() => objects.id, { onDelete: "set null" }),
  width: integer(),
  height: integer(),
  ...timestamps,
});

const publicDocuments = pgView("public_documents")
  .with({ securityInvoker: true })
  .as((query) =>
    query
      .select({ id: documents.id, title: documents.title })
      .from(documents)
      .where(eq(documents.isDraft, false)),
  );

const teamStatistics = pgMaterializedView("team_statistics").as((query) =>
  query
    .select({ teamId: members.teamId, people: sql<number>`count(*)`.as("people") })
    .from(members)
    .groupBy(members.teamId),
);

/** For joins of documents with two people. */
export const editors = alias(profiles, "editors");

export const schema = {
  enums: [plan, memberRole, channel],
  profiles,
  teams,
  members,
  documents,
  attachments,
  publicDocuments,
  teamStatistics,
  teamRelations: relations(teams, ({ many }) => ({ members: many(members) })),
};
