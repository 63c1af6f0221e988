CREATE TABLE "audit_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"number" bigint,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"who" text NOT NULL,
	"label" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"address" text,
	"request_id" uuid,
	"once" text,
	"hash" text
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"is_head" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"number" bigint DEFAULT 0 NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_head_is_head_check" CHECK ("audit_head"."is_head")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "audit_entries_number_key" ON "audit_entries" USING btree ("number");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_entries_once_key" ON "audit_entries" USING btree ("once");--> statement-breakpoint
CREATE INDEX "audit_entries_who_number_index" ON "audit_entries" USING btree ("who","number");--> statement-breakpoint
CREATE INDEX "audit_entries_subject_number_index" ON "audit_entries" USING btree ("subject","number");--> statement-breakpoint
CREATE INDEX "audit_entries_action_number_index" ON "audit_entries" USING btree ("action","number");--> statement-breakpoint
CREATE INDEX "audit_entries_unsealed_index" ON "audit_entries" USING btree ("id") WHERE "audit_entries"."number" is null;
--> statement-breakpoint
-- The chain begins with a hash of nothing.
INSERT INTO "audit_head" ("hash") VALUES (repeat('0', 64));
--> statement-breakpoint
-- What is hashed of a row: the JSON that jsonb prints, whose members have one order, and instants to the microsecond in UTC.
CREATE FUNCTION public.audit_content(e public.audit_entries) RETURNS text
  LANGUAGE sql STABLE
  AS $$
    SELECT jsonb_build_object('number', e.number, 'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'who', e.who, 'label', e.label,
      'action', e.action, 'subject', e.subject, 'before', e.before, 'after', e.after, 'address', e.address, 'requestId', e.request_id, 'once', e.once)::text
  $$;
--> statement-breakpoint
CREATE FUNCTION public.audit_hash(previous text, e public.audit_entries) RETURNS text
  LANGUAGE sql STABLE
  AS $$ SELECT encode(sha256(convert_to(previous || public.audit_content(e), 'UTF8')), 'hex') $$;
--> statement-breakpoint
-- Numbers and chains what a transaction has added, as it commits. The row of the chain's end is locked here and nowhere else, so
-- after every other lock that the transaction takes, the register's head among them: who holds it waits for nobody any more, so
-- it is part of no circle, and it is held for a commit, not for a load. As the owner, since the service may only add rows.
CREATE FUNCTION public.seal_audit_entries() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
    DECLARE
      head public.audit_head;
      entry public.audit_entries;
    BEGIN
      -- The first of several rows has sealed them all.
      PERFORM FROM public.audit_entries WHERE id = NEW.id AND number IS NULL;
      IF NOT FOUND THEN RETURN NULL; END IF;
      SELECT * INTO STRICT head FROM public.audit_head FOR UPDATE;
      -- Only rows of this very transaction can be seen without a number.
      FOR entry IN SELECT * FROM public.audit_entries WHERE number IS NULL ORDER BY id LOOP
        head.number := head.number + 1;
        entry.number := head.number;
        entry.at := clock_timestamp();
        head.hash := public.audit_hash(head.hash, entry);
        UPDATE public.audit_entries SET number = entry.number, at = entry.at, hash = head.hash WHERE id = entry.id;
      END LOOP;
      UPDATE public.audit_head SET number = head.number, hash = head.hash;
      RETURN NULL;
    END
  $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER audit_entries_seal AFTER INSERT ON public.audit_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.seal_audit_entries();
--> statement-breakpoint
-- For logins that own the table, which no right holds back: nothing is changed but what the sealing fills in.
CREATE FUNCTION public.keep_audit_entries() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
  AS $$
    DECLARE
      kept public.audit_entries;
    BEGIN
      IF TG_OP = 'UPDATE' AND OLD.number IS NULL AND OLD.hash IS NULL THEN
        kept := NEW;
        kept.number := OLD.number;
        kept.at := OLD.at;
        kept.hash := OLD.hash;
        IF kept IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
      END IF;
      RAISE EXCEPTION 'the audit trail is added to and never changed' USING ERRCODE = 'insufficient_privilege';
    END
  $$;
--> statement-breakpoint
CREATE TRIGGER audit_entries_keep BEFORE UPDATE OR DELETE ON public.audit_entries FOR EACH ROW EXECUTE FUNCTION public.keep_audit_entries();
--> statement-breakpoint
CREATE TRIGGER audit_entries_keep_all BEFORE TRUNCATE ON public.audit_entries FOR EACH STATEMENT EXECUTE FUNCTION public.keep_audit_entries();
