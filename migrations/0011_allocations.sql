CREATE TABLE "allocation_tables" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "allocation_tables_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"title" text NOT NULL,
	"title_en" text NOT NULL,
	"source" text NOT NULL,
	"shares" jsonb NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
ALTER TABLE "targets" ADD COLUMN "unit" text DEFAULT 'enterprises' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "allocation_tables_code_key" ON "allocation_tables" USING btree ("code") WHERE "allocation_tables"."recorded_to" is null;