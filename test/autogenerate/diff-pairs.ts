/** Pairs of SQL scripts: what `gen diff` has to turn into each other. */

export interface Pair {
  readonly name: string;
  /** Stands before both. */
  readonly base?: string;
  readonly a: string;
  readonly b: string;
  /** The lowest major version of PostgreSQL that knows what the scripts say. */
  readonly since?: number;
}

const users = `create table users (id integer primary key, email text not null, age integer);`;

const tables: readonly Pair[] = [
  { name: "a table comes", a: "", b: users },
  {
    name: "tables come in the order of their references",
    a: "",
    b: `create table b (id int primary key);
      create table a (id int primary key, b_id int references b);
      create table c (id int primary key references a, other int references b on delete cascade);`,
  },
  {
    name: "tables that refer to each other",
    a: "",
    b: `create table a (id int primary key, b_id int);
      create table b (id int primary key, a_id int references a);
      alter table a add foreign key (b_id) references b;
      create table n (id int primary key, parent int references n);`,
  },
  {
    name: "a table without columns, and one with odd names",
    a: `create table nothing ();`,
    b: `create table "Odd ""one" ("Sp ace" int primary key, "select" text unique, "ü" int check ("ü" > 0));`,
  },
  {
    name: "tables in other schemas",
    a: `create schema "Old one"; create table "Old one".t (id int primary key);`,
    b: `create schema fleet; create table fleet.cars (id int primary key);
      create table public.t (id int primary key, car int references fleet.cars (id));`,
  },
  {
    name: "comments on everything",
    base: `create schema s; create type mood as enum ('ok', 'sad'); create sequence q;
      create table t (id int constraint t_pk primary key, a int constraint t_c check (a > 0));
      create index t_a on t (a); create view v as select id from t;
      create materialized view m as select id from t; create policy p on t using (a > 1);`,
    a: `comment on table t is 'old'; comment on column t.a is 'gone';`,
    b: `comment on schema s is 'it''s'; comment on type mood is 'how'; comment on sequence q is 'next';
      comment on table t is 'new \\ text'; comment on column t.id is 'the id';
      comment on constraint t_pk on t is 'key'; comment on constraint t_c on t is 'rule';
      comment on index t_a is 'fast'; comment on view v is 'view'; comment on policy p on t is 'who';
      comment on materialized view m is 'kept';`,
  },
  {
    name: "comments of what is made anew",
    a: `create table t (id int, a int); comment on column t.a is 'a';
      create index i on t (a); comment on index i is 'index';
      create view v as select id, a from t; comment on view v is 'view';
      create type mood as enum ('a', 'b'); comment on type mood is 'mood';`,
    b: `create table t (id int, a bigint); comment on column t.a is 'a';
      create index i on t (a desc); comment on index i is 'index';
      create view v as select a, id from t; comment on view v is 'view';
      create type mood as enum ('b', 'a'); comment on type mood is 'mood';`,
  },
];

