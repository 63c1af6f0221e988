CREATE TABLE "questionnaires" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "questionnaires_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"title_en" text,
	"questions" jsonb NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "survey_answers" (
	"survey" text NOT NULL,
	"enterprise" text NOT NULL,
	"answers" jsonb NOT NULL,
	"version" integer NOT NULL,
	"submitted_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "survey_answers_pk" PRIMARY KEY("survey","enterprise")
);
--> statement-breakpoint
CREATE TABLE "survey_members" (
	"survey" text NOT NULL,
	"enterprise" text NOT NULL,
	"province_code" text NOT NULL,
	CONSTRAINT "survey_members_pk" PRIMARY KEY("survey","enterprise")
);
--> statement-breakpoint
CREATE TABLE "surveys" (
	"code" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"title_en" text,
	"year" integer NOT NULL,
	"questionnaire" text NOT NULL,
	"version" integer NOT NULL,
	"is_open" boolean NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"counted_at" bigint NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "questionnaires_code_version_key" ON "questionnaires" USING btree ("code","version");--> statement-breakpoint
CREATE INDEX "survey_members_province_index" ON "survey_members" USING btree ("survey","province_code");--> statement-breakpoint
CREATE TRIGGER questionnaires_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON public.questionnaires FOR EACH STATEMENT EXECUTE FUNCTION public.keep_publications();
