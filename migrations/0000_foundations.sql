CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS staging;
--> statement-breakpoint
-- One spelling for search, on both sides: no case, no tone marks, đ as d, whatever the Unicode form.
CREATE FUNCTION public.fold(text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, normalize($1, NFC))) $$;
