drop index t_a; create index t_a on t (a) include (b);
