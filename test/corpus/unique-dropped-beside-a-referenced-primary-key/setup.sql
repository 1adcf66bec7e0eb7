create table a (id integer constraint a_u unique);
      create table b (id integer constraint b_u unique, a integer constraint b_a_a_id_fk references a (id));
      create table c (id integer constraint c_u unique, a integer constraint c_a_a_id_fk references a (id));
      alter table a add primary key (id); alter table b add primary key (id); alter table c add primary key (id)
