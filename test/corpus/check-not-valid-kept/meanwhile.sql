alter table t drop constraint t_a, add constraint t_a check (a > 0) not valid;
