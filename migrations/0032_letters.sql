DROP INDEX "report_mails_waiting_index";--> statement-breakpoint
ALTER TABLE "report_mails" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "report_mails" ADD COLUMN "given_up_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "report_mails" ADD COLUMN "failure" text;--> statement-breakpoint
INSERT INTO "report_mails" ("message_id", "cycle", "locality", "kind", "addresses", "address", "subject", "body", "written_at", "tries", "next_try_at", "sent_at")
	SELECT gen_random_uuid()::text, "cycle", "locality", "kind", "addresses", unnest("addresses"[2:]), "subject", "body", "written_at", "tries", "next_try_at", "sent_at" FROM "report_mails";--> statement-breakpoint
UPDATE "report_mails" SET "address" = "addresses"[1] WHERE "address" IS NULL;--> statement-breakpoint
ALTER TABLE "report_mails" ALTER COLUMN "address" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "report_mails_cycle_index" ON "report_mails" USING btree ("cycle","id");--> statement-breakpoint
CREATE UNIQUE INDEX "report_mails_reminder_key" ON "report_mails" USING btree ("cycle","locality","kind","address") WHERE "report_mails"."kind" not in ('accepted', 'returned');--> statement-breakpoint
CREATE INDEX "report_mails_waiting_index" ON "report_mails" USING btree ("next_try_at") WHERE "report_mails"."sent_at" is null and "report_mails"."given_up_at" is null;--> statement-breakpoint
ALTER TABLE "report_mails" DROP COLUMN "addresses";
