CREATE TABLE "agencies" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "agencies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"level" text NOT NULL,
	"parent" text,
	"province_code" text,
	"old_province_code" text,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"valid_from" date,
	"valid_to" date,
	"act" text,
	"note" text,
	"is_shipped" boolean DEFAULT false NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "agency_successions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "agency_successions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"predecessor" text NOT NULL,
	"successor" text NOT NULL,
	"takes_over_on" date NOT NULL,
	"extent" text NOT NULL,
	"act" text NOT NULL,
	"note" text,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "focal_point_persons" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role" text,
	"email" text,
	"phone" text
);
--> statement-breakpoint
CREATE TABLE "focal_points" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "focal_points_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"division" text,
	"province_code" text,
	"agency" text NOT NULL,
	"unit" text,
	"contact" jsonb,
	"document_number" text NOT NULL,
	"document_date" date NOT NULL,
	"document_url" text,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"end_note" text,
	"is_shipped" boolean DEFAULT false NOT NULL,
	"set_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE UNIQUE INDEX "agencies_code_valid_from_key" ON "agencies" USING btree ("code",coalesce("valid_from", '-infinity')) WHERE "agencies"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "agency_successions_predecessor_successor_key" ON "agency_successions" USING btree ("predecessor","successor") WHERE "agency_successions"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "focal_points_code_key" ON "focal_points" USING btree ("code") WHERE "focal_points"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "focal_points_locality_key" ON "focal_points" USING btree (coalesce("division", ''),coalesce("province_code", '')) WHERE "focal_points"."recorded_to" is null and "focal_points"."valid_to" is null;