create unique index v_id on v (id);
