create sequence q increment 7; create sequence t_n_seq start 5; create table t (id integer, x integer, n integer not null default nextval('t_n_seq'));
      alter sequence q owned by t.x; select nextval('t_n_seq')
