ALTER TABLE "drafted_rule_sets" ADD COLUMN "scope" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "adopted_rule_sets" ADD COLUMN "scope" jsonb DEFAULT '[]'::jsonb NOT NULL;