const columns: readonly Pair[] = [
  {
    name: "columns come and go",
    a: `create table t (id int primary key, old text not null default 'x', kept int);`,
    b: `create table t (id int primary key, kept int, new timestamptz default now(), n numeric(10, 2));`,
  },
  {
    name: "types with a cast and without",
    a: `create table t (a int, b text, c varchar(10), d timestamp, e text, f numeric(4, 1), g int);`,
    b: `create table t (a bigint, b integer, c text, d timestamptz(3), e jsonb, f numeric(8, 3), g text);`,
  },
  {
    name: "arrays",
    a: `create table t (a int[], b text, c text[] default '{}');`,
    b: `create table t (a bigint[], b text[], c varchar(5)[] default '{a,b}');`,
  },
  {
    name: "defaults",
    a: `create table t (a int default 1, b text, c text default 'x', d timestamptz default now(),
      e jsonb default '{"a": 1}', f boolean default true);`,
    b: `create table t (a int default 2, b text default 'it''s', c text,
      d timestamptz default (now() + interval '1 day'), e jsonb default '[]', f boolean default (not true));`,
  },
  {
    name: "a default with a new type",
    a: `create table t (a text default '1', b int default 0, c varchar default 'x');`,
    b: `create table t (a int default 1, b boolean default false, c jsonb default '{}');`,
  },
  {
    name: "nullability",
    a: `create table t (a int not null, b int, c int not null);`,
    b: `create table t (a int, b int not null, c bigint);`,
  },
  {
    name: "collations",
    a: `create table t (a text, b text collate "C", c varchar(5) collate "C");
      create index i on t (b); create view v as select b from t;`,
    b: `create table t (a text collate "C", b text, c varchar(9) collate "C");
      create index i on t (b); create view v as select b from t;`,
  },
  {
    name: "identity comes, goes and changes",
    a: `create table t (a int generated always as identity, b int not null, c bigint generated by default as identity,
      d smallint generated always as identity (start 5 increment 2));`,
    b: `create table t (a int not null, b int generated always as identity (start 100),
      c bigint generated always as identity (increment 10 cache 5), d smallint generated always as identity);`,
  },
  {
    name: "an identity of another type and name",
    a: `create table t (a int generated always as identity (sequence name t_counter));`,
    b: `create table t (a bigint generated always as identity);`,
  },
  {
    name: "serial comes and goes",
    a: `create table t (a serial, b int, c bigserial);`,
    b: `create table t (a int not null, b serial, c bigint not null generated by default as identity);`,
  },
  {
    name: "a serial whose sequence has another name",
    a: `create sequence numbers as int; create table t (a int not null default nextval('numbers'), b serial);
      alter sequence numbers owned by t.a;`,
    b: `create table t (a serial, b serial); alter sequence t_b_seq rename to counter;`,
  },
  {
    name: "a default from a sequence of its own",
    a: `create sequence q; create table t (a bigint default nextval('q'));`,
    b: `create sequence r; create table t (a bigint default nextval('r'), b int default nextval('r'));`,
  },
  {
    name: "generated columns",
    a: `create table t (a int, b int generated always as (a * 2) stored, c int, d int generated always as (a + 1) stored);`,
    b: `create table t (a int, b int generated always as (a * 3) stored, c int generated always as (a) stored, d int);`,
  },
  {
    name: "a generated column with an index over another whose type changes",
    a: `create table t (a int, b int generated always as (a * 2) stored); create index i on t (b);
      comment on column t.b is 'twice';`,
    b: `create table t (a bigint, b int generated always as (a * 2) stored); create index i on t (b);
      comment on column t.b is 'twice';`,
  },
];

const constraints: readonly Pair[] = [
  {
    name: "primary keys",
    a: `create table t (a int, b int, constraint t_old primary key (a)); create table u (a int);
      create table w (a int primary key, b int not null);`,
    b: `create table t (a int, b int, constraint t_new primary key (b, a)); create table u (a int primary key);
      create table w (a int not null, b int not null);`,
  },
  {
    name: "a primary key under another name, with a reference to it",
    a: `create table t (id int constraint old_name primary key); create table u (t int references t);`,
    b: `create table t (id int constraint new_name primary key); create table u (t int references t);`,
  },
  {
    name: "uniques",
    a: `create table t (a int, b int, c int, constraint one unique (a, b), constraint two unique (c));`,
    b: `create table t (a int, b int, c int, constraint one unique (a), constraint three unique (c));`,
  },
  {
    name: "nulls not distinct",
    since: 15,
    a: `create table t (a int unique, b int); create unique index i on t (b) nulls not distinct;`,
    b: `create table t (a int unique nulls not distinct, b int); create unique index i on t (b);`,
  },
  {
    name: "checks",
    a: `create table t (a int, b text, constraint c check (a > 0), constraint d check (b <> ''),
      constraint e check (a < 10) not valid);`,
    b: `create table t (a int, b text, constraint c check (a > 1), constraint f check (b <> ''),
      constraint e check (a < 10), constraint g check (b in ('x', 'y')) no inherit);`,
  },
  {
    name: "a check that stops being valid",
    a: `create table t (a int, constraint c check (a > 0), constraint d check (a < 9) no inherit);`,
    b: `create table t (a int, constraint d check (a < 9)); alter table t add constraint c check (a > 0) not valid;`,
  },
  {
    name: "foreign keys and their actions",
    base: `create table p (id int primary key, x int, y int, unique (x, y));`,
    a: `create table t (a int constraint fk references p, b int, c int, constraint two foreign key (b, c) references p (x, y));`,
    b: `create table t (a int constraint fk references p on delete cascade on update set null, b int, c int,
      constraint two foreign key (b, c) references p (x, y) match full on delete set default);`,
  },
  {
    name: "deferrable constraints",
    base: `create table p (id int primary key);`,
    a: `create table t (a int unique, b int references p, c int primary key);`,
    b: `create table t (a int unique deferrable, b int references p deferrable initially deferred,
      c int primary key deferrable initially deferred);`,
  },
  {
    name: "included columns",
    a: `create table t (a int, b int, c int, constraint u unique (a)); create index i on t (b);`,
    b: `create table t (a int, b int, c int, constraint u unique (a) include (c)); create index i on t (b) include (a, c);`,
  },
  {
    name: "a foreign key that is not valid",
    base: `create table p (id int primary key); create table t (a int, b int);`,
    a: `alter table t add constraint x foreign key (a) references p not valid;
      alter table t add constraint y foreign key (b) references p;`,
    b: `alter table t add constraint x foreign key (a) references p;
      alter table t add constraint y foreign key (b) references p not valid;`,
  },
  {
    name: "the key beneath a foreign key changes",
    a: `create table p (id int primary key, code text unique); create table t (p int references p, c text references p (code));`,
    b: `create table p (id bigint primary key, code varchar(10) unique); create table t (p bigint references p, c varchar(10) references p (code));`,
  },
  {
    name: "the column beneath a foreign key becomes another type",
    a: `create table p (id int primary key); create table t (p int references p);`,
    b: `create table p (id text primary key); create table t (p text references p);`,
  },
  {
    name: "a foreign key to a unique index",
    a: `create table p (id int); create unique index p_i on p (id); create table t (p int references p (id));`,
    b: `create table p (id int unique); create table t (p int references p (id));`,
  },
  {
    name: "constraints under other names",
    a: `create table p (id int primary key); create table t (a int, b int,
      constraint u1 unique (a), constraint c1 check (a > b), constraint f1 foreign key (a) references p);
      comment on constraint u1 on t is 'x';`,
    b: `create table p (id int primary key); create table t (a int, b int,
      constraint u2 unique (a), constraint c2 check (a > b), constraint f2 foreign key (a) references p);
      comment on constraint u2 on t is 'y';`,
  },
];

