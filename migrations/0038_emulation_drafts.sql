ALTER TABLE "drafted_plans" ADD COLUMN "version" bigserial NOT NULL;--> statement-breakpoint
ALTER TABLE "plan_indicators" ADD COLUMN "is_emulation" boolean DEFAULT false NOT NULL;