CREATE TABLE "adopted_rule_sets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "adopted_rule_sets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"version" integer NOT NULL,
	"draft" text NOT NULL,
	"start_up_years" integer NOT NULL,
	"large_capital_vnd" bigint NOT NULL,
	"summary" text NOT NULL,
	"in_force_from" date NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE UNIQUE INDEX "adopted_rule_sets_version_key" ON "adopted_rule_sets" USING btree ("version") WHERE "adopted_rule_sets"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "adopted_rule_sets_in_force_from_key" ON "adopted_rule_sets" USING btree ("in_force_from") WHERE "adopted_rule_sets"."recorded_to" is null;