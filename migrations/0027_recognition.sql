CREATE TABLE "open_source_lists" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "open_source_lists_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"recommended_by" text NOT NULL,
	"document" text NOT NULL,
	"items" jsonb NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recognitions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "recognitions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"collection" text NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text,
	"province_code" text,
	"enterprise" text,
	"kind" text NOT NULL,
	"year" integer,
	"award" text,
	"recognised_by" text NOT NULL,
	"document" text NOT NULL,
	"state" text NOT NULL,
	"since" date,
	"parent" text,
	"tenants" jsonb NOT NULL,
	"note" text,
	"set_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "zones" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "zones_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"kind" text NOT NULL,
	"province_code" text,
	"parent" text,
	"recognised_by" text NOT NULL,
	"document" text NOT NULL,
	"state" text NOT NULL,
	"note" text,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE UNIQUE INDEX "open_source_lists_version_key" ON "open_source_lists" USING btree ("version");--> statement-breakpoint
CREATE UNIQUE INDEX "recognitions_collection_code_key" ON "recognitions" USING btree ("collection","code") WHERE "recognitions"."recorded_to" is null;--> statement-breakpoint
CREATE INDEX "recognitions_enterprise_index" ON "recognitions" USING btree ("enterprise") WHERE "recognitions"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "zones_code_key" ON "zones" USING btree ("code") WHERE "zones"."recorded_to" is null;--> statement-breakpoint
CREATE TRIGGER open_source_lists_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON public.open_source_lists FOR EACH STATEMENT EXECUTE FUNCTION public.keep_publications();
