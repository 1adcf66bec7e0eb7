create function touch() returns trigger language plpgsql as 'begin return new; end';
create trigger t_touch before update of a on t for each row execute function touch();
