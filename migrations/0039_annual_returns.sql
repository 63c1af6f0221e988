CREATE TABLE "annual_returns" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "annual_returns_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"year" integer NOT NULL,
	"enterprise" text NOT NULL,
	"province_code" text NOT NULL,
	"version" integer NOT NULL,
	"told" jsonb NOT NULL,
	"filed_at" timestamp with time zone NOT NULL,
	"replaced_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "return_years" (
	"year" integer PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"due_on" date,
	"opened_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"turnout" jsonb,
	"figures" jsonb,
	"position" bigint NOT NULL,
	CONSTRAINT "return_years_state_check" CHECK ("return_years"."state" in ('open', 'closed'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "annual_returns_in_force_key" ON "annual_returns" USING btree ("year","enterprise") WHERE "annual_returns"."replaced_at" is null;--> statement-breakpoint
CREATE INDEX "annual_returns_enterprise_index" ON "annual_returns" USING btree ("enterprise","year");