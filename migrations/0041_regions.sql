CREATE TABLE "regions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "regions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"rank" integer NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"provinces" text[] NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"act" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE UNIQUE INDEX "regions_code_valid_from_key" ON "regions" USING btree ("code","valid_from") WHERE "regions"."recorded_to" is null;