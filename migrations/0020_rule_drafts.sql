CREATE TABLE "drafted_rule_sets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "drafted_rule_sets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"start_up_years" integer NOT NULL,
	"large_capital_vnd" bigint NOT NULL,
	"summary" text NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE UNIQUE INDEX "drafted_rule_sets_code_key" ON "drafted_rule_sets" USING btree ("code") WHERE "drafted_rule_sets"."recorded_to" is null;