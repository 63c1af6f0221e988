CREATE TABLE "report_attachments" (
	"cycle" text NOT NULL,
	"locality" text NOT NULL,
	"name" text NOT NULL,
	"sha256" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_attachments_cycle_locality_name_pk" PRIMARY KEY("cycle","locality","name")
);
--> statement-breakpoint
CREATE TABLE "report_attempts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "report_attempts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"cycle" text NOT NULL,
	"locality" text NOT NULL,
	"number" integer NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	"is_late" boolean NOT NULL,
	"as_of" date NOT NULL,
	"position" bigint NOT NULL,
	"figures_sha256" text NOT NULL,
	"document" text NOT NULL,
	"sha256" text NOT NULL,
	"recorded_from" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consolidations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "consolidations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"cycle" text NOT NULL,
	"edition" integer NOT NULL,
	"document" text NOT NULL,
	"sha256" text NOT NULL,
	"consolidated_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cycle_states" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "cycle_states_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"cycle" text NOT NULL,
	"is_open" boolean NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "opened_cycles" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "opened_cycles_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"rule" text NOT NULL,
	"rule_version" integer NOT NULL,
	"period" text NOT NULL,
	"template_version" integer NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_reminders" (
	"cycle" text NOT NULL,
	"kind" text NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL,
	CONSTRAINT "report_reminders_cycle_kind_pk" PRIMARY KEY("cycle","kind")
);
--> statement-breakpoint
CREATE TABLE "report_contacts" (
	"locality" text PRIMARY KEY NOT NULL,
	"addresses" text[] NOT NULL,
	"set_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_cycles" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "report_cycles_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"rule" text NOT NULL,
	"rule_version" integer NOT NULL,
	"period" text NOT NULL,
	"template_version" integer NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "report_files" (
	"sha256" text PRIMARY KEY NOT NULL,
	"media_type" text NOT NULL,
	"size" integer NOT NULL,
	"bytes" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_forms" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "report_forms_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"code" text NOT NULL,
	"version" integer NOT NULL,
	"body" jsonb NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_mails" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "report_mails_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message_id" text NOT NULL,
	"cycle" text NOT NULL,
	"locality" text NOT NULL,
	"kind" text NOT NULL,
	"addresses" text[] NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "report_rules" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "report_rules_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"title_en" text NOT NULL,
	"reporters" text[],
	"recipient" text NOT NULL,
	"period_kind" text NOT NULL,
	"due" text NOT NULL,
	"reminders" integer[] NOT NULL,
	"template" text NOT NULL,
	"source" text NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "report_sections" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "report_sections_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"template_code" text NOT NULL,
	"template_version" integer NOT NULL,
	"rank" integer NOT NULL,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"title_en" text NOT NULL,
	"hint" text,
	"max_length" integer,
	"is_required" boolean NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "report_templates" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "report_templates_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"title_en" text NOT NULL,
	"source" text NOT NULL,
	"figures" text[] NOT NULL,
	"recorded_from" bigint NOT NULL,
	"recorded_to" bigint
);
--> statement-breakpoint
CREATE TABLE "report_reviews" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "report_reviews_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"cycle" text NOT NULL,
	"locality" text NOT NULL,
	"number" integer NOT NULL,
	"outcome" text NOT NULL,
	"comments" jsonb NOT NULL,
	"reviewed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "submissions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"cycle" text NOT NULL,
	"locality" text NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"answers" jsonb NOT NULL,
	"comments" jsonb NOT NULL,
	"submitted_at" timestamp with time zone,
	"is_late" boolean,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "report_attachments" ADD CONSTRAINT "report_attachments_sha256_report_files_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."report_files"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "report_attachments_sha256_index" ON "report_attachments" USING btree ("sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "report_attempts_cycle_locality_number_key" ON "report_attempts" USING btree ("cycle","locality","number");--> statement-breakpoint
CREATE UNIQUE INDEX "consolidations_cycle_edition_key" ON "consolidations" USING btree ("cycle","edition");--> statement-breakpoint
CREATE INDEX "cycle_states_cycle_index" ON "cycle_states" USING btree ("cycle","id");--> statement-breakpoint
CREATE UNIQUE INDEX "opened_cycles_code_key" ON "opened_cycles" USING btree ("code");--> statement-breakpoint
CREATE UNIQUE INDEX "report_cycles_code_key" ON "report_cycles" USING btree ("code") WHERE "report_cycles"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "report_forms_kind_code_version_key" ON "report_forms" USING btree ("kind","code","version");--> statement-breakpoint
CREATE INDEX "report_mails_waiting_index" ON "report_mails" USING btree ("next_try_at") WHERE "report_mails"."sent_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "report_rules_code_version_key" ON "report_rules" USING btree ("code","version") WHERE "report_rules"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "report_sections_template_code_key" ON "report_sections" USING btree ("template_code","template_version","code") WHERE "report_sections"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "report_templates_code_version_key" ON "report_templates" USING btree ("code","version") WHERE "report_templates"."recorded_to" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "report_reviews_cycle_locality_number_key" ON "report_reviews" USING btree ("cycle","locality","number");--> statement-breakpoint
CREATE UNIQUE INDEX "submissions_cycle_locality_key" ON "submissions" USING btree ("cycle","locality");
--> statement-breakpoint
CREATE TRIGGER report_attempts_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON public.report_attempts FOR EACH STATEMENT EXECUTE FUNCTION public.keep_publications();--> statement-breakpoint
CREATE TRIGGER report_reviews_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON public.report_reviews FOR EACH STATEMENT EXECUTE FUNCTION public.keep_publications();--> statement-breakpoint
CREATE TRIGGER consolidations_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON public.consolidations FOR EACH STATEMENT EXECUTE FUNCTION public.keep_publications();
