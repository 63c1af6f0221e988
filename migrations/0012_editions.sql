CREATE TABLE "editions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "editions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"period" text NOT NULL,
	"number" integer NOT NULL,
	"corrects" text,
	"as_of" date NOT NULL,
	"position" bigint NOT NULL,
	"rule_set" integer NOT NULL,
	"document" text NOT NULL,
	"sha256" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"recorded_from" bigint NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "editions_code_key" ON "editions" USING btree ("code");--> statement-breakpoint
CREATE UNIQUE INDEX "editions_period_number_key" ON "editions" USING btree ("period","number");
--> statement-breakpoint
-- What was published stays as it was, whoever asks for a change: a correction is a row of its own.
CREATE FUNCTION public.keep_publications() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
  AS $$
    BEGIN
      RAISE EXCEPTION 'what was published is never changed' USING ERRCODE = 'insufficient_privilege';
    END
  $$;
--> statement-breakpoint
CREATE TRIGGER editions_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON public.editions FOR EACH STATEMENT EXECUTE FUNCTION public.keep_publications();
