create extension citext; create extension hstore; create schema ext;
      create extension pg_trgm schema ext; set search_path = public, ext
