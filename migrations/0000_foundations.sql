CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS staging;
--> statement-breakpoint
-- One spelling for search, on both sides: no case, no tone marks, đ as d, whatever the Unicode form.
CREATE FUNCTION public.fold(text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, normalize($1, NFC))) $$;
--> statement-breakpoint
-- Words as search sees them: punctuation and spacing do not matter.
CREATE FUNCTION public.search_document(text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT to_tsvector('pg_catalog.simple', regexp_replace(public.fold($1), '[^[:alnum:]]+', ' ', 'g')) $$;
--> statement-breakpoint
-- All words of a question, in any order, the last one as a beginning; NULL where it has none.
CREATE FUNCTION public.search_query(text) RETURNS tsquery
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
    SELECT (string_agg(quote_literal(word), ' & ' ORDER BY number) || ':*')::tsquery
    FROM regexp_split_to_table(trim(regexp_replace(public.fold($1), '[^[:alnum:]]+', ' ', 'g')), ' ') WITH ORDINALITY AS words (word, number)
    WHERE word <> ''
  $$;
