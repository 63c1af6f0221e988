ALTER TABLE "recognitions" ADD COLUMN "until" date;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "product" text;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "number" text;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "standard" text;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "agency" text;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "plan" text;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "participants" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "place" text;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "country" text;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "organisers" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "recognitions" ADD COLUMN "documents" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "recognitions_taking_part_index" ON "recognitions" USING gin (("tenants" || "participants") jsonb_path_ops) WHERE "recognitions"."recorded_to" is null;