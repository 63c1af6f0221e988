CREATE UNLOGGED TABLE "known_records" (
	"digest" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"version" integer NOT NULL,
	"is_dated" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "live_counts" (
	"province_code" text PRIMARY KEY NOT NULL,
	"enterprises" integer NOT NULL,
	"served" integer NOT NULL,
	"unknown_status" integer NOT NULL,
	"unknown_legal_type" integer NOT NULL,
	"without_commune" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mapping_edits" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "mapping_edits_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"list" text NOT NULL,
	"raw_value" text NOT NULL,
	"code" text,
	"note" text NOT NULL,
	"edited_by" text NOT NULL,
	"edited_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "seen_records" (
	"code" text NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_chunks" (
	"run_id" bigint NOT NULL,
	"number" integer NOT NULL,
	"sha256" text NOT NULL,
	"bytes" integer NOT NULL,
	"records" integer NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "run_chunks_pk" PRIMARY KEY("run_id","number")
);
--> statement-breakpoint
CREATE TABLE "run_transitions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "run_transitions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" bigint NOT NULL,
	"from" text,
	"to" text NOT NULL,
	"by" text NOT NULL,
	"reason" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "enterprise_versions_code_served_key";--> statement-breakpoint
DROP INDEX "enterprise_versions_province_code_code_index";--> statement-breakpoint
DROP INDEX "enterprise_versions_search_index";--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "placed_by" text DEFAULT 'name' NOT NULL;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ALTER COLUMN "placed_by" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "commune_candidates" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ALTER COLUMN "commune_candidates" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "recorded_to" bigint;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "presence" text DEFAULT 'present' NOT NULL;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ALTER COLUMN "presence" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "supersedes" integer;--> statement-breakpoint
ALTER TABLE "staged_versions" ADD COLUMN "raw_digest" uuid NOT NULL;--> statement-breakpoint
ALTER TABLE "staged_versions" ADD COLUMN "placed_by" text NOT NULL;--> statement-breakpoint
ALTER TABLE "staged_versions" ADD COLUMN "commune_candidates" text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "rejects" ADD COLUMN "chunk" integer;--> statement-breakpoint
ALTER TABLE "rejects" ADD COLUMN "replayed_in" bigint;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "sequence_from" bigint;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "sequence_to" bigint;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "cutoff" date;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "gone" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "unknown_fields" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "filled" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "placed" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "reference_position" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "diff" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "gates" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "committed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "released_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "run_chunks" ADD CONSTRAINT "run_chunks_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_transitions" ADD CONSTRAINT "run_transitions_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "mapping_edits_list_raw_value_key" ON "mapping_edits" USING btree ("list","raw_value") WHERE "mapping_edits"."recorded_to" is null;--> statement-breakpoint
CREATE INDEX "run_transitions_run_id_index" ON "run_transitions" USING btree ("run_id","id");--> statement-breakpoint
CREATE INDEX "enterprise_versions_code_absent_index" ON "enterprise_versions" USING btree ("code") WHERE "enterprise_versions"."is_current" and "enterprise_versions"."presence" <> 'present';--> statement-breakpoint
CREATE INDEX "enterprise_versions_open_place_index" ON "enterprise_versions" USING btree ("province_code","code") WHERE "enterprise_versions"."is_current" and "enterprise_versions"."commune_code" is null and "enterprise_versions"."presence" = 'present';--> statement-breakpoint
CREATE UNIQUE INDEX "enterprise_versions_code_served_key" ON "enterprise_versions" USING btree ("code") WHERE "enterprise_versions"."is_current" and "enterprise_versions"."basis" is not null and "enterprise_versions"."presence" = 'present';--> statement-breakpoint
CREATE INDEX "enterprise_versions_province_code_code_index" ON "enterprise_versions" USING btree ("province_code","code") WHERE "enterprise_versions"."is_current" and "enterprise_versions"."basis" is not null and "enterprise_versions"."presence" = 'present';--> statement-breakpoint
CREATE INDEX "enterprise_versions_search_index" ON "enterprise_versions" USING gin (search_document("name" || ' ' || coalesce("foreign_name", '') || ' ' || coalesce("short_name", ''))) WHERE "enterprise_versions"."is_current" and "enterprise_versions"."basis" is not null and "enterprise_versions"."presence" = 'present';--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD CONSTRAINT "enterprise_versions_presence_check" CHECK ("enterprise_versions"."presence" in ('present', 'gone', 'withdrawn'));--> statement-breakpoint
UPDATE "enterprise_versions" SET "placed_by" = 'unreadable' WHERE "commune_code" IS NULL;--> statement-breakpoint
INSERT INTO "live_counts"
SELECT "province_code", count(*), count("basis"), count(*) FILTER (WHERE "status" = 'unknown'), count(*) FILTER (WHERE "legal_type" = 'unknown'), count(*) FILTER (WHERE "commune_code" IS NULL)
FROM "enterprise_versions" WHERE "is_current" GROUP BY "province_code";--> statement-breakpoint
UPDATE "runs" SET "staged" = -1 WHERE "state" IN ('reading', 'committing');
