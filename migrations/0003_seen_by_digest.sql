ALTER TABLE "seen_records" ADD COLUMN "digest" uuid NOT NULL;--> statement-breakpoint
ALTER TABLE "seen_records" DROP COLUMN "code";--> statement-breakpoint
ALTER TABLE "seen_records" DROP COLUMN "version";