const indexes: readonly Pair[] = [
  {
    name: "indexes come, go and are renamed",
    a: `create table t (a int, b text); create index one on t (a); create index two on t (b);`,
    b: `create table t (a int, b text); create index first on t (a); create unique index three on t (b, a);`,
  },
  {
    name: "order, nulls and methods",
    a: `create table t (a int, b int, c int[]); create index i on t (a, b desc); create index j on t (a); create index k on t using gin (c);`,
    b: `create table t (a int, b int, c int[]); create index i on t (a desc nulls last, b nulls first); create index j on t using hash (a); create index k on t (c);`,
  },
  {
    name: "partial and expression indexes",
    a: `create table t (a text, b int); create index i on t (lower(a)) where b > 0; create index j on t ((b + 1), a);`,
    b: `create table t (a text, b int); create index i on t (upper(a)) where b > 1 and a is not null; create index j on t ((b + 2), a desc);`,
  },
  {
    name: "operator classes, collations and parameters",
    a: `create table t (a text, b text); create index i on t (a text_pattern_ops); create index j on t (b) with (fillfactor = 70);`,
    b: `create table t (a text, b text); create index i on t (a collate "C"); create index j on t (b varchar_pattern_ops) with (fillfactor = 90, deduplicate_items = off);`,
  },
  {
    name: "indexes on columns that change",
    a: `create table t (a int, b text, c int); create index i on t (a, b); create index j on t (c) where a > 1; create index k on t (b text_pattern_ops);`,
    b: `create table t (a bigint, b varchar(9), c int); create index i on t (a, b); create index j on t (c) where a > 1; create index k on t (b varchar_pattern_ops);`,
  },
];

