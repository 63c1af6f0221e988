CREATE TABLE "keys" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "keys_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"label" text NOT NULL,
	"prefix" text NOT NULL,
	"secret_hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "categories" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "categories_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"description" text NOT NULL,
	"description_en" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "rule_sets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rule_sets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"version" integer NOT NULL,
	"start_up_years" integer NOT NULL,
	"large_capital_vnd" bigint NOT NULL,
	"summary" text NOT NULL,
	"summary_en" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "cells" (
	"province_code" text NOT NULL,
	"old_province_code" text NOT NULL,
	"status" text NOT NULL,
	"basis" text NOT NULL,
	"ownership" text NOT NULL,
	"category" text NOT NULL,
	"day" date NOT NULL,
	"enterprises" integer NOT NULL,
	CONSTRAINT "cells_pk" PRIMARY KEY("province_code","old_province_code","status","basis","ownership","category","day")
);
--> statement-breakpoint
CREATE TABLE "enterprise_versions" (
	"code" text NOT NULL,
	"digest" uuid NOT NULL,
	"registered_on" date NOT NULL,
	"changes" integer NOT NULL,
	"name" text NOT NULL,
	"foreign_name" text,
	"short_name" text,
	"status" text NOT NULL,
	"status_raw" text,
	"status_raw_name" text,
	"legal_type" text NOT NULL,
	"legal_type_raw" text,
	"legal_type_raw_name" text,
	"charter_capital_vnd" numeric,
	"ownership" text NOT NULL,
	"foreign_share_percent" numeric,
	"province_code" text NOT NULL,
	"commune_code" text,
	"old_province_code" text,
	"address" text NOT NULL,
	"address_parts" text[] NOT NULL,
	"vsic" text NOT NULL,
	"industries" text[] NOT NULL,
	"has_main_industry" boolean NOT NULL,
	"basis" text,
	"category_before" text,
	"category_after" text,
	"category_turns_on" date,
	"rule_set" integer NOT NULL,
	"category_codes" text[] NOT NULL,
	"version" integer NOT NULL,
	"valid_from" date NOT NULL,
	"position" bigint NOT NULL,
	"has_event" boolean NOT NULL,
	"recorded_from" bigint NOT NULL,
	"is_current" boolean NOT NULL,
	"run_id" bigint,
	CONSTRAINT "enterprise_versions_code_version_pk" PRIMARY KEY("code","version"),
	CONSTRAINT "enterprise_versions_code_check" CHECK ("enterprise_versions"."code" ~ '^[0-9]{10}$')
);
--> statement-breakpoint
CREATE TABLE "legal_statuses" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "legal_statuses_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"is_active" boolean NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "legal_types" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "legal_types_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "staged_versions" (
	"seq" bigint NOT NULL,
	"amended_on" date,
	"code" text NOT NULL,
	"digest" uuid NOT NULL,
	"registered_on" date NOT NULL,
	"changes" integer NOT NULL,
	"name" text NOT NULL,
	"foreign_name" text,
	"short_name" text,
	"status" text NOT NULL,
	"status_raw" text,
	"status_raw_name" text,
	"legal_type" text NOT NULL,
	"legal_type_raw" text,
	"legal_type_raw_name" text,
	"charter_capital_vnd" numeric,
	"ownership" text NOT NULL,
	"foreign_share_percent" numeric,
	"province_code" text NOT NULL,
	"commune_code" text,
	"old_province_code" text,
	"address" text NOT NULL,
	"address_parts" text[] NOT NULL,
	"vsic" text NOT NULL,
	"industries" text[] NOT NULL,
	"has_main_industry" boolean NOT NULL,
	"basis" text,
	"category_before" text,
	"category_after" text,
	"category_turns_on" date,
	"rule_set" integer NOT NULL,
	"category_codes" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "value_mappings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "value_mappings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"list" text NOT NULL,
	"raw_value" text NOT NULL,
	"code" text NOT NULL,
	"note" text,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "industries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "industries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"vsic" text NOT NULL,
	"code" text NOT NULL,
	"level" integer NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"scope" text NOT NULL,
	"act" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "industry_conversions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "industry_conversions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"old_code" text NOT NULL,
	"new_code" text NOT NULL,
	"relation" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "blocks" (
	"last_position" bigint PRIMARY KEY NOT NULL,
	"first_position" bigint NOT NULL,
	"kind" text NOT NULL,
	"reference" text,
	"source_read_at" timestamp with time zone,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"position" bigint PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "register_head" (
	"is_head" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"position" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "register_head_is_head_check" CHECK ("register_head"."is_head")
);
--> statement-breakpoint
CREATE TABLE "seed_editions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "seed_editions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"file" text NOT NULL,
	"sha256" text NOT NULL,
	"rows" integer NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "commune_successions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "commune_successions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"old_level" text NOT NULL,
	"old_code" text NOT NULL,
	"old_name" text NOT NULL,
	"old_district" text NOT NULL,
	"old_province_code" text NOT NULL,
	"new_code" text NOT NULL,
	"is_divided" boolean NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "communes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "communes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"province_code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"type" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "population_bases" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "population_bases_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"as_of" date NOT NULL,
	"source" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "populations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "populations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"division" text NOT NULL,
	"province_code" text NOT NULL,
	"base" text NOT NULL,
	"population" integer NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "province_successions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "province_successions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"old_code" text NOT NULL,
	"new_code" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "provinces" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "provinces_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"division" text NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"type" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"act" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "published_figures" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "published_figures_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"period" text NOT NULL,
	"as_of" date NOT NULL,
	"enterprises" integer NOT NULL,
	"source" text NOT NULL,
	"retrieved_on" date NOT NULL,
	"note" text,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "targets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "targets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"minimum" integer NOT NULL,
	"due_on" date NOT NULL,
	"source" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "rejects" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rejects_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"reason" text NOT NULL,
	"field" text,
	"code" text,
	"record" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"kind" text NOT NULL,
	"mode" text NOT NULL,
	"state" text NOT NULL,
	"scope" jsonb NOT NULL,
	"checkpoint" jsonb,
	"read" integer DEFAULT 0 NOT NULL,
	"new" integer DEFAULT 0 NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"skipped" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"staged" integer DEFAULT 0 NOT NULL,
	"resumed" integer DEFAULT 0 NOT NULL,
	"timings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"watermark" timestamp with time zone,
	"first_position" bigint,
	"last_position" bigint,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"failure" text
);
--> statement-breakpoint
ALTER TABLE "rejects" ADD CONSTRAINT "rejects_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "keys_prefix_key" ON "keys" USING btree ("prefix");--> statement-breakpoint
CREATE UNIQUE INDEX "categories_code_key" ON "categories" USING btree ("code") WHERE "categories"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "rule_sets_version_key" ON "rule_sets" USING btree ("version") WHERE "rule_sets"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "enterprise_versions_position_key" ON "enterprise_versions" USING btree ("position") WHERE "enterprise_versions"."has_event";--> statement-breakpoint
CREATE UNIQUE INDEX "enterprise_versions_code_served_key" ON "enterprise_versions" USING btree ("code") WHERE "enterprise_versions"."is_current" and "enterprise_versions"."basis" is not null;--> statement-breakpoint
CREATE INDEX "enterprise_versions_province_code_code_index" ON "enterprise_versions" USING btree ("province_code","code") WHERE "enterprise_versions"."is_current" and "enterprise_versions"."basis" is not null;--> statement-breakpoint
CREATE INDEX "enterprise_versions_search_index" ON "enterprise_versions" USING gin (search_document("name" || ' ' || coalesce("foreign_name", '') || ' ' || coalesce("short_name", ''))) WHERE "enterprise_versions"."is_current" and "enterprise_versions"."basis" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "legal_statuses_code_key" ON "legal_statuses" USING btree ("code") WHERE "legal_statuses"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "legal_types_code_key" ON "legal_types" USING btree ("code") WHERE "legal_types"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "value_mappings_list_raw_value_key" ON "value_mappings" USING btree ("list","raw_value") WHERE "value_mappings"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "industries_vsic_code_key" ON "industries" USING btree ("vsic","code") WHERE "industries"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "industry_conversions_old_code_new_code_key" ON "industry_conversions" USING btree ("old_code","new_code") WHERE "industry_conversions"."recorded_to" is null;--> statement-breakpoint
CREATE INDEX "blocks_recorded_at_index" ON "blocks" USING btree ("recorded_at");--> statement-breakpoint
CREATE UNIQUE INDEX "seed_editions_file_position_key" ON "seed_editions" USING btree ("file","position");--> statement-breakpoint
CREATE UNIQUE INDEX "commune_successions_old_code_new_code_key" ON "commune_successions" USING btree ("old_level","old_code","new_code") WHERE "commune_successions"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "communes_code_valid_from_key" ON "communes" USING btree ("code","valid_from") WHERE "communes"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "population_bases_code_key" ON "population_bases" USING btree ("code") WHERE "population_bases"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "populations_division_province_code_base_key" ON "populations" USING btree ("division","province_code","base") WHERE "populations"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "province_successions_old_code_key" ON "province_successions" USING btree ("old_code") WHERE "province_successions"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "provinces_division_code_valid_from_key" ON "provinces" USING btree ("division","code","valid_from") WHERE "provinces"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "published_figures_period_source_key" ON "published_figures" USING btree ("period","source") WHERE "published_figures"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "targets_code_key" ON "targets" USING btree ("code") WHERE "targets"."recorded_to" is null;--> statement-breakpoint
CREATE INDEX "rejects_run_id_id_index" ON "rejects" USING btree ("run_id","id");--> statement-breakpoint
CREATE INDEX "runs_source_state_index" ON "runs" USING btree ("source","state");--> statement-breakpoint
INSERT INTO "register_head" DEFAULT VALUES;
