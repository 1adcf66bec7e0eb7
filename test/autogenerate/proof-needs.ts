/** Changes that refer to something that is there already and that they do not change. */

export interface Need {
  readonly name: string;
  /** What the database holds. */
  readonly setup: string;
  /** What is wanted besides, said in SQL. */
  readonly change: string;
  /** Why PGlite cannot try it out, if it cannot. */
  readonly notInPglite?: RegExp;
}

const cars = "create table cars (id int primary key, name text, n int);";
const lower =
  "create function lower_of(text) returns text language sql immutable as 'select lower($1)';";

/** Schemas called `elsewhere` are not compared. */
export const needs: readonly Need[] = [
  {
    name: "a foreign key between two tables that exist",
    setup: `${cars} create table trips (id int primary key, car_id int);`,
    change: "alter table trips add foreign key (car_id) references cars",
  },
  {
    name: "a foreign key that leans on a unique index over two columns",
    setup: `create table cars (a int, b text); create unique index on cars (b, a);
      create table trips (a int, b text);`,
    change: "alter table trips add foreign key (b, a) references cars (b, a)",
  },
  {
    name: "a foreign key to a table of a schema that is not compared",
    setup: `create schema elsewhere; create table elsewhere."We""ird 🚗" (id int primary key, x text);
      create table trips (id int primary key, car_id int);`,
    change: `alter table trips add foreign key (car_id) references elsewhere."We""ird 🚗"`,
  },
  {
    name: "a foreign key to a partitioned table",
    setup: `create table cars (id int primary key) partition by range (id);
      create table cars_1 partition of cars for values from (0) to (9);
      create table trips (id int primary key, car_id int);`,
    change: "alter table trips add foreign key (car_id) references cars",
  },
  {
    name: "a new table with a foreign key",
    setup: `${cars} insert into cars values (1);`,
    change: "create table trips (id int primary key, car_id int references cars on delete cascade)",
  },
  {
    name: "a new table in a schema that exists",
    setup: 'create schema "Other Schema";',
    change: 'create table "Other Schema".trips (id int primary key)',
  },
  {
    name: "a column that becomes an enum",
    setup: `create type mood as enum ('sad', 'it''s'); ${cars}`,
    change:
      "alter table cars alter name type mood using name::mood, alter name set default 'it''s'",
  },
  {
    name: "a column that becomes an array of an enum",
    setup: `create type mood as enum ('sad', 'ok'); ${cars}`,
    change: "alter table cars alter name type mood[] using name::mood[]",
  },
  {
    name: "a column of an enum of another schema",
    setup: `create schema fleet; create type fleet."Odd Kind" as enum ('a'); ${cars}`,
    change: `alter table cars add kind fleet."Odd Kind"[]`,
  },
  {
    name: "a column of an enum of a schema that is not compared",
    setup: `create schema elsewhere; create type elsewhere.kind as enum ('a'); ${cars}`,
    change: "alter table cars add kind elsewhere.kind default 'a'",
  },
  {
    name: "a default that takes the next value of a sequence",
    setup: `create sequence "Q two"; create schema elsewhere; create sequence elsewhere.q; ${cars}`,
    change: `alter table cars alter n set default nextval('"Q two"');
      alter table cars add m int default nextval('elsewhere.q')`,
  },
  {
    name: "a view",
    setup: cars,
    change: "create view names as select id, upper(name) as name from cars",
  },
  {
    name: "a view on a view",
    setup: `${cars} create table other (id int); create view names as select c.* from cars c join other using (id);`,
    change: "create view more as select name, count(*) from names group by name",
  },
  {
    name: "a view that relies on a primary key",
    setup: cars,
    change: "create view more as select id, name, count(*) from cars group by id",
  },
  {
    name: "a materialized view on one",
    setup: `${cars} create materialized view names as select * from cars;`,
    change: "create materialized view more as select name from names with no data",
  },
  {
    name: "a policy with a subselect",
    setup: `${cars} create table members (car_id int, who name); alter table cars enable row level security;`,
    change:
      "create policy own on cars using (exists (select from members m where m.car_id = cars.id and m.who = current_user))",
  },
  {
    name: "a check, a default, a generated column and an index that call functions",
    setup: `${lower} create function pick() returns int language plpgsql as 'begin return 1; end'; ${cars}`,
    change: `alter table cars add check (lower_of(name) <> ''), alter n set default pick(),
        add low text generated always as (lower_of(name)) stored;
      create index on cars (lower_of(name))`,
  },
  {
    name: "a function whose body reads tables",
    setup: `${cars} create table hidden (id int);
      create function cars_left() returns bigint language sql stable
        begin atomic select count(*) from cars join hidden using (id); end;`,
    change: "create view more as select cars_left() as n",
  },
  {
    name: "functions and types that are made of tables' rows",
    setup: `${cars} create type holder as (car cars, mark text);
      create function title(cars) returns text language sql stable as 'select $1.name';`,
    change: `create table garage (car cars, inside holder[]);
      create view titles as select title(cars) from cars`,
  },
  {
    name: "a table and a function that need each other",
    setup: `create table cars (id int primary key, n int);
      create function fits(cars) returns boolean language sql stable begin atomic select $1.id > 0 and exists (select from cars); end;
      alter table cars add check (fits(cars)), alter n set default 1;`,
    change: "alter table cars add m int",
  },
  {
    name: "a function that says only at run time what it reads",
    setup: `create table hidden (id int); create function peek() returns bigint language plpgsql
      as $$ declare n bigint; begin execute 'select count(*) from public.' || 'hid' || 'den' into n; return n; end $$;`,
    change: "create materialized view peeked as select peek() as n",
  },
  {
    name: "a column's collation and an index key's",
    setup: `create collation "Own C" (provider = libc, locale = 'C'); create schema elsewhere;
      create collation elsewhere.own (lc_collate = 'POSIX', lc_ctype = 'POSIX'); ${cars}`,
    change: `alter table cars add b text collate "Own C"; create index on cars (name collate elsewhere.own)`,
  },
  {
    name: "range and multirange types",
    setup: `create function width(a text, b text) returns float8 language sql immutable as 'select 1.0::float8';
      create type span as range (subtype = text, subtype_diff = width, collation = "C"); ${cars}`,
    change: "alter table cars add s span default '[a,b)', add m span_multirange",
  },
  {
    name: "domains and composite types",
    setup: `${lower} create domain "Lower" as text collate "C" default 'x' not null check (value = lower_of(value));
      create type pair as (a "Lower", b text collate "POSIX"); ${cars}`,
    change: `alter table cars add p pair, add l "Lower"[]`,
  },
  {
    name: "a base type",
    setup: `create type colour; create function colour_in(cstring) returns colour language internal immutable strict as 'int4in';
      create function colour_out(colour) returns cstring language internal immutable strict as 'int4out';
      create type colour (input = colour_in, output = colour_out, internallength = 4, passedbyvalue, alignment = int4); ${cars}`,
    change: "alter table cars add c colour default '1'",
  },
  {
    name: "a text search configuration",
    setup: `create text search dictionary "Plain" (template = pg_catalog.simple, accept = false);
      create text search configuration notes (copy = pg_catalog.simple);
      alter text search configuration notes alter mapping for word, asciiword with "Plain", simple; ${cars}`,
    change: `alter table cars add v tsvector generated always as (to_tsvector('notes', name)) stored;
      create index on cars using gin (to_tsvector('public.notes'::regconfig, name))`,
  },
  {
    name: "an operator",
    setup: `create function same(text, text) returns boolean language sql immutable as 'select lower($1) = lower($2)';
      create operator === (function = same, leftarg = text, rightarg = text, commutator = ===); ${cars}`,
    change: "alter table cars add check (name === 'x'); create index on cars ((name === 'y'))",
  },
  {
    name: "operator classes, named and by default",
    setup: `create function compare_backwards(int, int) returns int language sql immutable as 'select btint4cmp($2, $1)';
      create operator class backwards for type int using btree as operator 1 >, operator 2 >=, operator 3 =,
        operator 4 <=, operator 5 <, function 1 compare_backwards(int, int);
      create type pt as (x int, y int);
      create function pt_hash(pt) returns int language sql immutable as 'select 1';
      create function pt_same(pt, pt) returns boolean language sql immutable as 'select ($1).x = ($2).x';
      create operator <=> (function = pt_same, leftarg = pt, rightarg = pt);
      create operator family pts using hash;
      create operator class pt_ops default for type pt using hash family pts as operator 1 <=> (pt, pt), function 1 pt_hash(pt);
      create table cars (n int, p pt);`,
    change: "create index on cars (n backwards); create index on cars using hash (p)",
  },
  {
    name: "a cast",
    setup: `create type pt as (x int, y int); create function pt_text(pt) returns text language sql immutable as 'select ''pt''::text';
      create cast (pt as text) with function pt_text(pt) as implicit; ${cars}`,
    change: "alter table cars add p pt, add check (length(p) > 0)",
  },
  {
    name: "an aggregate",
    setup: `create function longer(text, text) returns text language sql immutable as 'select greatest($1, $2)';
      create aggregate longest(text) (sfunc = longer, stype = text, initcond = ''); ${cars}`,
    change: "create view longest_names as select n, longest(name) from cars group by n",
  },
  {
    name: "a foreign table",
    setup: `create foreign data wrapper nowhere; create server far foreign data wrapper nowhere;
      create foreign table far_cars (id int, name text collate "C") server far; ${cars}`,
    change:
      "create view far_names as select cars.id, far_cars.name from cars join far_cars using (id)",
  },
  {
    name: "an extension's function, type and default operator class",
    setup: `create schema "Ext"; create extension citext with schema "Ext"; create extension btree_gist; ${cars}`,
    change: `alter table cars add c "Ext".citext; create index on cars using gist (n)`,
    notInPglite: /extension (citext|btree_gist) cannot be copied into a scratch database: /,
  },
  {
    name: "a collation that only the server has",
    setup: cars,
    change: `alter table cars add c text collate "de-x-icu"`,
    notInPglite: /PGlite has no "de-x-icu"/,
  },
];

/** Changes that refer to something that is nowhere: wrong, wherever they are tried out. */
export const mistakes: readonly { readonly name: string; readonly sql: string }[] = [
  { name: "a table", sql: "alter table gate add foreign key (id) references nowhere (id)" },
  { name: "a column", sql: "alter table gate add foreign key (id) references cars (nothing)" },
  { name: "a key", sql: "alter table gate add foreign key (id) references cars (n)" },
  { name: "a type", sql: "alter table gate add c public.mood[]" },
  { name: "a schema", sql: "create table elsewhere.t (id int)" },
  { name: "a function", sql: "alter table gate add check (lower_of(id) > 0)" },
  { name: "an operator", sql: "alter table gate add check (id === 1)" },
  { name: "a collation", sql: 'alter table gate add c text collate "Own C"' },
  { name: "an operator class", sql: "create index on gate (id backwards)" },
  { name: "a text search configuration", sql: "create index on gate (to_tsvector('notes', ''))" },
  { name: "a cast", sql: "alter table gate alter id type boolean" },
  { name: "a view", sql: "create view v as select * from names" },
];
