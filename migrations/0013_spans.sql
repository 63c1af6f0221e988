CREATE TABLE "enterprise_spans" (
	"code" text NOT NULL,
	"version" integer NOT NULL,
	"from_day" date NOT NULL,
	"until_day" date NOT NULL,
	"cell" integer NOT NULL,
	"cell_before" integer NOT NULL,
	"ends_there" boolean NOT NULL,
	"commune_code" text,
	"legal_type" text NOT NULL,
	"industry_group" text,
	"registered_on" date NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint,
	CONSTRAINT "enterprise_spans_pk" PRIMARY KEY("code","version","from_day","recorded_from")
);
--> statement-breakpoint
CREATE TABLE "span_cells" (
	"cell" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "span_cells_cell_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"province_code" text NOT NULL,
	"old_province_code" text NOT NULL,
	"category" text NOT NULL,
	"status" text NOT NULL,
	"basis" text NOT NULL,
	"ownership" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "span_months" (
	"month" date NOT NULL,
	"cell_before" integer NOT NULL,
	"cell" integer NOT NULL,
	"enterprises" integer NOT NULL,
	CONSTRAINT "span_months_pk" PRIMARY KEY("month","cell_before","cell")
);
--> statement-breakpoint
CREATE TABLE "span_years" (
	"year" date NOT NULL,
	"cell" integer NOT NULL,
	"enterprises" integer NOT NULL,
	CONSTRAINT "span_years_pk" PRIMARY KEY("year","cell")
);
--> statement-breakpoint
CREATE INDEX "enterprise_spans_from_day_index" ON "enterprise_spans" USING btree ("from_day") WHERE "enterprise_spans"."recorded_to" is null;--> statement-breakpoint
CREATE INDEX "enterprise_spans_until_day_index" ON "enterprise_spans" USING btree ("until_day") WHERE "enterprise_spans"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "span_cells_key" ON "span_cells" USING btree ("province_code","old_province_code","category","status","basis","ownership");
--> statement-breakpoint
-- What the versions say already, at each position at which an enterprise was told of: equal spans at neighbouring positions are one.
CREATE TEMPORARY TABLE "span_fill" ON COMMIT DROP AS
WITH moments AS (
  SELECT code, known_at, lead(known_at) OVER by_time AS next_at, row_number() OVER by_time AS number FROM (
    SELECT code, recorded_from AS known_at FROM "enterprise_versions" WHERE code IN (SELECT code FROM "enterprise_versions" WHERE has_event)
    UNION SELECT code, recorded_to FROM "enterprise_versions" WHERE recorded_to IS NOT NULL AND code IN (SELECT code FROM "enterprise_versions" WHERE has_event)
  ) m WINDOW by_time AS (PARTITION BY code ORDER BY known_at)
)
SELECT h.code, h.known_at, h.next_at, h.number, h.version, s.from_day, s.until_day, h.province_code, coalesce(h.old_province_code, '') AS old_province_code, s.category, h.status, h.basis, h.ownership,
  h.commune_code, h.legal_type, CASE WHEN h.has_main_industry THEN left(h.main_industry, 3) END AS industry_group, h.registered_on
FROM (
  SELECT v.*, m.known_at, m.next_at, m.number, lead(v.valid_from, 1, 'infinity') OVER (PARTITION BY v.code, m.known_at ORDER BY v.valid_from) AS until_day
  FROM moments m CROSS JOIN LATERAL (
    SELECT DISTINCT ON (v.valid_from) v.code, v.version, v.valid_from, v.presence, v.basis, v.status, v.ownership, v.province_code, v.old_province_code, v.commune_code, v.legal_type,
      v.has_main_industry, v.industries[1] AS main_industry, v.registered_on, v.category_before, v.category_after, v.category_turns_on
    FROM "enterprise_versions" v
    WHERE v.code = m.code AND v.recorded_from <= m.known_at AND (v.recorded_to IS NULL OR v.recorded_to > m.known_at) AND NOT EXISTS (
      SELECT FROM "enterprise_versions" later
      WHERE later.code = v.code AND later.version > v.version AND later.supersedes IS NOT NULL AND (later.valid_from, later.changes) < (v.valid_from, v.changes)
        AND later.recorded_from <= m.known_at AND (later.recorded_to IS NULL OR later.recorded_to > m.known_at))
    ORDER BY v.valid_from, v.changes DESC, v.version DESC OFFSET 0
  ) v
) h CROSS JOIN LATERAL (VALUES
  (h.valid_from, least(h.until_day, h.category_turns_on), h.category_before),
  (greatest(h.valid_from, h.category_turns_on), h.until_day, CASE WHEN h.category_turns_on IS NOT NULL THEN h.category_after END)
) s (from_day, until_day, category)
WHERE h.presence = 'present' AND h.basis IS NOT NULL AND s.category IS NOT NULL AND s.from_day < s.until_day;
--> statement-breakpoint
INSERT INTO "span_cells" (province_code, old_province_code, category, status, basis, ownership)
SELECT DISTINCT province_code, old_province_code, category, status, basis, ownership FROM "span_fill" ORDER BY 1, 2, 3, 4, 5, 6;
--> statement-breakpoint
INSERT INTO "enterprise_spans" (code, version, from_day, until_day, cell, cell_before, ends_there, commune_code, legal_type, industry_group, registered_on, recorded_from, recorded_to)
SELECT code, version, from_day, until_day, cell, cell_before, ends_there, commune_code, legal_type, industry_group, registered_on,
  min(known_at), nullif(max(coalesce(next_at, 9223372036854775807)), 9223372036854775807)
FROM (
  SELECT *, number - row_number() OVER (PARTITION BY code, version, from_day, until_day, cell, cell_before, ends_there, commune_code, legal_type, industry_group, registered_on ORDER BY known_at) AS run
  FROM (
    SELECT f.*, c.cell, CASE WHEN lag(f.until_day) OVER chain = f.from_day THEN lag(c.cell) OVER chain ELSE 0 END AS cell_before,
      f.until_day < 'infinity' AND lead(f.from_day) OVER chain IS DISTINCT FROM f.until_day AS ends_there
    FROM "span_fill" f JOIN "span_cells" c USING (province_code, old_province_code, category, status, basis, ownership)
    WINDOW chain AS (PARTITION BY f.code, f.known_at ORDER BY f.from_day)
  ) chained
) told
GROUP BY code, version, from_day, until_day, cell, cell_before, ends_there, commune_code, legal_type, industry_group, registered_on, run;
--> statement-breakpoint
INSERT INTO "span_months"
SELECT date_trunc('month', day)::date, cell_before, cell, count(*) FROM (
  SELECT from_day AS day, cell_before, cell FROM "enterprise_spans" WHERE recorded_to IS NULL AND cell <> cell_before
  UNION ALL SELECT until_day, cell, 0 FROM "enterprise_spans" WHERE recorded_to IS NULL AND ends_there
) steps GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO "span_years"
SELECT date_trunc('year', day)::date, cell, sum(enterprises) FROM (
  SELECT from_day AS day, cell, 1 AS enterprises FROM "enterprise_spans" WHERE recorded_to IS NULL
  UNION ALL SELECT until_day, cell, -1 FROM "enterprise_spans" WHERE recorded_to IS NULL AND until_day < 'infinity'
) steps GROUP BY 1, 2 HAVING sum(enterprises) <> 0;