const enums: readonly Pair[] = [
  {
    name: "an enum comes, with a column",
    a: `create table t (id int, m text default 'ok');`,
    b: `create type mood as enum ('ok', 'it''s', 'a,b'); create table t (id int, m mood default 'ok', n mood[]);`,
  },
  {
    name: "values are added in their places",
    a: `create type mood as enum ('b', 'd'); create table t (m mood default 'b');`,
    b: `create type mood as enum ('a', 'b', 'c', 'd', 'e', 'f'); create table t (m mood default 'b');`,
  },
  {
    name: "a new value is the default and in a check",
    a: `create type mood as enum ('a', 'b'); create table t (m mood default 'a');`,
    b: `create type mood as enum ('a', 'b', 'c'); create table t (m mood default 'c', check (m <> 'c'));
      create index i on t (m) where m = 'c';`,
  },
  {
    name: "values go and change places",
    a: `create type mood as enum ('a', 'b', 'c'); create table t (m mood default 'a', n mood[] default '{a}', o int);
      create index i on t (m);`,
    b: `create type mood as enum ('c', 'a'); create table t (m mood default 'c', n mood[] default '{c}', o int);
      create index i on t (m);`,
  },
  {
    name: "values go beneath indexes, checks, views, policies and generated columns",
    a: `create type mood as enum ('a', 'b', 'c');
      create table t (m mood not null default 'a', g boolean generated always as (m = 'a'::mood) stored, constraint c check (m <> 'b'));
      create index i on t (m) where m = 'a'; create view v as select m from t where m = 'a';
      create view w as select * from v; create policy p on t using (m = 'a');`,
    b: `create type mood as enum ('a', 'c', 'd');
      create table t (m mood not null default 'd', g boolean generated always as (m = 'a'::mood) stored, constraint c check (m <> 'd'));
      create index i on t (m) where m = 'a'; create view v as select m from t where m = 'a';
      create view w as select * from v; create policy p on t using (m = 'a');`,
  },
  {
    name: "an enum goes and its column becomes text",
    a: `create type mood as enum ('a', 'b'); create table t (m mood default 'a', l mood[]); create view v as select m from t;`,
    b: `create table t (m text default 'a', l text[]); create view v as select m from t;`,
  },
  {
    name: "enums in another schema, with odd names",
    a: `create schema s; create type s."Mood" as enum ('a'); create table t (m s."Mood");`,
    b: `create type "Mood" as enum ('a'); create table t (m "Mood");`,
  },
];

const sequences: readonly Pair[] = [
  {
    name: "sequences come, go and change",
    a: `create sequence one; create sequence two as int increment 2; create sequence three start 5 maxvalue 100;`,
    b: `create sequence two as bigint increment 3 cycle; create sequence three minvalue 5 start 10 maxvalue 200 cache 7; create sequence four increment -1;`,
  },
  {
    name: "limits move past the value",
    a: `create sequence s maxvalue 1000; select setval('s', 500);`,
    b: `create sequence s maxvalue 100;`,
  },
  {
    name: "the owners of sequences come, go and change",
    a: `create sequence q; create sequence r increment 5; create sequence s; create sequence u cache 3; create sequence w;
      create table t (id bigint, old int, n int default nextval('s'));
      alter sequence q owned by t.old; alter sequence r owned by t.id; alter sequence w owned by t.old;`,
    b: `create sequence q; create sequence r increment 5; create sequence s; create sequence u cache 4;
      create table t (id bigint, n int default nextval('s'));
      alter sequence q owned by t.id; alter sequence s owned by t.n; create table v (id text default 'x' || nextval('u'));
      alter sequence u owned by v.id;`,
  },
  {
    name: "sequences behind serial columns that are not as serial makes them",
    a: `create table t (a serial, b bigserial, c serial); alter sequence t_a_seq start 1000 increment 10; alter table t alter c type bigint;`,
    b: `create table t (a serial, b bigserial, c bigserial, d serial); alter sequence t_a_seq cache 20;
      alter sequence t_b_seq maxvalue 99; alter sequence t_d_seq as bigint increment 2;
      create table u (a smallserial); alter sequence u_a_seq cycle;`,
  },
  {
    name: "limits that have no value in common",
    a: `create sequence s as int minvalue 5 maxvalue 100 start 10; create sequence t as smallint increment -2;`,
    b: `create sequence s as smallint increment -3 minvalue -100 maxvalue -1; create sequence t minvalue 40000 start 50000;`,
  },
];

