CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
--> statement-breakpoint
-- The words of a text with one blank between them: punctuation and spacing do not matter. '' where it has none.
CREATE FUNCTION public.fold_words(text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT btrim(regexp_replace(public.fold($1), '[^[:alnum:]]+', ' ', 'g')) $$;
--> statement-breakpoint
-- Folded words without the legal form in front of them: people ask for the rest.
CREATE FUNCTION public.name_core(text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT regexp_replace($1, '^((tong )?cong ty|cty|ctcp|tap doan|doanh nghiep tu nhan|dntn)( (co phan|cp|tnhh|trach nhiem huu han|hop danh|(mot|hai|1|2) thanh vien( tro len)?|mtv|1tv))* ', '') $$;
--> statement-breakpoint
-- The parts of search_texts.names, of folded words; '' is a name that is not there.
CREATE FUNCTION public.join_names(name text, core text, short_name text, foreign_name text, former text[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$
    SELECT coalesce('=| ' || nullif(name, '') || ' .', '') || coalesce('-| ' || nullif(nullif(core, name), '') || ' .', '')
      || coalesce('/| ' || nullif(short_name, '') || ' .', '') || coalesce('+| ' || nullif(foreign_name, '') || ' .', '')
      || coalesce('~| ' || nullif(array_to_string(former, ' .~| '), '') || ' .', '')
  $$;
--> statement-breakpoint
-- Words of an address are marked, so that a question can ask for names alone. A lexeme has at most 2046 bytes.
CREATE FUNCTION public.search_lexemes(names text, address text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
    SELECT CASE WHEN octet_length(names) <= 2000 AND octet_length(address) <= 2000
      THEN array_to_tsvector(string_to_array(btrim(replace(translate(names, '=-/+~|.', ''), '  ', ' ')), ' ')
        || string_to_array(nullif('@' || replace(btrim(address), ' ', ' @'), '@'), ' '))
      ELSE array_to_tsvector(ARRAY(
        SELECT left(word, 100) FROM string_to_table(translate(names, '=-/+~|.', ''), ' ') word WHERE word <> ''
        UNION ALL
        SELECT '@' || left(word, 100) FROM string_to_table(address, ' ') word WHERE word <> '')) END
  $$;
--> statement-breakpoint
-- What search_names holds of search_texts.names.
CREATE FUNCTION public.name_keys(names text) RETURNS TABLE (key text, is_former boolean)
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT DISTINCT left(substr(part, 3), 60), part LIKE '~%' FROM string_to_table(replace(names, ' ', ''), '.') part WHERE part <> '' $$;
--> statement-breakpoint
-- A word and what is left of it without one of its letters: two words that share one are a slip apart. Not for numbers.
CREATE FUNCTION public.neighbours(word text) RETURNS text[]
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
    SELECT CASE WHEN length(word) BETWEEN 3 AND 30 AND word ~ '^[^0-9]+$'
      THEN ARRAY(SELECT word UNION SELECT overlay(word PLACING '' FROM i FOR 1) FROM generate_series(1, length(word)) i)
      ELSE '{}' END
  $$;
--> statement-breakpoint
CREATE TABLE "search_names" (
	"code" text NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"is_former" boolean NOT NULL,
	CONSTRAINT "search_names_pk" PRIMARY KEY("is_former","key","code")
);
--> statement-breakpoint
CREATE TABLE "search_texts" (
	"code" text PRIMARY KEY NOT NULL,
	"names" text NOT NULL,
	"address" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_words" (
	"word" text COLLATE "C" PRIMARY KEY NOT NULL,
	"in_names" integer NOT NULL,
	"in_addresses" integer NOT NULL,
	"neighbours" text[] NOT NULL
);
--> statement-breakpoint
DROP INDEX "enterprise_versions_search_index";--> statement-breakpoint
INSERT INTO "search_texts"
SELECT v.code, public.join_names(w.name, public.name_core(w.name), w.short_name, w.foreign_name, f.former), ' ' || w.address || ' '
FROM "enterprise_versions" v
CROSS JOIN LATERAL (
  SELECT public.fold_words(v.name) AS name, public.fold_words(v.short_name) AS short_name, public.fold_words(v.foreign_name) AS foreign_name, public.fold_words(v.address) AS address OFFSET 0
) w
CROSS JOIN LATERAL (
  SELECT array_agg(DISTINCT n.words) FILTER (WHERE n.words NOT IN ('', w.name, public.name_core(w.name))) AS former
  FROM "enterprise_versions" e CROSS JOIN LATERAL (SELECT public.fold_words(e.name) AS name OFFSET 0) o CROSS JOIN LATERAL (VALUES (o.name), (public.name_core(o.name))) n (words)
  WHERE e.code = v.code AND e.name <> v.name AND e.presence = 'present' AND NOT e.is_current AND e.recorded_to IS NULL
) f
WHERE v.is_current AND v.basis IS NOT NULL AND v.presence = 'present';
--> statement-breakpoint
INSERT INTO "search_names" SELECT t.code, k.key, k.is_former FROM "search_texts" t CROSS JOIN LATERAL public.name_keys(t.names) k;
--> statement-breakpoint
INSERT INTO "search_words"
SELECT ltrim(word, '@'), count(*) FILTER (WHERE word NOT LIKE '@%'), count(*) FILTER (WHERE word LIKE '@%'), public.neighbours(ltrim(word, '@'))
FROM (SELECT unnest(tsvector_to_array(public.search_lexemes(names, address))) AS word FROM "search_texts") w GROUP BY ltrim(word, '@');
--> statement-breakpoint
CREATE INDEX "search_names_code_index" ON "search_names" USING btree ("code");--> statement-breakpoint
CREATE INDEX "search_texts_words_index" ON "search_texts" USING gin (search_lexemes("names", "address")) WITH (gin_pending_list_limit=512);--> statement-breakpoint
CREATE INDEX "search_texts_letters_index" ON "search_texts" USING gin (replace("names", ' ', '') gin_trgm_ops,replace("address", ' ', '') gin_trgm_ops) WITH (gin_pending_list_limit=512);--> statement-breakpoint
CREATE INDEX "search_words_neighbours_index" ON "search_words" USING gin ("neighbours");
