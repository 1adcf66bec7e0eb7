/** Pairs of models that went wrong once, found by random models and by hand. */
import type { Pair } from "./pairs.js";

export const foundPairs: readonly (Pair & { readonly setup?: string })[] = [
  {
    name: "an enum value comes, and a table that uses the enum goes",
    from: `export const mood = pgEnum("mood", ["a"]);
      export const t = pgTable("t", { m: mood().default("a"), ms: mood().array() });
      export const u = pgTable("u", { id: integer(), m: mood(), n: mood() });`,
    to: `export const mood = pgEnum("mood", ["a", "b"]);
      export const u = pgTable("u", { id: integer(), m: mood() });`,
  },
  {
    name: "an enum value comes and is used, and a table that uses the enum goes",
    from: `export const mood = pgEnum("mood", ["a"]);
      export const t = pgTable("t", { m: mood().default("a"), ms: mood().array() });
      export const u = pgTable("u", { id: integer(), m: mood(), n: mood() });`,
    to: `export const mood = pgEnum("mood", ["a", "b"]);
      export const u = pgTable("u", { id: integer(), m: mood().default("b") });`,
  },
  {
    name: "an enum value goes, and a table that uses the enum as well",
    from: `export const mood = pgEnum("mood", ["a", "b"]);
      export const t = pgTable("t", { m: mood().default("a"), ms: mood().array() });
      export const u = pgTable("u", { id: integer(), m: mood(), n: mood().default("a") });`,
    to: `export const mood = pgEnum("mood", ["b"]);
      export const u = pgTable("u", { id: integer(), m: mood().default("b") });
      export const w = pgTable("w", { m: mood().default("b") });`,
  },
  {
    name: "checks, predicates, policies and views whose text PostgreSQL reads otherwise than it prints it",
    from: `export const t = pgTable("t", { n: integer(), s: varchar({ length: 20 }) }, (t) => [
        check("c", sql\`\${t.s} in ('a', 'b')\`), check("d", sql\`\${t.n} between 1 and 5 and \${t.n} <> 3\`),
        index("i").on(t.n).where(sql\`\${t.s} not in ('a', 'b')\`),
        pgPolicy("p", { using: sql\`\${t.s} in ('a', 'b') and \${t.n} > 1\` })]);
      export const v = pgView("v").as((qb) => qb.select().from(t).where(inArray(t.s, ["a", "b"])));`,
    to: `export const u = pgTable("u", { n: integer() });`,
  },
  {
    name: "an index with storage parameters of two words comes with its table",
    from: "export {};",
    to: `export const t = pgTable("t", { a: integer() }, (t) => [
        index("i").using("brin", t.a).with({ pages_per_range: 32 })]);`,
  },
  {
    name: "sequences get limits that none of their old values is in, and types that these do not fit",
    from: `export const q = pgSequence("q", { maxValue: 1000 });
      export const t = pgTable("t", {
        a: integer().generatedAlwaysAsIdentity({ minValue: 50000, maxValue: 100000 }),
        b: smallint().generatedAlwaysAsIdentity(),
        c: integer().generatedByDefaultAsIdentity({ maxValue: 32767, cache: 5 }),
        d: bigint({ mode: "number" }).generatedAlwaysAsIdentity({ maxValue: 32767 }) });`,
    to: `export const q = pgSequence("q", { minValue: 2000, startWith: 3000 });
      export const t = pgTable("t", { a: smallint().generatedAlwaysAsIdentity(),
        b: integer().generatedAlwaysAsIdentity({ increment: -2, maxValue: -5 }),
        c: smallint().generatedByDefaultAsIdentity(),
        d: smallint().generatedAlwaysAsIdentity() });`,
    contains: ["restart: 3000"],
  },
  {
    name: "columns with defaults leave an enum, or come to it, when it loses a value",
    from: `export const mood = pgEnum("mood", ["a", "b"]);
      export const t = pgTable("t", { m: mood().default("a"), n: mood().default("a"), p: text().default("b"),
        q: mood().notNull().default("b") });`,
    to: `export const mood = pgEnum("mood", ["b"]);
      export const t = pgTable("t", { m: jsonb().notNull(), n: text().default(sql\`'b'::mood::text\`),
        p: mood().default("b"), q: mood() });`,
  },
  {
    name: "a column gets another name and another type, and what speaks of it goes",
    from: `export const t = pgTable("t", { a: integer(), g: numeric().generatedAlwaysAs(sql\`"a" * 2\`) }, (t) => [
        check("c", sql\`\${t.a} > 0\`), index("i").on(sql\`(\${t.a} + 1)\`).where(sql\`\${t.a} > 1\`)]);`,
    to: `export const t = pgTable("t", { b: numeric() });`,
    renames: ["column:t.a=b"],
  },
  {
    name: "views of all columns, and views on them, get a column that their table gets",
    from: `export const t = pgTable("t", { a: integer() });
      export const v = pgView("v", {}).as(sql\`select * from t\`);
      export const w = pgMaterializedView("w", {}).as(sql\`select v.*, 1 as one from v\`);
      export const n = pgView("n", {}).as(sql\`select count(*) as "n" from t\`);`,
    to: `export const t = pgTable("t", { a: integer(), b: text().default("x") });
      export const v = pgView("v", {}).as(sql\`select * from t\`);
      export const w = pgMaterializedView("w", {}).as(sql\`select v.*, 1 as one from v\`);
      export const n = pgView("n", {}).as(sql\`select count(*) as "n" from t\`);`,
    lacks: ['"n"'],
  },
  {
    name: "checks and predicates that PostgreSQL reads otherwise than it prints survive a change of type",
    from: `export const t = pgTable("t", { n: integer(), s: varchar({ length: 20 }), i: integer().generatedAlwaysAsIdentity() }, (t) => [
        check("c", sql\`\${t.s} in ('a', 'b')\`), check("d", sql\`\${t.n} between 1 and 5 and \${t.n} <> 3\`),
        check("e", sql\`\${t.i} between 1 and 5 and \${t.n} <> 3\`),
        index("i").on(t.n).where(sql\`\${t.s} not in ('a', 'b')\`)]);`,
    to: `export const t = pgTable("t", { n: bigint({ mode: "number" }), s: varchar({ length: 30 }), i: smallint().generatedAlwaysAsIdentity() }, (t) => [
        check("c", sql\`\${t.s} in ('a', 'b')\`), check("d", sql\`\${t.n} between 1 and 5 and \${t.n} <> 3\`),
        check("e", sql\`\${t.i} between 1 and 5 and \${t.n} <> 3\`),
        index("i").on(t.n).where(sql\`\${t.s} not in ('a', 'b')\`)]);`,
  },
  {
    name: "an enum value comes, and a table and a column are renamed that views read",
    from: `export const mood = pgEnum("mood", ["a"]);
      export const t = pgTable("t", { m: mood(), n: integer() });
      export const u = pgTable("u", { m: mood() });
      export const v = pgView("v", {}).as(sql\`select m from t\`);
      export const w = pgMaterializedView("w", {}).withNoData().as(sql\`select m from u\`);
      export const x = pgView("x", {}).as(sql\`select * from w\`);`,
    to: `export const mood = pgEnum("mood", ["b", "a"]);
      export const t = pgTable("t", { k: mood(), n: integer() });
      export const u = pgTable("z", { m: mood() });
      export const v = pgView("v", {}).as(sql\`select k from t\`);
      export const w = pgMaterializedView("w", {}).withNoData().as(sql\`select m from z\`);
      export const x = pgView("x", {}).as(sql\`select * from w\`);`,
    renames: ["column:t.m=k", "table:u=z"],
  },
  {
    name: "checks that PostgreSQL reads otherwise than it prints go from a table whose column is renamed",
    from: `export const t = pgTable("t", { n: integer(), s: varchar({ length: 20 }), a: integer() }, (t) => [
        check("c", sql\`\${t.s} in ('a', 'b')\`), check("d", sql\`\${t.n} between 1 and 5 and \${t.a} <> 3\`)]);`,
    to: `export const t = pgTable("t", { n: integer(), s: varchar({ length: 20 }), b: integer() });`,
    renames: ["column:t.a=b"],
  },
  {
    name: "types and operator classes of extensions",
    setup: `create extension citext; create extension hstore; create schema ext;
      create extension pg_trgm schema ext; set search_path = public, ext`,
    from: "export {};",
    to: `const type = (name: string) => customType<{ data: string }>({ dataType: () => name });
      export const t = pgTable("t", { s: text(), e: type("citext")().default("x"), h: type("hstore")() }, (t) => [
        index("i").using("gin", t.s.op("gin_trgm_ops")), index("j").using("gist", t.h),
        index("k").using("gist", sql\`\${t.s} gist_trgm_ops(siglen=32)\`),
        index("l").using("gin", sql\`lower(\${t.s}) gin_trgm_ops\`),
        check("c", sql\`\${t.e} in ('A', 'b')\`)]);`,
  },
  {
    name: "a sequence that a column owns stays when the column goes, and serves where it served",
    setup: `create sequence q increment 7; create sequence t_n_seq start 5; create table t (id integer, x integer, n integer not null default nextval('t_n_seq'));
      alter sequence q owned by t.x; select nextval('t_n_seq')`,
    from: `export const q = pgSequence("q", { increment: 7 }); export const n = pgSequence("t_n_seq", { startWith: 5 });
      export const t = pgTable("t", { id: integer(), x: integer(), n: integer().notNull().default(sql\`nextval('t_n_seq')\`) });`,
    to: `export const q = pgSequence("q", { increment: 7 });
      export const t = pgTable("t", { id: integer(), n: serial() });`,
  },
  {
    name: "unique constraints beside primary keys go, on which foreign keys lean that stay",
    setup: `create table a (id integer constraint a_u unique);
      create table b (id integer constraint b_u unique, a integer constraint b_a_a_id_fk references a (id));
      create table c (id integer constraint c_u unique, a integer constraint c_a_a_id_fk references a (id));
      alter table a add primary key (id); alter table b add primary key (id); alter table c add primary key (id)`,
    from: `export const a = pgTable("a", { id: integer().primaryKey().unique("a_u") });
      export const b = pgTable("b", { id: integer().primaryKey().unique("b_u"), a: integer().references(() => a.id) });
      export const c = pgTable("c", { id: integer().primaryKey().unique("c_u"), a: integer().references(() => a.id) });`,
    to: `export const a = pgTable("a", { id: integer().primaryKey() });
      export const b = pgTable("b", { id: integer().primaryKey(), a: integer().references(() => a.id) });
      export const c = pgTable("c", { id: integer().primaryKey(), a: integer().references(() => a.id) });`,
  },
  {
    name: "columns swap their enums while both lose values",
    from: `export const x = pgEnum("x", ["a", "b", "c"]); export const y = pgEnum("y", ["b", "a", "d"]);
      export const t = pgTable("t", { p: x().default("a").notNull(), q: y().default("b"), r: x().array() }, (t) => [index("i").on(t.p)]);
      export const v = pgView("v").as((q) => q.select({ p: t.p, q: t.q }).from(t));`,
    to: `export const x = pgEnum("x", ["b", "a"]); export const y = pgEnum("y", ["a", "b"]);
      export const t = pgTable("t", { p: y().default("b").notNull(), q: x(), r: y().array() }, (t) => [index("i").on(t.p)]);
      export const v = pgView("v").as((q) => q.select({ p: t.p, q: t.q }).from(t));`,
  },
  {
    name: "generated columns become ordinary, with all that can stand on them",
    from: `export const u = pgTable("u", { id: integer().primaryKey() });
      export const t = pgTable("t", { a: integer(), g: integer().generatedAlwaysAs(sql\`a + 1\`).unique().references(() => u.id),
          "O dd": integer().generatedAlwaysAs(sql\`a * 2\`), b: text(), h: text().generatedAlwaysAs(sql\`b || 'x'\`) },
        (t) => [pgPolicy("p", { using: sql\`g > 0\` }), check("c", sql\`"O dd" <> 3\`), index("i").on(t.g, t.b.op("text_pattern_ops")),
          index("j").on(t["O dd"]).where(sql\`b like 'a%'\`), index("k").on(t.h, t.b), index("l").on(t["O dd"], t.a)]);
      export const w = pgTable("w", { id: integer().references(() => t.g) });
      export const v = pgView("v").as((q) => q.select({ g: t.g }).from(t));
      export const v2 = pgView("v2").as((q) => q.select().from(v));`,
    to: `export const u = pgTable("u", { id: integer().primaryKey() });
      export const t = pgTable("t", { a: integer(), g: integer().unique().references(() => u.id),
          "O dd": bigint({ mode: "number" }), b: integer(), h: varchar({ length: 5 }).default("x") },
        (t) => [pgPolicy("p", { using: sql\`g > 0\` }), check("c", sql\`"O dd" <> 3\`), index("i").on(t.g, t.b),
          index("j").on(t["O dd"]), index("k").on(t.h, t.b), index("l2").on(t["O dd"], t.a)]);
      export const w = pgTable("w", { id: integer().references(() => t.g) });
      export const v = pgView("v").as((q) => q.select({ g: t.g }).from(t));
      export const v2 = pgView("v2").as((q) => q.select().from(v));`,
  },
  {
    name: "a serial column gets another name and another type, in a table that gets another name",
    from: `export const t = pgTable("t", { a: serial().primaryKey(), x: text() });`,
    to: `export const t = pgTable("T 2", { b: bigserial({ mode: "number" }).primaryKey(), x: text() });`,
    renames: ["table:t=T 2", "column:t.a=b"],
  },
  {
    name: "defaults of more than a column's own definition takes without parentheses",
    from: `export const t = pgTable("t", { a: timestamp().default(sql\`now() at time zone 'utc'\`), b: boolean(), c: boolean() });`,
    to: `export const t = pgTable("t", { a: timestamp({ withTimezone: true }).default(sql\`now() AT TIME ZONE 'CET'\`),
      b: boolean().default(sql\`1 = 1 and not false\`), c: boolean().default(sql\`'a' in ('a', 'b')\`) });`,
  },
  {
    name: "a primary key of another name and other columns comes where a foreign key leans on the old one",
    from: `export const p = pgTable("p", { a: integer(), b: integer() }, (t) => [primaryKey({ name: "pk", columns: [t.a] })]);
      export const c = pgTable("c", { a: integer().references(() => p.a) });`,
    to: `export const p = pgTable("p", { a: integer(), b: integer() }, (t) => [
        primaryKey({ name: "pk2", columns: [t.a, t.b] }), unique("pu").on(t.a)]);
      export const c = pgTable("c", { a: integer().references(() => p.a) });`,
  },
];