const views: readonly Pair[] = [
  {
    name: "views on each other",
    a: `${users} create view a as select id from users; create view b as select id from a; create view z as select 1 as one;`,
    b: `${users} create view a as select id, email from users; create view b as select id, email from a where id > 1; create view c as select * from b;`,
  },
  {
    name: "views over a column that changes and one that goes",
    a: `${users} create view a as select id, age from users; create view b as select age from a; create materialized view m as select age from b; create index mi on m (age);`,
    b: `create table users (id bigint primary key, email text not null); create view a as select id, 1 as age from users; create view b as select age from a; create materialized view m as select age from b; create index mi on m (age);`,
  },
  {
    name: "options of views",
    a: `${users} create view a with (security_barrier) as select id from users; create view b as select id from users where id > 0;`,
    b: `${users} create view a as select id from users; create view b with (check_option = local) as select id from users where id > 0;`,
  },
  {
    name: "a view becomes materialized",
    a: `${users} create view v as select id from users; create view w as select id from v;`,
    b: `${users} create materialized view v with (fillfactor = 70) as select id from users; create view w as select id from v;`,
  },
  {
    name: "indexes of materialized views",
    a: `${users} create materialized view m as select id, email from users; create index i on m (id); create unique index j on m (email);`,
    b: `${users} create materialized view m as select id, email from users; create unique index i on m (id); create index k on m (lower(email));`,
  },
  {
    name: "a view that becomes a table",
    a: `create view v as select 1 as a;`,
    b: `create table v (a int);`,
  },
  {
    name: "a view whose text holds semicolons and comments",
    a: ``,
    b: `create view v as select ';'::text as a, '--'::text as b; create table t (a text default '; -- x', check (a <> ';'));`,
  },
];

const security: readonly Pair[] = [
  {
    name: "policies",
    a: `create table t (a int, owner text); alter table t enable row level security;
      create policy one on t using (a > 0); create policy two on t for select to public using (true);
      create policy three on t for insert with check (a > 1);`,
    b: `create table t (a int, owner text);
      create policy one on t using (a > 1) with check (owner = current_user);
      create policy two on t as restrictive for update to pg_monitor, current_user using (true);
      create policy four on t for delete using (owner = 'x');`,
  },
  {
    name: "row-level security alone",
    a: `create table t (a int); create table u (a int); alter table u enable row level security;`,
    b: `create table t (a int); create table u (a int); alter table t enable row level security;`,
  },
  {
    name: "new tables whose policies read each other",
    a: "",
    b: `create table a (id int, b int); create table b (id int, a int);
      create policy p on a using (exists (select from b where b.id = a.b));
      create policy p on b using (a in (select id from a));`,
  },
  {
    name: "a policy that reads another table",
    a: `create table t (a int); create table u (a int); create policy p on t using (exists (select from u where u.a = t.a));`,
    b: `create table t (a bigint); create table u (a bigint); create policy p on t using (exists (select from u where u.a = t.a));`,
  },
];

const mixed: readonly Pair[] = [
  {
    name: "statistics of columns that change",
    a: `create table t (id int, b int); create statistics s on id, b from t; alter statistics s set statistics 200;`,
    b: `create table t (id bigint, b int); create statistics s on id, b from t; alter statistics s set statistics 200;`,
  },
  {
    name: "partitioned and inherited tables follow a type that is made anew",
    a: `create type e as enum ('a', 'b', 'c'); create table t (k e);
      create table p (id int, k e default 'a') partition by list (id); create table p1 partition of p for values in (1);
      create table parent (k e); create table child (x int) inherits (parent); create view v as select k from p union select k from child;`,
    b: `create type e as enum ('a', 'b'); create table t (k e);
      create table p (id int, k e default 'a') partition by list (id); create table p1 partition of p for values in (1);
      create table parent (k e); create table child (x int) inherits (parent); create view v as select k from p union select k from child;`,
  },
  {
    name: "types whose names go over to tables and views",
    a: `create type one as enum ('a'); create type two as enum ('a'); create table t (a one, b two);`,
    b: `create table one (a int); create table t (a text, b text); create view two as select a from t;`,
  },
  {
    name: "a key goes that a foreign key leans on, while another of the same columns stays",
    a: `create table t (a int, constraint one unique (a)); create table r (a int references t (a)); alter table t add constraint two unique (a);`,
    b: `create table t (a int, constraint two unique (a)); create table r (a int references t (a));`,
  },
  { name: "two equal databases", base: users, a: "", b: "" },
  {
    name: "the order of columns and of values in a set",
    a: `create table t (a int, b text, check (b in ('x', 'y')));`,
    b: `create table t (b text, a int, check (b = any (array['x', 'y'])));`,
  },
  {
    name: "everything goes",
    a: "",
    b: `create schema s; create type s.e as enum ('a'); create sequence s.q; create table s.t (id serial primary key, e s.e, n bigint default nextval('s.q'));
      create table u (t int references s.t); create view s.v as select * from s.t; create materialized view w as select e from s.v;
      create policy p on u using (t in (select id from s.t)); comment on table u is 'u';`,
  },
  {
    name: "a column with all that can stand on it goes",
    a: `create table t (id int primary key, a int unique, constraint c check (a > id)); create index i on t (a, id);
      create table u (a int references t (a)); create view v as select a from t; create policy p on t using (a > 0);`,
    b: `create table t (id int primary key); create table u (a int);`,
  },
  {
    name: "types of extensions",
    base: "create extension if not exists citext;",
    a: `create table t (a text, b citext default 'x');`,
    b: `create table t (a citext unique, b citext); create index i on t (b);`,
  },
];

