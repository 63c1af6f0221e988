CREATE TABLE "adoptions" (
	"id" bigint PRIMARY KEY NOT NULL,
	"agency" text NOT NULL,
	"province_code" text,
	"supply" bigint,
	"code" text NOT NULL,
	"product" text NOT NULL,
	"fields" text[] NOT NULL,
	"demand" bigint,
	"contract_number" text NOT NULL,
	"contract_signed" text NOT NULL,
	"value_vnd" bigint,
	"used_from" date NOT NULL,
	"used_to" date,
	"document" text NOT NULL,
	"document_url" text,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"reason" text,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "adoptions_supply_index" ON "adoptions" USING btree ("supply") WHERE "adoptions"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "adoptions_demand_index" ON "adoptions" USING btree ("demand") WHERE "adoptions"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "adoptions_code_index" ON "adoptions" USING btree ("code") WHERE "adoptions"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "adoptions_agency_index" ON "adoptions" USING btree ("agency") WHERE "adoptions"."withdrawn_at" is null;