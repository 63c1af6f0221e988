CREATE TABLE "drafted_plans" (
	"code" text PRIMARY KEY NOT NULL,
	"plan" jsonb NOT NULL,
	"set_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "indicator_values" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "indicator_values_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"indicator" text NOT NULL,
	"as_of" date NOT NULL,
	"value" numeric NOT NULL,
	"numerator" numeric,
	"denominator" numeric,
	"source" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "plan_indicators" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "plan_indicators_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"plan_code" text NOT NULL,
	"number" text NOT NULL,
	"rank" integer NOT NULL,
	"title" text NOT NULL,
	"title_en" text NOT NULL,
	"clause" text,
	"kind" text NOT NULL,
	"unit" text NOT NULL,
	"least" numeric NOT NULL,
	"most" numeric,
	"from_on" date NOT NULL,
	"due_on" date NOT NULL,
	"statistic" text,
	"note" text,
	"is_shipped" boolean DEFAULT false NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "plan_tasks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "plan_tasks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"plan_code" text NOT NULL,
	"number" text NOT NULL,
	"parent" text,
	"rank" integer NOT NULL,
	"title" text NOT NULL,
	"title_en" text NOT NULL,
	"clause" text,
	"leads" text,
	"coordinating" text,
	"from_on" date,
	"due_on" date,
	"recurs" text,
	"budget_vnd" bigint,
	"note" text,
	"is_shipped" boolean DEFAULT false NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "plans_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"level" text NOT NULL,
	"agency" text,
	"division" text,
	"province_code" text,
	"period" text NOT NULL,
	"title" text NOT NULL,
	"title_en" text NOT NULL,
	"document_number" text,
	"document_date" date,
	"document_url" text,
	"state" text NOT NULL,
	"note" text,
	"is_shipped" boolean DEFAULT false NOT NULL,
	"set_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "task_progress" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "task_progress_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"task" text NOT NULL,
	"on_day" date NOT NULL,
	"state" text NOT NULL,
	"note" text,
	"document_number" text,
	"document_url" text,
	"recorded_from" bigint NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "indicator_values_indicator_as_of_key" ON "indicator_values" USING btree ("indicator","as_of") WHERE "indicator_values"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "plan_indicators_code_key" ON "plan_indicators" USING btree ("code") WHERE "plan_indicators"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "plan_tasks_code_key" ON "plan_tasks" USING btree ("code") WHERE "plan_tasks"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "plans_code_key" ON "plans" USING btree ("code") WHERE "plans"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "task_progress_task_recorded_from_key" ON "task_progress" USING btree ("task","recorded_from");