const touch = `create function touch() returns trigger language plpgsql as 'begin return new; end';`;

const attributes: readonly Pair[] = [
  {
    name: "triggers and rules, on one side or another",
    base: touch,
    a: `create table t (id int, a int); create trigger gone after insert on t for each row execute function touch();
      create trigger other before update on t for each row execute function touch(); create rule r as on delete to t do instead nothing;
      create trigger off before insert on t for each row execute function touch(); alter table t disable trigger off;`,
    b: `create table t (id int, b int); create trigger come after insert or update of b on t for each row execute function touch();
      create trigger other before update on t for each row when (new.id > 0) execute function touch(); comment on trigger other on t is 'o';
      create trigger off before insert on t for each row execute function touch(); create rule r as on update to t do also nothing;
      create table u (id int); create trigger come before delete on u execute function touch();
      create view v as select id from t; create trigger w instead of insert on v for each row execute function touch();`,
  },
  {
    name: "exclusion constraints and statistics",
    a: `create table t (r int4range, p point, a int, b int, exclude using gist (r with &&), constraint e exclude using gist (p with ~=));
      create statistics s on a, b from t; create statistics goes (ndistinct) on a, b from t;`,
    b: `create table t (r int4range, p point, a int, b int, constraint e exclude using gist (p with ~=) where (a > 0), constraint f exclude using gist (r with =));
      create statistics s (mcv) on a, b from t; alter statistics s set statistics 50; create statistics expr on (a + b) from t;`,
  },
  {
    name: "how a table is stored",
    a: `create table t (id int not null, a text, b bytea, c numeric) with (fillfactor = 70, autovacuum_enabled = off); create unique index i on t (id);
      alter table t replica identity using index i, force row level security, alter a set storage external, alter a set statistics 5, alter b set (n_distinct = 3);
      create table u (id int primary key, x int) with (fillfactor = 50); create index k on u (x); alter table u cluster on k; create unlogged table l (id int);`,
    b: `create table t (id int not null, a text, b bytea, c numeric) with (fillfactor = 80, toast.autovacuum_enabled = off); create unique index i on t (id);
      alter table t replica identity full, alter b set storage main, alter c set storage external, alter a set statistics 7, alter c set (n_distinct = 3, n_distinct_inherited = 4);
      create table u (id int primary key, x int); create index k on u (x); comment on index u_pkey is 'key'; create table l (id int);`,
  },
  {
    name: "how columns of an enum are stored that loses a value",
    a: `create type m as enum ('a', 'b'); create table t (m m[]); alter table t alter m set storage external;
      create table gone (m m[]); alter table gone alter m set storage external;`,
    b: `create type m as enum ('a'); create table t (m m[]); alter table t alter m set storage main;
      create table come (m m[]); alter table come alter m set storage external;`,
  },
  {
    name: "how a view's columns are kept",
    a: `create table t (id int, a text); create view v as select id, a from t; alter view v alter a set default 'x'; comment on column v.a is 'a';
      create materialized view m as select id, a from t; alter materialized view m alter a set statistics 8;`,
    b: `create table t (id int, a text); create view v as select id, a from t; alter view v alter id set default 1; comment on column v.a is 'b';
      create materialized view m as select id, a from t; alter materialized view m alter a set statistics 9; create index on m (a);`,
  },
  {
    name: "names of NOT NULL constraints",
    since: 18,
    a: `create table t (a int constraint one not null, b int not null, c int constraint gone not null, d int);`,
    b: `create table t (a int constraint two not null, b int constraint three not null, c int, d int constraint come not null);`,
  },
];

export const pairs: readonly Pair[] = [
  ...tables,
  ...columns,
  ...constraints,
  ...indexes,
  ...enums,
  ...sequences,
  ...views,
  ...security,
  ...attributes,
  ...mixed,
];
