alter table posts alter constraint posts_user deferrable initially deferred;
