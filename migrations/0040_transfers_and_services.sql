DROP INDEX "recognitions_taking_part_index";--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "parties" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "zone" text;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "terms" text;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "url" text;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "email" text;--> statement-breakpoint
CREATE INDEX "recognitions_taking_part_index" ON "recognitions" USING gin (("tenants" || "participants" || "parties") jsonb_path_ops) WHERE "recognitions"."recorded_to" is null;