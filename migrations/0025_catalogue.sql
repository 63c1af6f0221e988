CREATE TABLE "catalogue_fields" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "catalogue_fields_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"rank" integer NOT NULL,
	"source" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "demands" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "demands_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"name_en" text,
	"description" text NOT NULL,
	"description_en" text,
	"technologies" text[] NOT NULL,
	"fields" text[] NOT NULL,
	"contact" jsonb NOT NULL,
	"found_by" text NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"published_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	"position" bigint,
	"agency" text NOT NULL,
	"agency_code" text,
	"province_code" text,
	"categories" text[] NOT NULL,
	"readiness" integer,
	"period_from" date NOT NULL,
	"period_to" date NOT NULL,
	"budget_from_vnd" bigint,
	"budget_to_vnd" bigint
);
--> statement-breakpoint
CREATE TABLE "digital_technologies" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "digital_technologies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"rank" integer NOT NULL,
	"source" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "supplies" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "supplies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"name_en" text,
	"description" text NOT NULL,
	"description_en" text,
	"technologies" text[] NOT NULL,
	"fields" text[] NOT NULL,
	"contact" jsonb NOT NULL,
	"found_by" text NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"published_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	"position" bigint,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"readiness" integer NOT NULL,
	"evidence" text,
	"standing" text NOT NULL,
	"province_code" text NOT NULL,
	"basis" text,
	"category_before" text,
	"category_after" text,
	"category_turns_on" date,
	"is_shown" boolean GENERATED ALWAYS AS (state = 'published' and standing = 'active') STORED NOT NULL
);
--> statement-breakpoint
CREATE TABLE "supply_shelf" (
	"is_shelf" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"position" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "supply_shelf_is_shelf_check" CHECK ("supply_shelf"."is_shelf")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "catalogue_fields_code_key" ON "catalogue_fields" USING btree ("code") WHERE "catalogue_fields"."recorded_to" is null;--> statement-breakpoint
CREATE INDEX "demands_published_index" ON "demands" USING btree ("province_code","published_at","id") WHERE "demands"."state" = 'published';--> statement-breakpoint
CREATE INDEX "demands_words_index" ON "demands" USING gin (to_tsvector('pg_catalog.simple', "found_by"));--> statement-breakpoint
CREATE INDEX "demands_letters_index" ON "demands" USING gin (replace("found_by", ' ', '') gin_trgm_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "digital_technologies_code_key" ON "digital_technologies" USING btree ("code") WHERE "digital_technologies"."recorded_to" is null;--> statement-breakpoint
CREATE INDEX "supplies_code_index" ON "supplies" USING btree ("code");--> statement-breakpoint
CREATE INDEX "supplies_published_index" ON "supplies" USING btree ("province_code","published_at","id") WHERE "supplies"."is_shown";--> statement-breakpoint
CREATE INDEX "supplies_match_index" ON "supplies" USING btree ("readiness","id") WHERE "supplies"."is_shown";--> statement-breakpoint
CREATE INDEX "supplies_province_match_index" ON "supplies" USING btree ("province_code","readiness","id") WHERE "supplies"."is_shown";--> statement-breakpoint
CREATE INDEX "supplies_fields_index" ON "supplies" USING gin ("fields") WHERE "supplies"."is_shown";--> statement-breakpoint
CREATE INDEX "supplies_technologies_index" ON "supplies" USING gin ("technologies") WHERE "supplies"."is_shown";--> statement-breakpoint
CREATE INDEX "supplies_words_index" ON "supplies" USING gin (to_tsvector('pg_catalog.simple', "found_by"));--> statement-breakpoint
CREATE INDEX "supplies_letters_index" ON "supplies" USING gin (replace("found_by", ' ', '') gin_trgm_ops);--> statement-breakpoint
INSERT INTO "supply_shelf" DEFAULT VALUES;
