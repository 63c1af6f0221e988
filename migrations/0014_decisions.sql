CREATE TABLE "claims" (
	"code" text PRIMARY KEY NOT NULL,
	"claimed_by" text NOT NULL,
	"claimed_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "decisions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"outcome" text NOT NULL,
	"effective_from" date NOT NULL,
	"evidence_kind" text NOT NULL,
	"evidence_reference" text NOT NULL,
	"evidence_date" date,
	"note" text,
	"status" text NOT NULL,
	"province_code" text NOT NULL,
	"vsic" text NOT NULL,
	"main_industry" text,
	"authority" text NOT NULL,
	"decided_by" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint,
	CONSTRAINT "decisions_outcome_check" CHECK ("decisions"."outcome" in ('i', 'ii', 'iii', 'iv', 'not-digital', 'rule'))
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"province_code" text NOT NULL,
	"since" bigint NOT NULL,
	"until" date,
	"reasons" text[] NOT NULL,
	CONSTRAINT "reviews_code_kind_pk" PRIMARY KEY("code","kind"),
	CONSTRAINT "reviews_kind_check" CHECK ("reviews"."kind" in ('candidate', 'flagged', 'address'))
);
--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "decision" bigint;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "decided_from" date;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "rule_basis" text;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "rule_category_before" text;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "rule_category_after" text;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "rule_category_turns_on" date;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "facts_from" date;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "facts_changes" integer;--> statement-breakpoint
CREATE UNIQUE INDEX "decisions_code_effective_from_key" ON "decisions" USING btree ("code","effective_from") WHERE "decisions"."recorded_to" is null;--> statement-breakpoint
CREATE INDEX "decisions_code_index" ON "decisions" USING btree ("code","id");--> statement-breakpoint
CREATE INDEX "reviews_since_index" ON "reviews" USING btree ("since","code","kind");--> statement-breakpoint
CREATE INDEX "reviews_province_code_since_index" ON "reviews" USING btree ("province_code","since","code","kind");--> statement-breakpoint
-- What a register that is in use has for its officers already; it waits since it was recorded.
INSERT INTO "reviews" ("code", "kind", "province_code", "since", "until", "reasons")
SELECT v."code", r."kind", v."province_code", v."recorded_from", r."until", r."reasons"
FROM "enterprise_versions" v
CROSS JOIN LATERAL (VALUES
  ('candidate', v."category_turns_on", '{}'::text[], v."basis" = 'candidate'),
  ('address', NULL::date, ARRAY[v."placed_by"], v."commune_code" IS NULL)
) r ("kind", "until", "reasons", "waits")
WHERE v."is_current" AND v."presence" = 'present' AND v."status" <> 'ended' AND v."basis" IS NOT NULL AND r."waits";
