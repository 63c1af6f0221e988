CREATE TABLE "task_budgets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "task_budgets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"task" text NOT NULL,
	"year" integer NOT NULL,
	"source" text NOT NULL,
	"is_partnership" boolean NOT NULL,
	"planned_vnd" bigint,
	"approved_vnd" bigint,
	"spent_vnd" bigint,
	"document_number" text NOT NULL,
	"document_url" text,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE UNIQUE INDEX "task_budgets_task_year_key" ON "task_budgets" USING btree ("task","year") WHERE "task_budgets"."recorded_to" is null;