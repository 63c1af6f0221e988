CREATE TABLE "criteria" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "criteria_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"set_code" text NOT NULL,
	"rank" integer NOT NULL,
	"code" text NOT NULL,
	"indicator" text NOT NULL,
	"weight" numeric NOT NULL,
	"direction" text NOT NULL,
	"normalisation" text NOT NULL,
	"target" numeric,
	"missing" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "criteria_sets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "criteria_sets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"title" text NOT NULL,
	"title_en" text NOT NULL,
	"status" text NOT NULL,
	"source" text NOT NULL,
	"ties" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "drafted_criteria" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "drafted_criteria_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"title" text NOT NULL,
	"title_en" text NOT NULL,
	"status" text NOT NULL,
	"source" text NOT NULL,
	"ties" text NOT NULL,
	"criteria" jsonb NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "rankings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rankings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"year" integer NOT NULL,
	"edition" integer NOT NULL,
	"set" text NOT NULL,
	"status" text NOT NULL,
	"as_of" date NOT NULL,
	"position" bigint NOT NULL,
	"inputs" text NOT NULL,
	"inputs_sha256" text NOT NULL,
	"document" text NOT NULL,
	"sha256" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "supplied_values" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "supplied_values_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"indicator" text NOT NULL,
	"year" integer NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"unit" text NOT NULL,
	"source" text NOT NULL,
	"values" jsonb NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE UNIQUE INDEX "criteria_set_code_code_key" ON "criteria" USING btree ("set_code","code") WHERE "criteria"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "criteria_sets_code_key" ON "criteria_sets" USING btree ("code") WHERE "criteria_sets"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "drafted_criteria_code_key" ON "drafted_criteria" USING btree ("code") WHERE "drafted_criteria"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "rankings_year_edition_key" ON "rankings" USING btree ("year","edition");--> statement-breakpoint
CREATE UNIQUE INDEX "supplied_values_indicator_year_key" ON "supplied_values" USING btree ("indicator","year") WHERE "supplied_values"."recorded_to" is null;
--> statement-breakpoint
CREATE TRIGGER rankings_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON public.rankings FOR EACH STATEMENT EXECUTE FUNCTION public.keep_publications();
