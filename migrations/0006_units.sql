CREATE UNLOGGED TABLE "known_units" (
	"digest" uuid PRIMARY KEY NOT NULL,
	"enterprise_code" text NOT NULL,
	"code" text NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staged_units" (
	"raw_digest" uuid NOT NULL,
	"seq" bigint,
	"enterprise_code" text,
	"code" text,
	"amended_on" date,
	"digest" uuid,
	"kind" text,
	"name" text,
	"status_raw" text,
	"status_raw_name" text,
	"registered_on" date,
	"changes" integer,
	"address" text,
	"province_code" text,
	"commune_code" text,
	"old_province_code" text
);
--> statement-breakpoint
CREATE TABLE "unit_versions" (
	"enterprise_code" text NOT NULL,
	"code" text NOT NULL,
	"version" integer NOT NULL,
	"digest" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text,
	"status_raw" text,
	"status_raw_name" text,
	"registered_on" date,
	"changes" integer NOT NULL,
	"address" text,
	"province_code" text,
	"commune_code" text,
	"old_province_code" text,
	"valid_from" date NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint,
	"run_id" bigint NOT NULL,
	CONSTRAINT "unit_versions_pk" PRIMARY KEY("enterprise_code","code","version"),
	CONSTRAINT "unit_versions_enterprise_code_check" CHECK ("unit_versions"."enterprise_code" ~ '^[0-9]{10}$'),
	CONSTRAINT "unit_versions_code_check" CHECK ("unit_versions"."code" ~ '^([0-9]{10}-[0-9]{3}|[0-9]{5})$')
);
--> statement-breakpoint
ALTER TABLE "enterprise_versions" ADD COLUMN "relations" text[];--> statement-breakpoint
ALTER TABLE "staged_versions" ADD COLUMN "relations" text[];--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "units" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "staged_units" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "known_units_enterprise_code_code_index" ON "known_units" USING btree ("enterprise_code","code");--> statement-breakpoint
CREATE INDEX "unit_versions_run_id_index" ON "unit_versions" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "enterprise_versions_relations_index" ON "enterprise_versions" USING gin ("relations") WHERE "enterprise_versions"."relations" is not null;--> statement-breakpoint
UPDATE "runs" SET "diff" = "diff" || '{"units": 0}' WHERE "diff" IS NOT NULL;